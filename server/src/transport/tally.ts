/** What callers have taken of their allowances on all nodes together: one number for each in Redis, for as long as it means something. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Share } from '../core/limits.ts';

/** By the clock of Redis, which is the same for all. Answers by how many milliseconds this caller is ahead. */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local ahead = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.3f', ahead), 'PX', math.ceil(ahead - now) + 1000)
return string.format('%.3f', ahead - now)`;

/** @param prefix of this installation */
export function tally(redis: Redis, prefix: string): Share {
  return async (taken) => {
    if (redis.status !== 'ready') return new Map();
    const names = [...taken.keys()];
    // Addresses are not for others to read.
    const keyOf = (name: string): string => `${prefix}:taken:${createHash('sha256').update(name).digest('base64url').slice(0, 22)}`;
    const pipeline = redis.pipeline();
    for (const name of names) pipeline.eval(script, 1, keyOf(name), String(taken.get(name)));
    const answers = (await pipeline.exec()) ?? [];
    return new Map(
      answers.flatMap(([error, ahead], at) =>
        error === null && Number.isFinite(Number(ahead)) ? [[names[at]!, Number(ahead)] as const] : [],
      ),
    );
  };
}
