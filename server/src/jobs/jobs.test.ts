import { QueryTypes } from 'sequelize';
import { afterEach, expect, it } from 'vitest';
import type { Runtime } from '../core/runtime.ts';
import { createRuntime } from '../index.ts';
import { createLog } from '../log.ts';
import { until } from '../testing/line.ts';
import { onEachDialect } from '../testing/suite.ts';
import { enqueue, startJobs, type Job } from './jobs.ts';
import type { Loop } from './loop.ts';

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
  function node(jobs: Record<string, Job>, working = true): { runtime: Runtime; loop: Loop | null } {
    const { config } = given.world.portico.runtime;
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
});
