/**
 * Events as they lie on the wire: whole WebSocket frames, each a Socket.IO `event` packet, one behind the other in one buffer. It is made
 * once for a room and written once to each socket, and every client takes it for what it is: so many events.
 */
import type { Socket as TcpSocket } from 'node:net';
import type { Server, Socket } from 'socket.io';
import type { EventText } from '../feed/event-text.ts';

/** Bytes before a text of this length. */
const headLength = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

/** The head of a text frame of a server (RFC 6455, 5.2): final, not masked. */
function putHead(frame: Buffer, length: number): void {
  frame[0] = 0x81;
  if (length < 126) frame[1] = length;
  else if (length < 65_536) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
}

/**
 * One frame of one packet that these texts are the parts of: an answer of fifty events is never one string as well.
 * @param parts `42…` is engine.io's message with socket.io's event of the main namespace in it, `43…` an answer
 */
export function frameOf(...parts: readonly (string | Buffer)[]): Buffer {
  let length = 0;
  for (const part of parts) length += Buffer.byteLength(part);
  let at = headLength(length);
  const frame = Buffer.allocUnsafe(at + length);
  putHead(frame, length);
  for (const part of parts) at += typeof part === 'string' ? frame.write(part, at) : part.copy(frame, at);
  return frame;
}

/** Frames of all these events, in one buffer. */
export const framesOf = (events: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(events.map((event) => frameOf('42["event",', event, ']')));

/** Who has not taken so much by now is cut off, and asks for what it missed when it is back: nobody else's events wait in our memory. */
const mostWaiting = 1024 * 1024;

/**
 * Writes to the connection itself: on the way through engine.io a delivery costs a third more. Frames of `ws` are whole writes of their own
 * (nothing is compressed), so these come between two of them; events keep their order, for all go this way.
 */
export function deliver(connection: TcpSocket, frames: Buffer): void {
  if (!connection.writable || connection.write(frames) || connection.writableLength < mostWaiting) return;
  // Not by a farewell, which would wait behind the rest.
  connection.destroy();
}

/** Who of this node is in which room, as the connections that are written to. */
export function createRooms(io: Server) {
  const rooms = new Map<string, Set<TcpSocket>>();
  const emptied = new Set<(room: string) => void>();
  const connectionOf = (id: string): TcpSocket | undefined => io.sockets.sockets.get(id)?.request.socket;
  io.sockets.adapter.on('join-room', (room: string, id: string) => {
    // A socket's own room is named after it, without a space.
    const connection = room.includes(' ') ? connectionOf(id) : undefined;
    if (!connection) return;
    const members = rooms.get(room);
    if (members) members.add(connection);
    else rooms.set(room, new Set([connection]));
  });
  io.sockets.adapter.on('leave-room', (room: string, id: string) => {
    const connection = connectionOf(id);
    const members = rooms.get(room);
    if (connection) members?.delete(connection);
    if (members?.size !== 0) return;
    rooms.delete(room);
    for (const listener of emptied) listener(room);
  });
  return {
    all: (): string[] => [...rooms.keys()],
    has: (room: string): boolean => rooms.has(room),
    size: (room: string): number => rooms.get(room)?.size ?? 0,
    onEmpty: (listener: (room: string) => void): void => void emptied.add(listener),
    /** Tells every socket of this node that is in the room. */
    tell(room: string, events: readonly EventText[]): void {
      const frames = framesOf(events.map(({ json }) => json));
      for (const connection of rooms.get(room) ?? []) deliver(connection, frames);
    },
  };
}

/** To one socket alone, an answer: it was asked for, so that it may wait behind what was taken by now. */
export function write({ request }: Pick<Socket, 'request'>, frames: Buffer): void {
  const connection = request.socket;
  if (connection.writableLength >= mostWaiting) connection.destroy();
  else if (connection.writable) connection.write(frames);
}
