/**
 * Events as they lie on the wire: whole WebSocket frames, each a Socket.IO `event` packet, one behind the other in one buffer. It is made
 * once for a room and written once to each socket, and every client takes it for what it is: so many events.
 */
import type { Socket as TcpSocket } from 'node:net';
import type { Server, Socket } from 'socket.io';
import type { EventText } from '../feed/event-text.ts';

/** A text frame of a server (RFC 6455, 5.2): final, not masked. */
export function frameHead(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length]);
  if (length < 65_536) return Buffer.from([0x81, 126, length >> 8, length & 0xff]);
  const head = Buffer.alloc(10);
  head.set([0x81, 127]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

/** @param packet `42…` is engine.io's message with socket.io's event of the main namespace in it, `43…` an answer */
export function frameOf(packet: string): Buffer {
  const bytes = Buffer.from(packet);
  return Buffer.concat([frameHead(bytes.byteLength), bytes]);
}

/** Frames of all these texts, in one buffer. */
export const framesOf = (texts: readonly string[]): Buffer => Buffer.concat(texts.map((text) => frameOf(`42["event",${text}]`)));

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
      const frames = framesOf(events.map(({ text }) => text));
      for (const connection of rooms.get(room) ?? []) deliver(connection, frames);
    },
  };
}

/** To one socket alone. */
export const write = ({ request }: Pick<Socket, 'request'>, frames: Buffer): void => deliver(request.socket, frames);

let gathering: TcpSocket[] = [];

/** What is written to a connection in this turn of the event loop is one write. */
export function gatherWrites(connection: TcpSocket): void {
  connection.cork();
  if (gathering.push(connection) > 1) return;
  setImmediate(() => {
    const all = gathering;
    gathering = [];
    for (const each of all) each.uncork();
  });
}
