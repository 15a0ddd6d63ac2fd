/**
 * How nodes hear of each other: where `REDIS_URL` is set, each commit is told by sharded publish/subscribe (Redis 7; below it, by the plain
 * one), as names and numbers of streams and nothing else. Each workspace has a channel of its own, which those nodes listen to that hold
 * sockets of it, so that a node hears of what its pages may follow and a cluster of Redis shares the load; workers listen to one more, which
 * says that there is something to hand on. The other nodes read the events themselves, so that Redis holds no data and can give none;
 * without it, or while it is away, they find out within the second. (That is why this is no Socket.IO adapter, sharded or not: an adapter
 * carries the packets themselves and rings past the bell, which then could not tell what is missing.)
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
  /** Tells workers that there is something to hand on. */
  tellWorkers(): void;
  /** A socket of this workspace is here: what others commit to it is to be heard. */
  follow(workspaceId: string): void;
  leave(): void;
}

export interface NodesHeard {
  /** Another node, or this one, has committed. */
  moved(streams: readonly Moved[]): void;
  /** There may be something to hand on. */
  work(): void;
  /** The line is there (again): something may have been missed. */
  connected(): void;
  /** Workspaces that sockets of this node are of. */
  workspaces(): ReadonlySet<string>;
}

const Message = z.array(z.tuple([z.string(), z.string(), z.number().int()]));

const shared = { ...hasty, autoResubscribe: false };
/** Workers gather for longer than that. */
const gatherMilliseconds = 20;
const forgetMilliseconds = 60_000;

export function createNodes(runtime: Runtime, heard: NodesHeard): Nodes {
  const { config, log } = runtime;
  if (config.redisUrl === null) return { join() {}, note: () => null, tellWorkers() {}, follow() {}, leave() {} };
  const space = namespaceOf(config);
  const channelOf = (workspaceId: string): string => `${space}:${workspaceId}`;
  const ofWork = `${space}:work`;
  /** Channels that are listened to while the line stands. */
  const heardOf = new Set<string>(config.roles.has('worker') ? [ofWork] : []);
  let sharded = true;
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
  /** As Redis can. */
  async function as<T>(bySlot: () => Promise<T>, plainly: () => Promise<T>): Promise<T> {
    try {
      return await (sharded ? bySlot() : plainly());
    } catch (error) {
      if (!sharded || !/unknown command/i.test((error as Error).message)) throw error;
      sharded = false;
      return plainly();
    }
  }

  const listenTo = (channel: string): Promise<unknown> =>
    as(
      () => Promise.resolve(listener.ssubscribe(channel)),
      () => listener.subscribe(channel),
    );
  listener.on('ready', () => {
    Promise.all([...heardOf].map(listenTo)).then(
      () => {
        gain(listener);
        heard.connected();
      },
      (error: Error) => lose(listener, error.message),
    );
  });
  const hear = (channel: string, text: string): void => {
    if (channel === ofWork) return heard.work();
    const message = Message.safeParse(parsed(text));
    if (message.success) heard.moved(message.data.map(([workspaceId, stream, seq]) => ({ workspaceId, stream, seq })));
  };
  listener.on('message', hear).on('smessage', hear);

  const publish = (channel: string, text: string): void => {
    if (teller.status !== 'ready') return;
    as<unknown>(
      () => Promise.resolve(teller.spublish(channel, text)),
      () => teller.publish(channel, text),
    ).catch((error: Error) => log.debug({ reason: error.message }, 'Redis was not told'));
  };
  let telling: NodeJS.Timeout | null = null;
  const tellWorkers = (): void => {
    telling = null;
    publish(ofWork, '');
  };
  const tell = (moved: readonly Moved[]): void => {
    for (const [workspaceId, own] of Map.groupBy(moved, (one) => one.workspaceId)) {
      const last = new Map(own.map(({ stream, seq }) => [stream, [workspaceId, stream, seq]]));
      publish(channelOf(workspaceId), JSON.stringify([...last.values()]));
    }
    telling ??= setTimeout(tellWorkers, gatherMilliseconds).unref();
  };

  /** Workspaces whose last socket has gone. */
  function forget(): void {
    const here = new Set([...heard.workspaces()].map(channelOf));
    for (const channel of heardOf) {
      if (channel === ofWork || here.has(channel)) continue;
      heardOf.delete(channel);
      if (listener.status !== 'ready') continue;
      const done = sharded ? Promise.resolve(listener.sunsubscribe(channel)) : listener.unsubscribe(channel);
      done.catch(() => undefined);
    }
  }
  const forgetting = setInterval(forget, forgetMilliseconds).unref();

  return {
    join() {
      runtime.committed.add(tell);
      runtime.limits.share(tally(teller, space));
      // What goes wrong is told by `error`, and tried again.
      for (const client of [teller, listener]) client.connect().catch(() => undefined);
    },
    note: () => {
      const [reason] = away.values();
      return reason === undefined ? null : `Redis is away (${reason}): other nodes hear of changes by the second`;
    },
    tellWorkers,
    follow(workspaceId) {
      const channel = channelOf(workspaceId);
      if (heardOf.has(channel)) return;
      heardOf.add(channel);
      // What is said until it is heard, the bell finds by itself.
      if (listener.status === 'ready') listenTo(channel).catch((error: Error) => lose(listener, error.message));
    },
    leave() {
      left = true;
      clearInterval(forgetting);
      if (telling) clearTimeout(telling);
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
