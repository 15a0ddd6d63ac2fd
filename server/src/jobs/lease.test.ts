/** T24: what nodes agree on does not hang on the clock of any of them. `npm run test:faults -- clock` sets the clocks of real nodes. */
import { QueryTypes } from 'sequelize';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import type { Runtime } from '../core/runtime.ts';
import { createRuntime } from '../index.ts';
import { openWorld, type World } from '../testing/world.ts';
import { enqueue } from './jobs.ts';
import { takeLease } from './lease.ts';
import { agree, earliestNow, realNow, sharedNow } from './time.ts';

for (const { name, url } of dialects()) {
  describe.skipIf(url === null)(`${name}: leases`, () => {
    let database: FreshDatabase;
    let world: World;
    beforeAll(async () => {
      database = await freshDatabase(name);
      world = await openWorld(database.url);
    });
    afterAll(async () => {
      await world?.close();
      await database?.drop();
    });

    it('T24: one that ends in an hour, because a clock was set back since it was taken, binds nobody', async () => {
      const { config, sequelize } = world.portico.runtime;
      const [first, second, third] = [1, 2, 3].map(() => createRuntime({ config }));
      const take = (runtime: Runtime | undefined, owner: string) => takeLease(runtime!, 'a', owner, 4000);
      expect(await take(first, 'node 1')).toBe(0);
      expect(await take(second, 'node 2')).toBeGreaterThan(0);
      await sequelize.query("UPDATE leases SET until = until + 3600000 WHERE name = 'a'");
      expect(await take(second, 'node 2')).toBe(0);
      expect(await take(third, 'node 3')).toBeGreaterThan(0);
      await Promise.all([first, second, third].map((runtime) => runtime!.sequelize.close()));
    });

    it('T24: a job that is asked for while the clock of this machine is a month ahead is due now, and no schedule runs twice', async () => {
      const runtime = createRuntime({ config: world.portico.runtime.config });
      const dueIn = async (): Promise<number[]> => {
        const rows = await runtime.sequelize.query<{ runAt: number }>("SELECT runAt FROM jobs WHERE kind = 'test.clock'", {
          type: QueryTypes.SELECT,
        });
        return rows.map(({ runAt }) => Number(runAt) - realNow(runtime));
      };
      await agree(runtime);
      const ask = (runAt?: number) => enqueue(runtime, [{ kind: 'test.clock', payload: null, ...(runAt && { runAt }) }]);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 24 * 3_600_000 });
      try {
        const before = sharedNow(runtime);
        await ask();
        await ask(runtime.clock.now() + 60_000);
        vi.setSystemTime(Date.now() - 31 * 24 * 3_600_000);
        await ask();
        // What a schedule's period is reckoned by.
        expect(sharedNow(runtime) - before).toBeLessThan(10_000);
        // Nothing is taken away as old that is not old for everybody.
        vi.setSystemTime(Date.now() + 60 * 24 * 3_600_000);
        expect(earliestNow(runtime) - before).toBeLessThan(10_000);
      } finally {
        vi.useRealTimers();
      }
      const [later, ...now] = (await dueIn()).toSorted((a, b) => b - a);
      expect(later).toBeGreaterThan(45_000);
      expect(later).toBeLessThan(61_000);
      for (const due of now) expect(Math.abs(due)).toBeLessThan(10_000);
      await runtime.sequelize.close();
    });

    it('T24: run by the clock of the database, not of the machine', async () => {
      const { runtime } = world.portico;
      await agree(runtime);
      const [row] = await runtime.sequelize.query<{ now: number }>(
        name === 'SQLite' ? "SELECT unixepoch('subsec') * 1000 AS now" : 'SELECT UNIX_TIMESTAMP(NOW(3)) * 1000 AS now',
        { type: QueryTypes.SELECT },
      );
      expect(Math.abs(realNow(runtime) - Number(row!.now))).toBeLessThan(500);
    });
  });
}
