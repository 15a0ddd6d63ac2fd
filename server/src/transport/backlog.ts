/** Sockets that do not read what they are sent: what waits for them is kept in memory, so they are cut, and resume from where they stood. */
import type { Server } from 'socket.io';
import type { Runtime } from '../core/runtime.ts';

const pause = 500;

/** What is reached into of a socket of `ws` and of the transport around it. */
interface Wire {
  readonly bufferedAmount: number;
  terminate(): void;
}
interface Conn {
  readonly writeBuffer?: readonly { data?: unknown }[];
  readonly transport: { socket?: Wire };
}

/**
 * @param most bytes that may wait for one socket
 * @param cut is called for each one that was cut
 * @returns an end to it
 */
export function watchBacklogs({ log }: Runtime, io: Server, most: number, cut: () => void): () => void {
  const timer = setInterval(() => {
    for (const socket of io.sockets.sockets.values()) {
      const { transport, writeBuffer = [] } = socket.conn as unknown as Conn;
      const wire = transport.socket;
      if (!wire) continue;
      let waiting = wire.bufferedAmount;
      // What the transport has not taken yet; empty for all that keep up.
      for (const { data } of writeBuffer) waiting += typeof data === 'string' ? data.length : 0;
      if (waiting <= most) continue;
      log.info({ socket: socket.id, waiting }, 'a socket that does not read was cut');
      cut();
      // A goodbye would have to wait behind all the rest.
      wire.terminate();
    }
  }, pause).unref();
  return () => clearInterval(timer);
}
