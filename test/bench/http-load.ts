/** Asks over keep-alive connections, each the next request as soon as it has its answer. Reads no more of an answer than its length. */
import { connect, type Socket } from 'node:net';
import type { Sample } from './rounds.ts';

export interface Ask {
  port: number;
  path: string;
  headers: Record<string, string>;
  /** Default GET. */
  method?: string;
  body?: string;
}

export interface Load {
  concurrency: number;
  /** What the nth request asks; undefined ends. */
  next(nth: number): Ask | undefined;
  status: number;
}

const bytesOf = ({ path, headers, method = 'GET', body = '' }: Ask): string =>
  `${method} ${path} HTTP/1.1\r\nHost: bench\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}${body && `Content-Length: ${Buffer.byteLength(body)}\r\n`}\r\n${body}`;

/** @returns the times that requests took, in milliseconds */
export async function load({ concurrency, next, status }: Load): Promise<number[]> {
  const times: number[] = [];
  let asked = 0;
  const one = (first: Ask, begun: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      let began = 0;
      let missing = 0;
      let head = '';
      const ask = (what: Ask): void => {
        began = performance.now();
        missing = -1;
        head = '';
        begun.write(bytesOf(what));
      };
      const done = (): void => {
        times.push(performance.now() - began);
        const following = next(asked++);
        if (following) return ask(following);
        begun.destroy();
        resolve();
      };
      begun.on('data', (chunk) => {
        if (missing < 0) {
          head += chunk.toString('latin1');
          const end = head.indexOf('\r\n\r\n');
          if (end < 0) return;
          if (Number(head.slice(9, 12)) !== status) return reject(new Error(`Answered ${head.slice(0, 300)}`));
          const at = head.toLowerCase().indexOf('\r\ncontent-length: ');
          missing = (at < 0 || at > end ? 0 : Number.parseInt(head.slice(at + 18), 10)) - (head.length - end - 4);
        } else missing -= chunk.length;
        if (missing === 0) done();
      });
      begun.on('error', reject);
      begun.on('close', () => reject(new Error('The connection was closed.')));
      ask(first);
    });
  const lines: Promise<void>[] = [];
  for (let index = 0; index < concurrency; index++) {
    const first = next(asked++);
    if (!first) break;
    const socket = connect({ port: first.port, host: '127.0.0.1', noDelay: true });
    lines.push(one(first, socket));
  }
  await Promise.all(lines);
  return times;
}

/** Puts times and CPU together. */
export async function sampled(cpu: () => Promise<number>, run: () => Promise<number[]>): Promise<Sample> {
  const before = await cpu();
  const began = performance.now();
  const times = (await run()).toSorted((a, b) => a - b);
  const seconds = (performance.now() - began) / 1000;
  const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))]!;
  return { count: times.length, seconds, cpu: (await cpu()) - before, p50: at(0.5), p99: at(0.99) };
}
