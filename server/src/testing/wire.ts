/** HTTP below what `fetch` allows: odd methods, paths and headers go out as they are written. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'vitest';
import { statusOf } from '../core/errors.ts';

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** One request whose parts are sent as given; `chunked` bodies come without a length. */
export function send(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string | string[]> = {},
  body?: string | Buffer,
  chunked = false,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const length = body === undefined || chunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const asked = request({ hostname, port, method, path, headers: { ...length, ...headers }, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
      answer.on('error', reject);
    });
    // A server may answer before it has read everything that we send.
    asked.on('error', reject);
    if (chunked && body !== undefined) for (let at = 0; at < body.length; at += 16_384) asked.write(body.slice(at, at + 16_384));
    asked.end(chunked ? undefined : body);
  });
}

/** Bytes on a TCP connection, and what came back until it was closed or nothing more came for so long. */
export function sendBytes(url: string, bytes: string, patience = 500): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    let heard = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const end = (): void => {
      socket.destroy();
      resolve(heard);
    };
    socket.setTimeout(patience, end);
    socket.on('data', (part) => (heard += String(part)));
    socket.on('error', end);
    socket.on('close', end);
  });
}

/** What never leaves the server: stacks, files, SQL and the names of what is inside. */
const internal =
  /\bat .+:\d+:\d+|node_modules|\.ts\b|SQLITE|ER_[A-Z]+|Sequelize|SELECT |INSERT |UPDATE |\bSQL|TRPCError|ZodError|TypeError|SyntaxError/;

/** Fails unless it is a complete problem document with a known code and a status that the caller caused; answers the code. */
export function expectProblem(answer: RawAnswer, what: string, over: 'rest' | 'trpc' = 'rest'): string {
  expect(answer.text, what).not.toMatch(internal);
  expect(String(answer.headers['content-type']), what).toMatch(over === 'rest' ? /^application\/problem\+json/ : /^application\/json/);
  const parsed = JSON.parse(answer.text) as { error: { data: Record<string, unknown> } } & Record<string, unknown>;
  const problem = over === 'rest' ? parsed : parsed.error.data;
  expect(problem, what).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    detail: expect.any(String),
    code: expect.any(String),
    requestId: answer.headers['x-request-id'],
  });
  const code = problem['code'] as keyof typeof statusOf;
  expect(statusOf, what).toHaveProperty(code);
  expect([problem['status'], answer.status], what).toEqual([statusOf[code], statusOf[code]]);
  expect(answer.status, what).toBeLessThan(500);
  return code;
}
