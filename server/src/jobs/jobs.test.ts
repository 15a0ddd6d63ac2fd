import { Redis } from 'ioredis';
import { QueryTypes } from 'sequelize';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../core/runtime.ts';
import { createRuntime } from '../index.ts';
import { redisUrl, startRedis, type Redis as RedisServer } from '../../../test/services/index.ts';
import { createLog } from '../log.ts';
import { until } from '../testing/line.ts';
import { onEachDialect } from '../testing/suite.ts';
import { enqueue, startJobs, type Job } from './jobs.ts';
import type { Loop } from './loop.ts';
import { openQueue } from './queue.ts';

onEachDialect('jobs', (given) => {
  const open: { loop: Loop | null; runtime: Runtime }[] = [];
  afterEach(async () => {
    for (const { loop, runtime } of open.splice(0)) {
      await loop?.stop();
      await runtime.transactions.close();
      await runtime.sequelize.close();
    }
  });
  /** A node that knows these jobs; `working` is whether it carries them out. */
  function node(jobs: Record<string, Job>, working = true, redis: string | null = null): { runtime: Runtime; loop: Loop | null } {
    const config = { ...given.world.portico.runtime.config, redisUrl: redis };
    const runtime = {
      ...createRuntime({ config, clock: given.world.clock, log: createLog(config) }),
      modules: { ...given.world.portico.runtime.modules, jobs: new Map(Object.entries(jobs)) },
    };
    const made = { runtime, loop: working ? startJobs(runtime) : null };
    open.push(made);
    return made;
  }
  const rows = (kind: string) =>
    given.world.portico.runtime.sequelize.query<{
      state: string;
      attempts: number;
      runAt: number;
      lastError: string | null;
      lockedBy: string | null;
      finishedAt: unknown;
    }>('SELECT state, attempts, runAt, lastError, lockedBy, finishedAt FROM jobs WHERE kind = ? ORDER BY id', {
      replacements: [kind],
      type: QueryTypes.SELECT,
    });
  const states = async (kind: string): Promise<string[]> => (await rows(kind)).map(({ state }) => state);

  it('are carried out once each, though three nodes look for work', async () => {
    const done: number[] = [];
    const jobs = { 'test.count': { attempts: 3, run: async (_: Runtime, payload: number) => void done.push(payload) } };
    const nodes = [node(jobs), node(jobs), node(jobs)];
    await enqueue(
      nodes[0]!.runtime,
      Array.from({ length: 40 }, (_, payload) => ({ kind: 'test.count', payload })),
    );
    for (const { loop } of nodes) loop!.wake();
    await until(async () => (await states('test.count')).every((state) => state === 'done'), 15_000);
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index));
    for (const row of await rows('test.count')) expect(row).toMatchObject({ attempts: 1, lockedBy: null, finishedAt: expect.anything() });
  });

  it('exist only if the command that asked for them commits', async () => {
    const { runtime } = node({}, false);
    const ask = (fails: boolean) =>
      runtime.writer(() =>
        runtime.transactions.run(async (line) => {
          await enqueue(runtime, [{ kind: 'test.never', payload: 1 }], line);
          if (fails) throw new Error('rolled back');
        }),
      );
    await expect(ask(true)).rejects.toThrow('rolled back');
    expect(await rows('test.never')).toEqual([]);
    await ask(false);
    expect(await states('test.never')).toEqual(['waiting']);
  });

  it('are asked for once by their key', async () => {
    const { runtime } = node({}, false);
    await Promise.all(Array.from({ length: 10 }, () => enqueue(runtime, [{ kind: 'test.keyed', payload: 1, key: 'one of a kind' }])));
    expect(await states('test.keyed')).toEqual(['waiting']);
  });

  it('wait for their time', async () => {
    let ran = 0;
    const { runtime, loop } = node({ 'test.later': { attempts: 1, run: async () => void ran++ } });
    await enqueue(runtime, [{ kind: 'test.later', payload: null, runAt: given.world.clock.now() + 60_000 }]);
    await loop!.drain();
    expect(ran).toBe(0);
    given.world.clock.advance(60_001);
    await loop!.drain();
    await until(async () => (await states('test.later'))[0] === 'done');
  });

  it('are tried again after growing pauses, and kept as dead with what went wrong; others go on meanwhile', async () => {
    let tries = 0;
    let others = 0;
    const { runtime, loop } = node({
      'test.fails': { attempts: 3, run: async () => Promise.reject(new Error(`wrong ${++tries}`)) },
      'test.works': { attempts: 1, run: async () => void others++ },
    });
    await enqueue(runtime, [
      { kind: 'test.fails', payload: 1 },
      { kind: 'test.works', payload: 1 },
    ]);
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      loop!.wake();
      await until(async () => (await rows('test.fails'))[0]!.lastError === `wrong ${attempt}`);
      const [row] = await rows('test.fails');
      pauses.push(Number(row!.runAt) - given.world.clock.now());
      expect(row).toMatchObject({ state: attempt === 3 ? 'dead' : 'waiting', lockedBy: null });
      given.world.clock.advance(Math.max(0, pauses.at(-1)!) + 1);
    }
    expect(pauses[0]).toBeGreaterThan(1500);
    expect(pauses[1]).toBeGreaterThan(pauses[0]! * 2);
    loop!.wake();
    await loop!.drain();
    expect(tries).toBe(3);
    await until(() => others === 1);
  });

  it('come back when the lease of a node that died has run out, not before', async () => {
    const { runtime, loop } = node({ 'test.orphan': { attempts: 5, run: async () => {} } });
    const now = given.world.clock.now();
    await runtime.writer(() =>
      runtime.sequelize.getQueryInterface().bulkInsert('jobs', [
        {
          id: 'job_00000000000000000000000001',
          workspaceId: null,
          kind: 'test.orphan',
          key: null,
          payload: 'null',
          runAt: now,
          attempts: 1,
          state: 'waiting',
          lockedBy: 'killed',
          lockedUntil: now + 20_000,
          lastError: null,
          createdAt: new Date(now),
          finishedAt: null,
        },
      ]),
    );
    loop!.wake();
    await loop!.drain();
    expect(await rows('test.orphan')).toMatchObject([{ state: 'waiting', lockedBy: 'killed' }]);
    given.world.clock.advance(20_001);
    loop!.wake();
    await until(async () => (await states('test.orphan'))[0] === 'done');
    expect(await rows('test.orphan')).toMatchObject([{ attempts: 2 }]);
  });

  it('that are scheduled run once a period over all nodes', async () => {
    const ran: number[] = [];
    const jobs = { 'test.every': { attempts: 3, everyMilliseconds: 60_000, run: async () => void ran.push(given.world.clock.now()) } };
    const nodes = [node(jobs), node(jobs)];
    for (let period = 0; period < 3; period++) {
      for (let round = 0; round < 3; round++) for (const { loop } of nodes) loop!.wake();
      await until(async () => (await states('test.every')).filter((state) => state === 'done').length === period + 1);
      given.world.clock.advance(60_000);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await rows('test.every')).length).toBeLessThanOrEqual(4);
    expect(new Set(ran).size).toBe(ran.length);
  });

  // What Redis does is no matter of the dialect.
  if (given.dialect !== 'MariaDB') return;
  describe.skipIf(redisUrl() === null)('by Redis', () => {
    let server: RedisServer;
    let redis: Redis;
    beforeAll(async () => {
      // One that can be emptied and ended.
      server = (await startRedis({ private: true }))!;
      redis = new Redis(server.url, { retryStrategy: () => null });
      redis.on('error', () => undefined);
    });
    afterAll(async () => {
      redis.disconnect();
      await server?.stop();
    });

    /** Everything that Redis holds, as text. */
    async function dump(): Promise<string> {
      const keys = await redis.keys('*');
      const values = await Promise.all(
        keys.map(async (key) => {
          const type = await redis.type(key);
          if (type === 'hash') return redis.hgetall(key);
          if (type === 'list') return redis.lrange(key, 0, -1);
          if (type === 'set') return redis.smembers(key);
          if (type === 'zset') return redis.zrange(key, '0', '-1');
          if (type === 'stream') return redis.xrange(key, '-', '+');
          return redis.get(key);
        }),
      );
      return JSON.stringify([keys, values]);
    }

    it('are given to three workers and run once each, though Redis is emptied in the middle and then gone; it holds ids alone', async () => {
      const done: number[] = [];
      const seen: string[] = [];
      const run = async (_: Runtime, { number }: { number: number }): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        done.push(number);
      };
      const jobs = { 'test.given': { attempts: 3, run } };
      const teller = node(jobs, false, server.url);
      const workers = [node(jobs, true, server.url), node(jobs, true, server.url), node(jobs, true, server.url)];
      const queue = (await openQueue(teller.runtime))!;
      const ask = (from: number, to: number) =>
        enqueue(
          teller.runtime,
          Array.from({ length: to - from }, (_, at) => ({
            kind: 'test.given',
            lane: `canary-lane-${at % 5}`,
            workspaceId: given.tenant.workspaceId,
            payload: { number: from + at, text: 'canary-text' },
          })),
        );
      try {
        await until(queue.ready);
        await until(async () => String(await redis.client('LIST')).split('cmd=bzpopmin').length === 4, 10_000);
        // Alone, it is there at once: nobody's look into the table is waited for.
        const began = performance.now();
        await ask(0, 1);
        await until(() => done.length === 1);
        console.log(`a job is begun by another node after ${(performance.now() - began - 20).toFixed()} ms`);
        await ask(1, 60);
        await until(async () => seen.push(await dump()) > 0 && done.length >= 15, 15_000);
        await redis.flushall();
        await ask(60, 80);
        await until(() => done.length >= 60, 15_000);
        await server.stop();
        await ask(80, 100);
        await until(async () => (await states('test.given')).every((state) => state === 'done'), 20_000);
        expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, number) => number));
        for (const row of await rows('test.given')) expect(row).toMatchObject({ attempts: 1, lockedBy: null });
        expect(seen.join()).toMatch(/job_[0-9a-z]{26}-0/);
        expect(seen.join()).not.toMatch(/canary|test\.given|wks_/);
        const ended = performance.now();
        await Promise.all(workers.map(({ loop }) => loop!.stop()));
        expect(performance.now() - ended).toBeLessThan(5000);
      } finally {
        await queue.stop();
      }
    }, 60_000);

    it('that failed are given again after their pause, and to whom Redis is back', async () => {
      const again = (await startRedis({ private: true }))!;
      const tries: number[] = [];
      const jobs = {
        'test.again': {
          attempts: 3,
          run: async () => {
            tries.push(performance.now());
            if (tries.length === 1) throw new Error('not yet');
          },
        },
      };
      try {
        const { runtime } = node(jobs, true, again.url);
        const other = node(jobs, true, again.url);
        await enqueue(runtime, [{ kind: 'test.again', payload: 1 }]);
        await until(() => tries.length === 1, 10_000);
        await until(async () => {
          given.world.clock.advance(1000);
          return (await states('test.again')).includes('done');
        }, 10_000);
        expect(await rows('test.again')).toMatchObject([{ attempts: 2, state: 'done' }]);
        expect(tries).toHaveLength(2);
        await other.loop!.stop();
      } finally {
        await again.stop();
      }
    }, 60_000);
  });
});
