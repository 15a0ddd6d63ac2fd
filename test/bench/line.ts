/**
 * Subscribers over bare TCP: the same for every contestant, and cheap, for it shares the machine with what is measured. Speaks WebSocket,
 * and where it is asked to, Socket.IO: `40{token}` that says where it stands, as the SDK does that comes back, or `420["subscribe",…]` after it.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export interface Follow {
  token: string;
  stream: string;
  epoch: string;
  seq: number;
  /** Asks once it stands, instead of while it shakes hands. */
  late?: boolean;
}

/** What a server that is no Socket.IO is told, and how many frames that brings. */
export interface Ask {
  ask: string;
  answers: number;
}

export interface Line {
  /** Events in the answer to `subscribe`, or frames that were asked for. An answer is counted only when it is looked at, which is after the clock has stopped. */
  readonly answered: number;
  /** Events that were told. */
  heard: number;
  socket: Socket;
}

export interface Lines {
  all: Line[];
  /** Resolves when every line has heard so many more than when it was called last. */
  hear(more: number): Promise<void>;
  close(): void;
}

/** A text frame of a client: masked, by a mask of zeros. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const head =
    body.length < 126 ? Buffer.from([0x81, 0x80 | body.length]) : Buffer.from([0x81, 0x80 | 126, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), body]);
}

/** @param follow null for a server that tells everybody everything */
function openLine(port: number, follow: Follow | Ask | null, count: (line: Line, frames: number) => void): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let told = 0;
    let answer: Buffer | null = null;
    const line: Line = {
      get answered() {
        return answer ? answer.toString('latin1').split('"seq":').length - 1 : told;
      },
      heard: 0,
      socket,
    };
    let buffered: Buffer = Buffer.alloc(0);
    let upgraded = false;
    let subscribed = false;
    const own = follow && 'token' in follow ? follow : null;
    const asked = follow && 'ask' in follow ? follow : null;
    const path = own ? '/socket.io/?EIO=4&transport=websocket' : '/';
    const key = randomBytes(16).toString('base64');
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('A line was closed.')));
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    /** What is not an event is part of the conversation. */
    const talk = (said: Buffer): void => {
      const text = said.toString('latin1', 0, 200);
      const { token, stream, epoch, seq, late } = own!;
      const position = { stream, epoch, seq };
      if (text.startsWith('0{')) socket.write(frame(`40${JSON.stringify(late ? { token } : { token, subscriptions: [position] })}`));
      else if (text.startsWith('40')) {
        if (late) socket.write(frame(`420["subscribe",${JSON.stringify(position)}]`));
      } else if (text.startsWith('430') || text.startsWith('42["subscribed"')) {
        subscribed = true;
        answer = said;
        resolve(line);
      } else if (text === '2') socket.write(frame('3'));
      else reject(new Error(text));
    };
    socket.on('data', (chunk) => {
      let bytes = buffered.length > 0 ? Buffer.concat([buffered, chunk]) : chunk;
      if (!upgraded) {
        const end = bytes.indexOf('\r\n\r\n');
        buffered = bytes;
        if (end < 0) return;
        upgraded = true;
        bytes = bytes.subarray(end + 4);
        if (asked) socket.write(frame(asked.ask));
        else if (!own) resolve(line);
      }
      let at = 0;
      let frames = 0;
      while (bytes.length - at >= 2) {
        const short = bytes[at + 1]!;
        const head = short < 126 ? 2 : short === 126 ? 4 : 10;
        if (bytes.length - at < head) break;
        const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
        if (bytes.length - at - head < length) break;
        // `42` begins an event.
        if (asked && told < asked.answers) {
          if (++told === asked.answers) resolve(line);
        } else if (!own || (subscribed && bytes[at + head] === 0x34 && bytes[at + head + 1] === 0x32)) frames++;
        else talk(bytes.subarray(at + head, at + head + length));
        at += head + length;
      }
      buffered = bytes.subarray(at);
      if (frames > 0) count(line, frames);
    });
  });
}

/** Opens lines, so many at a time as a crowd does. */
export async function openLines(
  count: number,
  follow: (index: number) => { port: number; follow: Follow | Ask | null },
  atOnce = 100,
): Promise<Lines> {
  let wanted = Infinity;
  let missing = 0;
  let done = (): void => {};
  const heard = (line: Line, frames: number): void => {
    const before = line.heard;
    line.heard += frames;
    if (before < wanted && line.heard >= wanted && --missing === 0) done();
  };
  const all: Line[] = [];
  let opened = 0;
  await Promise.all(
    Array.from({ length: Math.min(atOnce, count) }, async () => {
      while (opened < count) {
        const { port, follow: what } = follow(opened++);
        all.push(await openLine(port, what, heard));
      }
    }),
  );
  let total = 0;
  return {
    all,
    hear(more) {
      total += more;
      wanted = total;
      missing = all.filter((line) => line.heard < wanted).length;
      return missing === 0 ? Promise.resolve() : new Promise((resolve) => (done = resolve));
    },
    close() {
      for (const { socket } of all) socket.removeAllListeners('close').destroy();
    },
  };
}
