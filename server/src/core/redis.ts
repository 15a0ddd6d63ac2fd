/** What everything that speaks to Redis has in common. Redis is never waited for, and nothing that matters is only there. */
import { createHash } from 'node:crypto';
import type { RedisOptions } from 'ioredis';
import type { Config } from '../config.ts';

/** Installations that share a Redis neither hear nor see each other. */
export const namespaceOf = ({ secret }: Pick<Config, 'secret'>): string =>
  `portico:${createHash('sha256').update(`nodes ${secret}`).digest('hex').slice(0, 24)}`;

const pauses = { first: 100, most: 2000 };

export const patient = {
  lazyConnect: true,
  connectTimeout: 5000,
  retryStrategy: (times: number) => Math.min(pauses.most, pauses.first * 2 ** Math.min(times, 6)),
} satisfies RedisOptions;

export const hasty = {
  ...patient,
  // What cannot be told now need not be told later: the net has it by then.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  // A Redis that hangs must not heap up what it is told.
  socketTimeout: 5000,
} satisfies RedisOptions;
