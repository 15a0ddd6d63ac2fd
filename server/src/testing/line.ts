/** A socket as a page holds one, and what came over it. */
import { io, type Socket } from 'socket.io-client';
import type { WireEvent } from '../feed/since.ts';

export interface Line {
  socket: Socket;
  /** Every `event`, in the order in which they came. */
  events: WireEvent[];
  /** Answers to what the handshake asked for. */
  subscribed: any[];
  ask<T = any>(name: string, input: unknown): Promise<T>;
  /** The `session:ended` problem, or the reason of the disconnect, once it is cut off. */
  ended: Promise<string>;
  close(): void;
}

/** Opens a socket; rejects with the problem of a refused handshake. */
export async function openLine(url: string, auth: object, headers: Record<string, string> = {}): Promise<Line> {
  const socket = io(url, { transports: ['websocket'], auth, extraHeaders: headers, reconnection: false, forceNew: true });
  const events: WireEvent[] = [];
  socket.on('event', (event: WireEvent) => events.push(event));
  const subscribed: any[] = [];
  socket.on('subscribed', (answer) => subscribed.push(answer));
  const ended = new Promise<string>((resolve) => {
    socket.on('session:ended', ({ code }: { code: string }) => resolve(code));
    socket.on('disconnect', (reason) => resolve(reason));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error: Error & { data?: unknown }) => {
      socket.close();
      reject(error.data ?? error);
    });
  });
  return {
    socket,
    events,
    subscribed,
    ask: (name, input) => socket.timeout(5000).emitWithAck(name, input),
    ended,
    close: () => void socket.close(),
  };
}

/**
 * Waits until `check` holds, at most `milliseconds`. Answers how long it took, without what the machine took for others: by so much as the
 * own timers were late, everything else in this process was, too.
 */
export async function until(check: () => boolean | Promise<boolean>, milliseconds = 15_000): Promise<number> {
  const began = performance.now();
  let late = 0;
  while (!(await check())) {
    if (performance.now() - began - late > milliseconds) throw new Error(`not within ${milliseconds} ms`);
    const slept = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 15));
    late += Math.max(0, performance.now() - slept - 20);
  }
  return performance.now() - began - late;
}
