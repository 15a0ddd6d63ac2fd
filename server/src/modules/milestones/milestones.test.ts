import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../../test/services/index.ts';
import { openWorld, type Tenant, type World } from '../../testing/world.ts';

for (const { name, url } of dialects()) {
  describe.skipIf(url === null)(`${name}: milestones`, () => {
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
    const fresh = (more: object = {}) =>
      tenant.key.ok('POST /v1/milestones', { stageId: tenant.stageIds[0], name: '上线', due: '2026-12-31', ...more });

    it('is done with a date in the zone of the project, and undone without one', async () => {
      const { id } = await fresh();
      world.clock.set(Date.parse('2026-11-30T17:00:00Z'));
      const done = await tenant.key.ok(`PATCH /v1/milestones/${id}`, { status: 'done' });
      expect(done).toMatchObject({ status: 'done', progress: 100, doneOn: '2026-12-01', rev: 2 });
      expect(await tenant.key.ok(`PATCH /v1/milestones/${id}`, { status: 'in_progress', progress: 60 })).toMatchObject({
        doneOn: null,
        progress: 60,
        rev: 3,
      });
    });

    it('keeps the first promised date as baseline', async () => {
      const { id, baseline } = await fresh({ due: undefined });
      expect(baseline).toBeNull();
      await tenant.key.ok(`PATCH /v1/milestones/${id}`, { due: '2027-01-15' });
      expect(await tenant.key.ok(`PATCH /v1/milestones/${id}`, { due: '2027-02-01' })).toMatchObject({
        due: '2027-02-01',
        baseline: '2027-01-15',
      });
    });

    it('drops translations of a name that was changed, unless new ones come along', async () => {
      const { id } = await fresh({ translations: { en: { name: 'Go live', reason: 'Late parts' } }, reason: '缺件' });
      expect((await tenant.key.ok(`PATCH /v1/milestones/${id}`, { name: '试运行' })).translations).toEqual({
        en: { reason: 'Late parts' },
      });
      const renamed = await tenant.key.ok(`PATCH /v1/milestones/${id}`, { name: '验收', translations: { en: { name: 'Acceptance' } } });
      expect(renamed.translations).toEqual({ en: { name: 'Acceptance' } });
    });

    it('leaves no event behind for a change that changes nothing', async () => {
      const { id, rev } = await fresh();
      expect((await tenant.key.ok(`PATCH /v1/milestones/${id}`, { due: '2026-12-31' })).rev).toBe(rev);
    });

    it('S150: lets two people change different fields, and tells the second one of the same field', async () => {
      const { id } = await fresh();
      const manager = await tenant.as('manager');
      const lead = await tenant.as('lead');
      await manager.ok(`PATCH /v1/milestones/${id}`, { due: '2027-01-10', rev: 1 });
      expect(await lead.ok(`PATCH /v1/milestones/${id}`, { progress: 30 }, { 'if-match': '"1"' })).toMatchObject({
        rev: 3,
        due: '2027-01-10',
        progress: 30,
      });
      const refused = await lead.rest(`PATCH /v1/milestones/${id}`, { due: '2027-01-20', rev: 1 });
      expect(refused).toMatchObject({
        status: 409,
        body: {
          code: 'conflict',
          current: { due: '2027-01-10' },
          changedBy: [{ actor: { kind: 'member', id: tenant.members.manager }, fields: ['due'] }],
        },
      });
    });

    it('moves only to a stage of its own project', async () => {
      const { id } = await fresh();
      const other = await tenant.key.ok('POST /v1/projects', { clientId: tenant.clientId, name: 'other' });
      const stage = await tenant.key.ok('POST /v1/stages', { projectId: other.id, name: 'elsewhere' });
      expect((await tenant.key.rest(`PATCH /v1/milestones/${id}`, { stageId: stage.id })).body.code).toBe('invalid_input');
      expect((await tenant.key.ok(`PATCH /v1/milestones/${id}`, { stageId: tenant.stageIds[1] })).stageId).toBe(tenant.stageIds[1]);
    });

    it('goes out of the view of clients and comes back', async () => {
      const owner = await tenant.as('owner');
      const { id } = await fresh();
      const stream = `project:${tenant.projectId}:client`;
      const { head } = await owner.ok(`GET /v1/feed?stream=${stream}&limit=1`);
      const { streams } = await owner.ok(`GET /v1/projects/${tenant.projectId}/snapshot`);
      await tenant.key.ok(`PATCH /v1/milestones/${id}`, { visibility: 'internal' });
      expect((await owner.rest(`GET /v1/milestones/${id}`)).status).toBe(404);
      await tenant.key.ok(`PATCH /v1/milestones/${id}`, { note: 'only for us' });
      await tenant.key.ok(`PATCH /v1/milestones/${id}`, { visibility: 'client' });
      const { events } = await owner.ok(`GET /v1/feed?stream=${stream}&epoch=${streams[0].epoch}&seq=${head}`);
      expect(events.map(({ id, rev, data }: any) => [id, rev, data && data.id])).toEqual([
        [id, 2, null],
        [id, 4, id],
      ]);
    });
  });
}
