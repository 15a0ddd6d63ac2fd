/**
 * The server's half of a WebSocket (RFC 6455), as far as it is hot. What nearly every client sends, whole text frames one behind the other,
 * is read here; the first byte that is anything else (a part of a frame, a fragment, ping, close, binary, what is against the rules) goes to the
 * receiver of `ws`, and so does all that comes after it.
 */
import { hash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Writable } from 'node:stream';
import { WebSocket } from 'ws';

/** RFC 6455, 1.3. */
const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const keyShape = /^[+/0-9A-Za-z]{22}==$/;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * The head of the answer to an upgrade, without the empty line that ends it; null for a request that is none (RFC 6455, 4.2.1). Nothing is
 * compressed, and of the client's own protocols the first is taken, as `ws` does.
 */
export function acceptUpgrade({ method, headers }: IncomingMessage): string | null {
  const key = headers['sec-websocket-key'];
  if (method !== 'GET' || !key || !keyShape.test(key)) return null;
  if (headers.upgrade?.toLowerCase() !== 'websocket' || headers['sec-websocket-version'] !== '13') return null;
  const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${hash('sha1', key + magic, 'base64')}\r\n`;
  const protocols = headers['sec-websocket-protocol'];
  if (protocols === undefined) return head;
  const first = protocols.split(',', 1)[0]!.trim();
  return token.test(first) ? `${head}Sec-WebSocket-Protocol: ${first}\r\n` : null;
}

/** How a connection is ended (RFC 6455, 7.4.1). */
export const closing = { normal: 1000, protocol: 1002, none: 1005, notUtf8: 1007, policy: 1008, tooBig: 1009 } as const;

export function closeFrame(code: number): Buffer {
  return code === closing.none ? Buffer.from([0x88, 0]) : Buffer.from([0x88, 2, code >> 8, code & 0xff]);
}

/** A pong with what the ping said (5.5.3), at most 125 bytes. */
export const pongFrame = (said: Buffer): Buffer => Buffer.concat([Buffer.from([0x8a, said.byteLength]), said]);

/** Who is told what a client sends. */
export interface Hearer {
  text(text: string): void;
  binary(bytes: Buffer): void;
  pinged(said: Buffer): void;
  /** The client ends, or breaks the rules: the connection is to be closed with this code. */
  end(code: number): void;
  /** Read on: not closed meanwhile. */
  readonly open: boolean;
}

/** Of one frame that is spread over chunks, and of one message that is spread over frames. */
const mostParts = 4096;

export type Receiver = Writable;

/** Reads all whole text frames at the beginning of a chunk. Answers where what is left of it begins. @param most bytes of a message */
export function readTexts(chunk: Buffer, most: number, hearer: Hearer): number {
  let at = 0;
  while (hearer.open && chunk.length - at >= 6 && chunk[at] === 0x81) {
    const short = chunk[at + 1]! - 0x80;
    // Unmasked, or of 64 kB and more.
    if (short < 0 || short === 127) break;
    const body = at + (short === 126 ? 8 : 6);
    if (chunk.length < body) break;
    const length = short === 126 ? chunk.readUInt16BE(at + 2) : short;
    const end = body + length;
    if (length > most || chunk.length < end) break;
    unmask(chunk, body, end);
    const text = chunk.toString('utf8', body, end);
    if (text.includes('\ufffd') && !isUtf8(chunk.subarray(body, end))) {
      hearer.end(closing.notUtf8);
      return chunk.length;
    }
    at = end;
    hearer.text(text);
  }
  return at;
}

/** The mask lies before what it hides (5.3). */
function unmask(chunk: Buffer, body: number, end: number): void {
  const a = chunk[body - 4]!;
  const b = chunk[body - 3]!;
  const c = chunk[body - 2]!;
  const d = chunk[body - 1]!;
  if ((a | b | c | d) === 0) return;
  const whole = end - ((end - body) & 3);
  let at = body;
  for (; at < whole; at += 4) {
    chunk[at]! ^= a;
    chunk[at + 1]! ^= b;
    chunk[at + 2]! ^= c;
    chunk[at + 3]! ^= d;
  }
  if (at < end) chunk[at++]! ^= a;
  if (at < end) chunk[at++]! ^= b;
  if (at < end) chunk[at]! ^= c;
}

const codes: Record<string, number> = {
  WS_ERR_INVALID_UTF8: closing.notUtf8,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: closing.tooBig,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: closing.tooBig,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: closing.policy,
};

/** For whatever `readTexts()` left. */
export function createReceiver(most: number, hearer: Hearer): Receiver {
  const { Receiver } = WebSocket as unknown as { Receiver: new (options: object) => Receiver };
  return new Receiver({ isServer: true, maxPayload: most, maxFragments: mostParts, maxBufferedChunks: mostParts })
    .on('message', (data: Buffer, isBinary: boolean) => {
      if (!hearer.open) return;
      if (isBinary) hearer.binary(data);
      else hearer.text(data.toString());
    })
    .on('ping', (said: Buffer) => hearer.open && hearer.pinged(said))
    .on('conclude', (code: number) => hearer.end(code))
    .on('error', ({ code }: NodeJS.ErrnoException) => hearer.end(codes[code ?? ''] ?? closing.protocol));
}
