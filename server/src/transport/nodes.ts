/**
 * How nodes hear of each other: where `REDIS_URL` is set, each commit is told on one channel, as names and numbers of streams
 * and nothing else. The other nodes read the events themselves, so that Redis holds no data and can give none; without it, or
 * while it is away, they find out within the second. (That is why this is no Socket.IO adapter: an adapter carries the packets
 * themselves and rings past the bell, which then could not tell what is missing.)
 */
import { Redis } from 'ioredis';
import { z } from 'zod';
import { hasty, namespaceOf } from '../core/redis.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Moved } from './bell.ts';
import { tally } from './tally.ts';

export interface Nodes {
  /** Begins to connect, and does not wait for it: a server starts without its Redis. */
  join(): void;
  /** Null when all is well, else what an operator should know. Never a reason not to serve. */
  note(): string | null;
  /** Tells the other nodes where streams stand; of none: that there is something to look for. */
  tell(moved: readonly Moved[]): void;
  leave(): void;
}

export interface NodesHeard {
  /** Another node, or this one, has committed. */
  moved(streams: readonly Moved[]): void;
  /** The line is there (again): something may have been missed. */
  connected(): void;
}

const Message = z.array(z.tuple([z.string(), z.string(), z.number().int()]));

const shared = { ...hasty, autoResubscribe: false };

export function createNodes(runtime: Runtime, heard: NodesHeard): Nodes {
  const { config, log } = runtime;
  if (config.redisUrl === null) return { join() {}, note: () => null, tell() {}, leave() {} };
  const channel = namespaceOf(config);
  const teller = new Redis(config.redisUrl, shared);
  const listener = new Redis(config.redisUrl, shared);
  /** Why each of the two is away; said once, until it is back. */
  const away = new Map<Redis, string>();
  let left = false;

  function lose(client: Redis, reason: string): void {
    if (left || away.has(client)) return;
    if (away.size === 0) log.warn({ reason }, 'Redis is away: other nodes hear of changes by the second instead of at once');
    away.set(client, reason);
  }

  function gain(client: Redis): void {
    if (away.delete(client) && away.size === 0) log.info('Redis is back');
  }

  for (const client of [teller, listener]) {
    client.on('error', (error: NodeJS.ErrnoException) => lose(client, error.code ?? error.message));
    client.on('close', () => lose(client, 'the connection was closed'));
  }
  teller.on('ready', () => gain(teller));
  listener.on('ready', () => {
    listener.subscribe(channel).then(
      () => {
        gain(listener);
        heard.connected();
      },
      (error: Error) => lose(listener, error.message),
    );
  });
  listener.on('message', (_channel, text) => {
    const message = Message.safeParse(parsed(text));
    if (message.success) heard.moved(message.data.map(([workspaceId, stream, seq]) => ({ workspaceId, stream, seq })));
  });

  const tell = (moved: readonly Moved[]): void => {
    if (teller.status !== 'ready') return;
    const last = new Map(moved.map(({ workspaceId, stream, seq }) => [stream, [workspaceId, stream, seq]]));
    teller
      .publish(channel, JSON.stringify([...last.values()]))
      .catch((error: Error) => log.debug({ reason: error.message }, 'Redis was not told'));
  };

  return {
    join() {
      runtime.committed.add(tell);
      runtime.limits.share(tally(teller, channel));
      // What goes wrong is told by `error`, and tried again.
      for (const client of [teller, listener]) client.connect().catch(() => undefined);
    },
    note: () => {
      const [reason] = away.values();
      return reason === undefined ? null : `Redis is away (${reason}): other nodes hear of changes by the second`;
    },
    tell,
    leave() {
      left = true;
      runtime.committed.delete(tell);
      runtime.limits.share(null);
      for (const client of [teller, listener]) client.disconnect();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
