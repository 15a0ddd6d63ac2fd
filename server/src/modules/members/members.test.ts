import { expect, it } from 'vitest';
import { verifyChain } from '../../feed/verify.ts';
import { onEachDialect } from '../../testing/suite.ts';

onEachDialect('members', (given) => {
  const member = (name: string, role = 'lead') => given.tenant.key.ok('POST /v1/members', { name, email: 'someone@x.example', role });
  const milestone = (ownerId: string | null) =>
    given.tenant.key.ok('POST /v1/milestones', { stageId: given.tenant.stageIds[0], name: 'owned', ownerId });

  it('take their new name into everything that copies it, with an event for each, in every project', async () => {
    const { key, clientId, members } = given.tenant;
    const { id } = await member('Before');
    const owned = await milestone(id);
    const project = await key.ok('POST /v1/projects', { clientId, name: 'managed', managerId: id });
    const stage = await key.ok('POST /v1/stages', { projectId: project.id, name: 'stage' });
    const elsewhere = await key.ok('POST /v1/milestones', { stageId: stage.id, name: 'there', ownerId: id, visibility: 'internal' });
    const other = await milestone(members.lead);
    await key.ok(`PATCH /v1/members/${id}`, { name: 'After' });
    for (const one of [owned, elsewhere])
      expect(await key.ok(`GET /v1/milestones/${one.id}`)).toMatchObject({ rev: 2, owner: { id, name: 'After' } });
    expect(await key.ok(`GET /v1/projects/${project.id}`)).toMatchObject({ rev: 2, manager: { id, name: 'After' } });
    expect((await key.ok(`GET /v1/milestones/${other.id}`)).rev).toBe(1);
    const { events } = await (await given.tenant.as('admin')).ok(`GET /v1/feed?stream=project:${project.id}:team&limit=500`);
    expect(
      events
        .slice(-2)
        .map(({ type, data }: any) => [type, (data.owner ?? data.manager).name])
        .toSorted(),
    ).toEqual([
      ['milestone.updated', 'After'],
      ['project.updated', 'After'],
    ]);
    await key.ok(`PATCH /v1/members/${id}`, { title: 'not a name' });
    expect((await key.ok(`GET /v1/milestones/${owned.id}`)).rev).toBe(2);
  });

  it('never leave an old name behind when they are renamed while work is given to them', async () => {
    const { key, clientId, projectId } = given.tenant;
    const { id } = await member('Name 0');
    const project = await key.ok('POST /v1/projects', { clientId, name: 'busy', managerId: id });
    const other = await key.ok('POST /v1/projects', { clientId, name: 'busy too' });
    const stages = [
      given.tenant.stageIds[0],
      (await key.ok('POST /v1/stages', { projectId: project.id, name: 's' })).id,
      (await key.ok('POST /v1/stages', { projectId: other.id, name: 's' })).id,
    ];
    const given0 = await milestone(null);
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) => {
        if (index % 6 === 0) return key.rest(`PATCH /v1/members/${id}`, { name: `Name ${index}` });
        if (index % 6 === 1) return key.rest('POST /v1/milestones', { stageId: stages[index % 3], name: `m${index}`, ownerId: id });
        if (index % 6 === 2) return key.rest(`PATCH /v1/milestones/${given0.id}`, { ownerId: index % 4 === 2 ? id : null });
        if (index % 6 === 3) return key.rest('POST /v1/projects', { clientId, name: `p${index}`, managerId: id });
        if (index % 6 === 4) return key.rest(`PATCH /v1/projects/${project.id}`, { managerId: id, name: `busy ${index}` });
        return key.rest(`PATCH /v1/projects/${other.id}`, { managerId: index % 4 === 1 ? id : null });
      }),
    );
    expect(answers.map(({ status }) => status).filter((status) => status > 201)).toEqual([]);
    const { name } = await key.ok(`GET /v1/members/${id}`);
    const projects = (await key.ok('GET /v1/projects?limit=100')).items as { id: string; manager: { id: string; name: string } | null }[];
    let copies = 0;
    for (const one of projects) {
      const { items } = await key.ok(`GET /v1/projects/${one.id}/milestones?limit=100`);
      for (const person of [one.manager, ...items.map(({ owner }: any) => owner)]) {
        if (person?.id !== id) continue;
        copies++;
        expect(person.name).toBe(name);
      }
    }
    expect(copies).toBeGreaterThan(5);
    // What followers were told last is what stands there.
    for (const stream of [projectId, project.id, other.id]) {
      const feed = await (await given.tenant.as('admin')).ok(`GET /v1/feed?stream=project:${stream}:team&limit=500`);
      const { entities } = await key.ok(`GET /v1/projects/${stream}/snapshot`);
      const last = new Map(feed.events.map(({ id, data }: any) => [id, data]));
      for (const row of [...entities.projects, ...(entities.milestones ?? [])]) expect(last.get(row.id) ?? row).toEqual(row);
    }
    expect((await verifyChain(given.world.portico.runtime)).broken).toEqual([]);
  });

  it('keep what they did attributed when they are removed, and are given no more work', async () => {
    const { key } = given.tenant;
    const { id } = await member('Leaving');
    const owned = await milestone(id);
    await key.ok(`DELETE /v1/members/${id}`);
    expect((await key.ok(`GET /v1/milestones/${owned.id}`)).owner).toEqual({ id, name: 'Leaving' });
    expect((await key.rest('POST /v1/milestones', { stageId: given.tenant.stageIds[0], name: 'late', ownerId: id })).body.code).toBe(
      'not_found',
    );
    expect((await key.rest(`PATCH /v1/members/${id}`, { name: 'Back' })).status).toBe(404);
  });

  it('T03: raise nobody’s role but by an admin, their own included', async () => {
    for (const role of ['manager', 'engineer', 'owner'] as const) {
      const caller = await given.tenant.as(role);
      const { id } = await caller.ok('GET /v1/me');
      expect(
        (await caller.rest(`PATCH /v1/members/${id.startsWith('mbr_') ? id : given.tenant.members.admin}`, { role: 'admin' })).status,
        role,
      ).toBe(403);
    }
  });
});
