/** The socket side of the server in memory. It keeps trying to connect, as the real one does, every 200 ms. */
import { PorticoError, toError } from '../errors.ts';
import type { FeedEvent, OpenSocket } from '../types.ts';
import { type Core, problem } from './memory-core.ts';

interface Line {
  rooms: Set<string>;
  drop(): void;
  hear(event: FeedEvent): void;
}

export interface Lines {
  open: OpenSocket;
  send(events: FeedEvent[]): void;
  /** All sockets fall. */
  drop(): void;
  followed(): string[];
  close(): void;
}

const retryEvery = 200;

export function createLines(core: Core): Lines {
  const lines = new Set<Line>();

  const open: OpenSocket = async (_url, token, events) => {
    let up = false;
    let closed = false;
    let using = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const line: Line = {
      rooms: new Set(),
      drop() {
        if (!up) return;
        up = false;
        line.rooms.clear();
        events.down();
        retry();
      },
      hear: (event) => line.rooms.has(event.stream) && events.event(structuredClone(event)),
    };
    lines.add(line);

    function retry(): void {
      clearTimeout(timer);
      if (!closed) timer = setTimeout(() => void connect(), retryEvery);
    }

    async function connect(): Promise<void> {
      try {
        using = await token();
        await core.pause();
        if (closed || up) return;
        if (!core.reachable('socket')) throw toError(undefined);
        const refusal = core.refusal(using, '/socket.io');
        if (refusal) throw new PorticoError(refusal);
        up = true;
        events.up();
      } catch (cause) {
        if (closed) return;
        const error = toError(cause);
        retry();
        events.down();
        if (error.code !== 'network') events.refused(error);
      }
    }

    void connect();
    return {
      async subscribe(position) {
        if (!up) throw toError(undefined);
        const refusal = core.refusal(using, `/socket.io/subscribe/${position.stream}`);
        if (refusal) throw new PorticoError(refusal);
        if (!core.knows(position.stream.split(':')[1] ?? '')) throw new PorticoError(problem(404, 'not_found'));
        line.rooms.add(position.stream);
        const missed = structuredClone(core.since(position));
        await core.pause();
        if (!up) throw toError(undefined);
        return missed;
      },
      unsubscribe: (stream) => void line.rooms.delete(stream),
      async renew(next) {
        const refusal = core.refusal(next, '/socket.io');
        if (refusal) throw new PorticoError(refusal);
        using = next;
      },
      wake() {
        if (closed || up) return;
        clearTimeout(timer);
        void connect();
      },
      close() {
        closed = true;
        up = false;
        clearTimeout(timer);
        lines.delete(line);
      },
    };
  };

  return {
    open,
    send: (events) => {
      for (const event of events) for (const line of lines) line.hear(event);
    },
    drop: () => {
      for (const line of lines) line.drop();
    },
    followed: () => [...lines].flatMap((line) => [...line.rooms]),
    close: () => {
      for (const line of lines) line.drop();
      lines.clear();
    },
  };
}
