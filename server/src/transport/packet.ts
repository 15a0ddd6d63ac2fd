/**
 * Events as they lie on the wire: whole WebSocket frames, each a Socket.IO `event` packet, one behind the other in one buffer. It is made
 * once for a room and written once to each socket, and every client takes it for what it is: so many events.
 */
import type { Server, Socket } from 'socket.io';

/** What we use of engine.io's transport and of `ws` in it; engine.io sends frames that are ready in the same way. */
interface Conn {
  readyState: string;
  writeBuffer: unknown[];
  write(packet: string): void;
  transport: {
    socket: { bufferedAmount: number; terminate(): void; _sender: { sendFrame(list: readonly Buffer[]): void } };
  };
}

/** A text frame of a server (RFC 6455, 5.2): final, not masked. */
function frameHead(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length]);
  if (length < 65_536) return Buffer.from([0x81, 126, length >> 8, length & 0xff]);
  const head = Buffer.alloc(10);
  head.set([0x81, 127]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

/** `42` is engine.io's message with socket.io's event of the main namespace in it. */
const packetOf = (text: string): string => `42["event",${text}]`;

/** Frames of all these texts, in one buffer. */
export function framesOf(texts: readonly string[]): Buffer {
  const parts: Buffer[] = [];
  for (const text of texts) {
    const packet = Buffer.from(packetOf(text));
    parts.push(frameHead(packet.byteLength), packet);
  }
  return Buffer.concat(parts);
}

/** Who has not taken so much by now is cut off, and asks for what it missed when it is back: nobody else's events wait in our memory. */
const mostWaiting = 1024 * 1024;
/** Packets that engine.io itself holds back, which `ws` does not count. */
const mostHeld = 200;

/** Writes frames that are ready; `otherwise` is the same for engine.io, behind what it has not written yet itself. */
function write(conn: Conn | undefined, frames: readonly Buffer[], otherwise: () => readonly string[]): void {
  if (conn?.readyState !== 'open') return;
  const { socket } = conn.transport;
  // Not by a farewell, which would wait behind the rest.
  if (socket.bufferedAmount > mostWaiting || conn.writeBuffer.length > mostHeld) socket.terminate();
  else if (conn.writeBuffer.length === 0) socket._sender.sendFrame(frames);
  else for (const packet of otherwise()) conn.write(packet);
}

const connOf = (socket: Pick<Socket, 'conn'> | undefined): Conn | undefined => socket?.conn as unknown as Conn | undefined;

/** Tells every socket of this node that is in the room. */
export function tellRoom(io: Server, room: string, texts: readonly string[]): void {
  const { adapter, sockets } = io.sockets;
  const frames = [framesOf(texts)];
  const otherwise = (): string[] => texts.map((text) => packetOf(text).slice(1));
  for (const id of adapter.rooms.get(room) ?? []) write(connOf(sockets.get(id)), frames, otherwise);
}

/** Answers the request that carried this number. `list` is JSON in bytes already, with one member: the answer. */
export function sendAnswer(socket: Pick<Socket, 'conn'>, id: number, list: Buffer): void {
  const packet = Buffer.from(`43${id}`);
  const head = frameHead(packet.byteLength + list.byteLength);
  write(connOf(socket), [Buffer.concat([head, packet]), list], () => [`3${id}${list.toString()}`]);
}
