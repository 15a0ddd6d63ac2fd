/** T24: what nodes agree on does not hang on the clock of any of them. `npm run test:faults -- clock` sets the clocks of real nodes. */
import { QueryTypes } from 'sequelize';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import type { Runtime } from '../core/runtime.ts';
import { createRuntime } from '../index.ts';
import { openWorld, type World } from '../testing/world.ts';
import { takeLease } from './lease.ts';
import { agree, realNow } from './time.ts';

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
