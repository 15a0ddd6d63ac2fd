import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../../test/services/index.ts';
import { openWorld, type Tenant, type World } from '../../testing/world.ts';

for (const { name, url } of dialects()) {
  describe.skipIf(url === null)(`${name}: tasks`, () => {
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

    const project = async (): Promise<string> => (await tenant.key.ok('POST /v1/projects', { clientId: tenant.clientId, name: 'plan' })).id;
    const add = (projectId: string, name: string, more: object = {}) => tenant.key.ok('POST /v1/tasks', { projectId, name, ...more });
    const codes = async (projectId: string, caller = tenant.key): Promise<string[]> => {
      const { items } = await caller.ok(`GET /v1/projects/${projectId}/tasks?limit=100`);
      return items.map(({ wbs, name }: any) => `${wbs} ${name}`);
    };
    const eventsOf = async (projectId: string, after: number): Promise<any[]> => {
      const { streams } = await (await tenant.as('lead')).ok(`GET /v1/projects/${projectId}/snapshot`);
      const { stream, epoch } = streams[0];
      return (await (await tenant.as('lead')).ok(`GET /v1/feed?stream=${stream}&epoch=${epoch}&seq=${after}&limit=200`)).events;
    };
    const head = async (projectId: string): Promise<number> =>
      (await (await tenant.as('lead')).ok(`GET /v1/projects/${projectId}/snapshot`)).streams[0].seq;

    it('S01: a tree of four levels has codes 1.2.3, and a branch that is moved is renumbered in one command', async () => {
      const id = await project();
      const a = await add(id, 'a');
      const b = await add(id, 'b');
      const b1 = await add(id, 'b1', { parentId: b.id });
      const b11 = await add(id, 'b11', { parentId: b1.id });
      await add(id, 'b111', { parentId: b11.id });
      await add(id, 'b2', { parentId: b.id });
      await add(id, 'c');
      expect(await codes(id)).toEqual(['1 a', '2 b', '2.1 b1', '2.1.1 b11', '2.1.1.1 b111', '2.2 b2', '3 c']);
      const before = await head(id);
      expect(await tenant.key.ok(`POST /v1/tasks/${b1.id}/move`, { parentId: a.id })).toMatchObject({ wbs: '1.1', parentId: a.id });
      expect(await codes(id)).toEqual(['1 a', '1.1 b1', '1.1.1 b11', '1.1.1.1 b111', '2 b', '2.1 b2', '3 c']);
      // One transaction, one moment; what stays the same (b, c) is not told.
      const events = await eventsOf(id, before);
      expect(new Set(events.map(({ at }) => at)).size).toBe(1);
      expect(events.map(({ data }) => String(data.name)).toSorted()).toEqual(['a', 'b1', 'b11', 'b111', 'b2']);
    });

    it('S01: a place among siblings, from the first to the last, up and down', async () => {
      const id = await project();
      const [a, , c] = [await add(id, 'a'), await add(id, 'b'), await add(id, 'c')];
      await add(id, 'd', { position: 1 });
      expect(await codes(id)).toEqual(['1 d', '2 a', '3 b', '4 c']);
      await tenant.key.ok(`POST /v1/tasks/${c.id}/move`, { parentId: null, position: 2 });
      expect(await codes(id)).toEqual(['1 d', '2 c', '3 a', '4 b']);
      await tenant.key.ok(`POST /v1/tasks/${a.id}/move`, { parentId: null, position: 4 });
      expect(await codes(id)).toEqual(['1 d', '2 c', '3 b', '4 a']);
      await tenant.key.ok(`POST /v1/tasks/${c.id}/move`, { parentId: null });
      expect(await codes(id)).toEqual(['1 d', '2 b', '3 a', '4 c']);
    });

    it('S01: a task cannot stand below itself or its own branch', async () => {
      const id = await project();
      const a = await add(id, 'a');
      const b = await add(id, 'b', { parentId: a.id });
      const c = await add(id, 'c', { parentId: b.id });
      for (const parentId of [a.id, c.id]) {
        const refused = await tenant.key.rest(`POST /v1/tasks/${a.id}/move`, { parentId });
        expect(refused).toMatchObject({ status: 409, body: { code: 'cycle' } });
        expect(refused.body.detail).toContain('below itself');
      }
      expect(await codes(id)).toEqual(['1 a', '1.1 b', '1.1.1 c']);
    });

    it('S01: lists pages in the order of the outline', async () => {
      const id = await project();
      for (let index = 1; index <= 11; index++) await add(id, `t${index}`);
      const first = await tenant.key.ok(`GET /v1/projects/${id}/tasks?limit=9`);
      const second = await tenant.key.ok(`GET /v1/projects/${id}/tasks?limit=9&cursor=${first.next}`);
      expect([...first.items, ...second.items].map(({ wbs }) => wbs)).toEqual(Array.from({ length: 11 }, (_, index) => String(index + 1)));
      expect(second.next).toBeNull();
    });

    it('S16: a task without owner or due date cannot begin, and does not lose them while it is in progress', async () => {
      const id = await project();
      const { id: task } = await add(id, 'work');
      const begin = (more: object = {}) => tenant.key.rest(`PATCH /v1/tasks/${task}`, { status: 'in_progress', ...more });
      expect(await begin()).toMatchObject({ status: 400, body: { code: 'invalid_input', errors: [{ path: 'ownerId' }, { path: 'due' }] } });
      expect((await begin({ due: '2026-12-31' })).body).toMatchObject({
        errors: [{ path: 'ownerId' }],
        detail: 'A task in progress needs an owner. Send ownerId along.',
      });
      expect((await begin({ ownerId: tenant.members.engineer })).body.errors).toEqual([expect.objectContaining({ path: 'due' })]);
      expect((await tenant.key.rest(`PATCH /v1/tasks/${task}`, { percent: 10 })).status).toBe(400);
      expect((await begin({ ownerId: tenant.members.engineer, due: '2026-12-31' })).body).toMatchObject({
        status: 'in_progress',
        owner: { id: tenant.members.engineer },
      });
      expect((await tenant.key.rest(`PATCH /v1/tasks/${task}`, { due: null })).body.errors).toEqual([
        expect.objectContaining({ path: 'due' }),
      ]);
      expect((await tenant.key.rest('POST /v1/tasks', { projectId: id, name: 'x', status: 'in_progress' })).status).toBe(400);
    });

    it('S18: percent and status tell each other, and done has its date in the zone of the project', async () => {
      const id = await project();
      const { id: task } = await add(id, 'work', { ownerId: tenant.members.lead, due: '2026-12-31' });
      const change = (body: object) => tenant.key.ok(`PATCH /v1/tasks/${task}`, body);
      expect(await change({ percent: 40 })).toMatchObject({ status: 'in_progress', percent: 40, doneOn: null });
      world.clock.set(Date.parse('2026-11-30T17:00:00Z'));
      expect(await change({ percent: 100 })).toMatchObject({ status: 'done', percent: 100, doneOn: '2026-12-01' });
      expect(await change({ percent: 80 })).toMatchObject({ status: 'in_progress', percent: 80, doneOn: null });
      expect(await change({ status: 'done' })).toMatchObject({ percent: 100 });
      expect(await change({ status: 'planned' })).toMatchObject({ percent: 0, doneOn: null });
    });

    it('S18: a summary follows its subtasks in any order of updates, and cannot be written itself', async () => {
      const id = await project();
      const top = await add(id, 'top');
      const work = { parentId: top.id, ownerId: tenant.members.lead, start: '2026-11-02', due: '2026-11-30' };
      const a = await add(id, 'a', { ...work, duration: 480 });
      const b = await add(id, 'b', { ...work, duration: 1440, due: '2026-12-15' });
      await tenant.key.ok(`PATCH /v1/tasks/${b.id}`, { percent: 20 });
      await tenant.key.ok(`PATCH /v1/tasks/${a.id}`, { percent: 80 });
      // (480 × 80 + 1440 × 20) / 1920 = 35
      expect(await tenant.key.ok(`GET /v1/tasks/${top.id}`)).toMatchObject({
        percent: 35,
        status: 'in_progress',
        start: '2026-11-02',
        due: '2026-12-15',
        isSummary: true,
      });
      expect((await tenant.key.rest(`PATCH /v1/tasks/${top.id}`, { percent: 50 })).body).toMatchObject({
        code: 'invalid_input',
        errors: [{ path: 'percent' }],
      });
      await tenant.key.ok(`DELETE /v1/tasks/${b.id}`);
      expect(await tenant.key.ok(`GET /v1/tasks/${top.id}`)).toMatchObject({ percent: 80, due: '2026-11-30' });
    });

    it('takes a branch out with the links that it has', async () => {
      const id = await project();
      const [a, b] = [await add(id, 'a'), await add(id, 'b')];
      const b1 = await add(id, 'b1', { parentId: b.id });
      await tenant.key.ok('POST /v1/dependencies', { predecessorId: a.id, successorId: b1.id });
      await tenant.key.ok(`DELETE /v1/tasks/${b.id}`);
      expect(await codes(id)).toEqual(['1 a']);
      expect((await tenant.key.ok(`GET /v1/projects/${id}/dependencies`)).items).toEqual([]);
    });

    it('shows clients no task of a milestone that is the team’s, nor its links, until it is shown again', async () => {
      const id = tenant.projectId;
      const owner = await tenant.as('owner');
      const [open, secret] = [await add(id, 'open'), await add(id, 'secret', { milestoneId: tenant.milestoneIds[0] })];
      const below = await add(id, 'below', { parentId: secret.id });
      const link = await tenant.key.ok('POST /v1/dependencies', { predecessorId: open.id, successorId: below.id });
      const seen = async () => {
        const { entities } = await owner.ok(`GET /v1/projects/${id}/snapshot`);
        return [
          ...(entities.tasks ?? []).map(({ name }: any) => name).toSorted(),
          ...(entities.dependencies ?? []).map(({ id }: any) => id),
        ];
      };
      expect(await seen()).toEqual(['below', 'open', 'secret', link.id]);
      await tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { visibility: 'internal' });
      expect(await seen()).toEqual(['open']);
      expect((await owner.rest(`GET /v1/tasks/${below.id}`)).status).toBe(404);
      await tenant.key.ok(`PATCH /v1/tasks/${below.id}`, { notes: 'only for us' });
      await tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { visibility: 'client' });
      expect(await seen()).toEqual(['below', 'open', 'secret', link.id]);
      expect(await owner.ok(`GET /v1/tasks/${below.id}`)).not.toHaveProperty('notes');
      expect((await tenant.key.rest(`DELETE /v1/milestones/${tenant.milestoneIds[0]}`)).body.code).toBe('conflict');
    });

    it('copies the new name of a member who owns it', async () => {
      const id = await project();
      const member = await tenant.key.ok('POST /v1/members', { name: 'Old', email: 'old@portico.example', role: 'engineer' });
      const { id: task } = await add(id, 'work', { ownerId: member.id });
      await tenant.key.ok(`PATCH /v1/members/${member.id}`, { name: 'New' });
      expect((await tenant.key.ok(`GET /v1/tasks/${task}`)).owner).toEqual({ id: member.id, name: 'New' });
    });

    it('keeps what belongs to one project in it', async () => {
      const [here, there] = [await project(), await project()];
      const far = await add(there, 'far');
      const near = await add(here, 'near');
      for (const body of [{ parentId: far.id }, { milestoneId: tenant.milestoneIds[0] }]) {
        expect((await tenant.key.rest('POST /v1/tasks', { projectId: here, name: 'x', ...body })).body.code).toBe('invalid_input');
      }
      expect((await tenant.key.rest(`POST /v1/tasks/${near.id}/move`, { parentId: far.id })).body.code).toBe('invalid_input');
      expect((await tenant.key.rest('POST /v1/dependencies', { predecessorId: near.id, successorId: far.id })).body.code).toBe(
        'invalid_input',
      );
    });
  });
}
