import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../../test/services/index.ts';
import { openWorld, type Tenant, type World } from '../../testing/world.ts';

for (const { name, url } of dialects()) {
  describe.skipIf(url === null)(`${name}: dependencies`, () => {
    let database: FreshDatabase;
    let world: World;
    let tenant: Tenant;
    beforeAll(async () => {
      database = await freshDatabase(name);
      world = await openWorld(database.url);
      tenant = await world.tenant();
    });
    afterAll(async () => {
      await world?.close();
      await database?.drop();
    });

    const plan = async (...names: string[]): Promise<string[]> => {
      const ids: string[] = [];
      for (const name of names) ids.push((await tenant.key.ok('POST /v1/tasks', { projectId: tenant.projectId, name })).id);
      return ids;
    };
    const link = (predecessorId: string | undefined, successorId: string | undefined, more: object = {}) =>
      tenant.key.rest('POST /v1/dependencies', { predecessorId, successorId, ...more });

    it('S03: keeps all four types, lags and leads with the unit that they were written in', async () => {
      const [a, b, c, d, e] = await plan('a', 'b', 'c', 'd', 'e');
      expect((await link(a, b)).body).toMatchObject({ type: 'FS', lag: 0, lagUnit: 'days', predecessorId: a, successorId: b });
      expect((await link(a, c, { type: 'SS', lag: -480, lagUnit: 'days' })).body).toMatchObject({ type: 'SS', lag: -480 });
      expect((await link(a, d, { type: 'FF', lag: 2880, lagUnit: 'elapsed_days' })).body).toMatchObject({
        type: 'FF',
        lagUnit: 'elapsed_days',
      });
      expect((await link(a, e, { type: 'SF', lag: 50, lagUnit: 'percent' })).body).toMatchObject({
        type: 'SF',
        lag: 50,
        lagUnit: 'percent',
      });
      expect((await link(a, b, { type: 'SS' })).body).toMatchObject({ code: 'conflict', status: 409 });
    });

    it('S03: refuses a task that waits for itself, and a circle, with the names of the tasks in it', async () => {
      const [a, b, c] = await plan('dig', 'pour', 'cure');
      expect((await link(a, a)).body).toMatchObject({ code: 'cycle', status: 409 });
      await link(a, b);
      await link(b, c);
      const refused = await link(c, a);
      expect(refused.body).toMatchObject({ code: 'cycle' });
      for (const name of ['dig', 'pour', 'cure']) expect(refused.body.detail).toContain(name);
      const { items } = await tenant.key.ok(`GET /v1/projects/${tenant.projectId}/dependencies?limit=100`);
      expect(items.filter(({ successorId }: any) => successorId === a)).toEqual([]);
    });

    it('S03: refuses a circle through a summary, whether a link or a move would close it', async () => {
      const [summary, inside, outside] = await plan('summary', 'inside', 'outside');
      await tenant.key.ok(`POST /v1/tasks/${inside}/move`, { parentId: summary });
      expect((await link(summary, inside)).body.code).toBe('cycle');
      await link(summary, outside);
      expect((await link(outside, inside)).body.code).toBe('cycle');
      expect((await tenant.key.rest(`POST /v1/tasks/${outside}/move`, { parentId: summary })).body.code).toBe('cycle');
      expect((await tenant.key.ok(`GET /v1/tasks/${outside}`)).parentId).toBeNull();
    });

    it('S03: of two links at the same moment that would close a circle, one is refused', async () => {
      const [a, b] = await plan('one', 'other');
      const answers = await Promise.all([link(a, b), link(b, a)]);
      expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([201, 409]);
    });
  });
}
