/** A line between two parts that fails as lines fail: late, slow, reset, cut, or open and silent. It is the load balancer of the clients too. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Fault {
  /** Milliseconds that every answer comes later. */
  latency?: number;
  /** The share of connections, new ones and those that stand, that is reset in each second. */
  resets?: number;
  /** Bytes a second of one connection, each way. */
  rate?: number;
  /** Takes connections and carries nothing any more, and tells neither end that the other has gone. */
  silent?: boolean;
  /** Every connection falls, and none is taken. */
  cut?: boolean;
  /** What is asked with this text in it arrives, and the connection is reset before its answer. */
  deafAfter?: string;
}

export interface Proxy {
  port: number;
  /** From now on, and for connections that stand. `{}`: all is well. A connection that was silent is reset when it speaks again, as by a router that has forgotten it. */
  set(fault: Fault): void;
  /** Connections that stand. */
  readonly size: number;
  close(): Promise<void>;
}

/** Bytes that one direction keeps at most: a slow line is felt by who writes to it. */
const room = 64 * 1024;
/** How fine a slow line is divided. */
const piece = 256;

/** @param targets ports of this machine, asked for each connection; they are tried in random order */
export async function openProxy(targets: () => readonly number[], random: () => number = Math.random): Promise<Proxy> {
  let fault: Fault = {};
  const pairs = new Set<Pair>();

  interface Pair {
    near: Socket;
    far: Socket | null;
    /** It was silent: what one end believes of the other is no longer true. */
    forgotten: boolean;
    deaf: boolean;
    end(): void;
  }

  const reset = (socket: Socket | null): void => void (socket && !socket.destroyed && socket.resetAndDestroy());
  const unlucky = (): boolean => random() < (fault.resets ?? 0);

  /** One direction. Without a fault it costs one write for each chunk. */
  function carry(pair: Pair, from: Socket, to: Socket, answers: boolean): void {
    const queue: { bytes: Buffer; due: number }[] = [];
    let waiting = 0;
    let running = false;
    async function run(): Promise<void> {
      running = true;
      while (queue.length > 0 && !to.destroyed) {
        const { bytes, due } = queue[0]!;
        const left = due - performance.now();
        if (left > 0) await sleep(left);
        if (fault.silent) break;
        let at = 0;
        while (at < bytes.length && !to.destroyed) {
          const size = fault.rate ? Math.min(piece, bytes.length - at) : bytes.length - at;
          to.write(bytes.subarray(at, at + size));
          at += size;
          if (fault.rate) await sleep((size / fault.rate) * 1000);
        }
        queue.shift();
        waiting -= bytes.length;
        if (waiting < room) from.resume();
      }
      running = false;
    }
    from.on('data', (bytes: Buffer) => {
      if (fault.silent) return;
      if (pair.forgotten) return pair.end();
      if (!answers && fault.deafAfter && bytes.includes(fault.deafAfter)) pair.deaf = true;
      // By then all of it is done.
      else if (answers && pair.deaf) return void setTimeout(pair.end, 200);
      if (!running && queue.length === 0 && !fault.rate && !(answers && fault.latency)) {
        if (!to.write(bytes)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
        return;
      }
      queue.push({ bytes, due: performance.now() + (answers ? (fault.latency ?? 0) : 0) });
      waiting += bytes.length;
      if (waiting >= room) from.pause();
      if (!running) void run();
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      // A line that is silent does not tell.
      if (fault.silent) pair.forgotten = true;
      else pair.end();
    });
  }

  function open(near: Socket, [port, ...others]: readonly number[], pair: Pair): void {
    if (port === undefined || near.destroyed) return pair.end();
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    let stands = false;
    far.once('connect', () => {
      stands = true;
      pair.far = far;
      if (!pairs.has(pair)) return reset(far);
      carry(pair, near, far, false);
      carry(pair, far, near, true);
      near.resume();
    });
    far.on('error', () => !stands && open(near, others, pair));
  }

  const server = createServer({ noDelay: true, pauseOnConnect: true }, (near) => {
    near.on('error', () => undefined);
    const pair: Pair = {
      near,
      far: null,
      forgotten: false,
      deaf: false,
      end() {
        if (!pairs.delete(pair)) return;
        reset(near);
        reset(pair.far);
      },
    };
    pairs.add(pair);
    if (fault.cut || unlucky()) return pair.end();
    if (fault.silent) {
      pair.forgotten = true;
      near.on('data', () => !fault.silent && pair.end()).on('close', () => pairs.delete(pair));
      near.resume();
      return;
    }
    near.once('close', () => pair.far === null && pairs.delete(pair));
    open(near, shuffled(targets(), random), pair);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const luck = setInterval(() => {
    if (fault.resets) for (const pair of pairs) if (unlucky()) pair.end();
  }, 1000);

  return {
    port: (server.address() as AddressInfo).port,
    get size() {
      return pairs.size;
    },
    set(next) {
      const spoke = fault.silent && !next.silent;
      fault = next;
      if (fault.cut) for (const pair of pairs) pair.end();
      if (fault.silent) for (const pair of pairs) pair.forgotten = true;
      // One end has gone meanwhile: the other learns it now.
      if (spoke) for (const pair of pairs) if (pair.forgotten && (pair.near.destroyed || pair.far?.destroyed)) pair.end();
    },
    async close() {
      clearInterval(luck);
      for (const pair of pairs) pair.end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function shuffled(ports: readonly number[], random: () => number): number[] {
  return ports
    .map((port) => ({ port, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ port }) => port);
}
