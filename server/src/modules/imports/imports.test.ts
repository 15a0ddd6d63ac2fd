import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../../test/services/index.ts';
import { systemScope } from '../../core/scope.ts';
import { sha256 } from '../../feed/chain.ts';
import type { Tenant } from '../../testing/world.ts';
import { apply } from './apply.ts';
import { readPlan } from './file.ts';
import { grepPlan, link, mspdi, realPlan } from './plans.fixture.ts';
import { look } from './target.ts';
import { openPlans, type Plans } from '../../testing/plans.ts';

const commercial = realPlan('commercial-construction.mspdi.xml');
const linkTypes = realPlan('link-types.mspdi.xml');

for (const { name, url } of dialects()) {
  describe.skipIf(url === null)(`${name}: imports`, () => {
    let database: FreshDatabase;
    let plans: Plans;
    let tenant: Tenant;
    beforeAll(async () => {
      database = await freshDatabase(name);
      plans = await openPlans(database.url);
      tenant = plans.tenant;
    });
    afterAll(async () => {
      await plans?.world.close();
      await database?.drop();
    });
    const bring: Plans['bring'] = (...args) => plans.bring(...args);
    const trace = () => plans.trace();
    const all = (path: string) => plans.all(path);
    const tasksOf = (id: string) => plans.tasksOf(id);
    const outline = async (id: string): Promise<string[]> => (await tasksOf(id)).map(({ wbs, name }) => `${wbs} ${name}`);

    it('makes a project that clients see, and a second run writes nothing', async () => {
      const file = mspdi([
        { Name: 'Design' },
        { Name: 'Drafts', OutlineLevel: 2 },
        { Name: 'One', OutlineLevel: 3, PercentComplete: 50 },
        { Name: 'Two', OutlineLevel: 3, Links: link(3, 1, 4800) },
      ]);
      const { project } = await bring(file);
      expect(await outline(project.id)).toEqual(['1 Design', '1.1 Drafts', '1.1.1 One', '1.1.2 Two']);
      const [milestone] = await all(`/v1/projects/${project.id}/milestones`);
      expect(milestone).toMatchObject({ name: 'Drafts', due: '2026-03-06', progress: 25, status: 'in_progress' });
      expect((await tasksOf(project.id)).map(({ milestoneId }) => milestoneId)).toEqual([null, milestone.id, milestone.id, milestone.id]);
      const { entities } = await (await tenant.as('owner')).ok(`GET /v1/projects/${project.id}/snapshot`);
      expect([entities.stages.length, entities.milestones.length, entities.tasks.length, entities.dependencies.length]).toEqual([
        1, 1, 4, 1,
      ]);
      const before = await trace();
      const again = await bring(file, project.id);
      expect(again.row.digest).toBe(sha256(file));
      expect(await trace()).toEqual(before);
    });

    it('writes of a newer version what the file changed, and leaves what was changed here', async () => {
      const base = [
        { Name: 'Phase' },
        { Name: 'Group', OutlineLevel: 2 },
        { Name: 'Dig', OutlineLevel: 3 },
        { Name: 'Pour', OutlineLevel: 3, Links: link(3) },
        { Name: 'Cure', OutlineLevel: 3, Links: link(4) },
      ];
      const { project } = await bring(mspdi(base));
      const [, , dig, pour, cure] = await tasksOf(project.id);
      await tenant.key.ok(`PATCH /v1/tasks/${dig.id}`, { name: 'Dig (renamed here)', notes: 'ours' });
      const own = await tenant.key.ok('POST /v1/tasks', { projectId: project.id, name: 'Inspect', parentId: dig.parentId, position: 2 });
      const newer = [
        base[0]!,
        base[1]!,
        { Name: 'Survey', UID: 9, OutlineLevel: 3 },
        { ...base[2]!, UID: 3, Finish: '2026-03-13T17:00:00' },
        { ...base[3]!, UID: 4, Links: link(3, 3, 4800) },
      ];
      const { difference } = await bring(mspdi(newer), project.id);
      expect(difference).toMatchObject({
        added: [{ name: 'Survey' }],
        removed: [{ name: 'Cure' }],
        moved: [],
        linksAdded: [],
        linksRemoved: [{ successor: '5' }],
        linksChanged: [{ successor: '4', type: 'SS', lag: 480 }],
        changed: [
          { uid: '3', field: 'due', from: '2026-03-06', to: '2026-03-13' },
          { uid: '3', field: 'baseline' },
        ],
      });
      expect(await outline(project.id)).toEqual([
        '1 Phase',
        '1.1 Group',
        '1.1.1 Survey',
        '1.1.2 Dig (renamed here)',
        '1.1.3 Inspect',
        '1.1.4 Pour',
      ]);
      expect(await tenant.key.ok(`GET /v1/tasks/${dig.id}`)).toMatchObject({ due: '2026-03-13', notes: 'ours' });
      expect((await tenant.key.rest(`GET /v1/tasks/${cure.id}`)).status).toBe(404);
      expect(await all(`/v1/projects/${project.id}/dependencies`)).toEqual([
        expect.objectContaining({ predecessorId: dig.id, successorId: pour.id, type: 'SS', lag: 480 }),
      ]);
      expect((await all(`/v1/projects/${project.id}/milestones`))[0]).toMatchObject({
        name: 'Group',
        due: '2026-03-13',
        baseline: '2026-03-06',
      });
      // What was removed here stays away although the file has it, and what stands below it moves up.
      await tenant.key.ok(`DELETE /v1/tasks/${pour.id}`);
      const before = await trace();
      await bring(mspdi(newer), project.id);
      expect(await trace()).toEqual(before);
      await bring(mspdi([...newer, { Name: 'Seal', UID: 10, OutlineLevel: 4 }]), project.id);
      expect(await outline(project.id)).toEqual([
        '1 Phase',
        '1.1 Group',
        '1.1.1 Survey',
        '1.1.2 Dig (renamed here)',
        '1.1.3 Inspect',
        '1.1.4 Seal',
      ]);
      expect(own.id).toBeTruthy();
    });

    it('moves branches as the file does, and takes stages and milestones away that the file has no more', async () => {
      const { project } = await bring(
        mspdi([
          { Name: 'A' },
          { Name: 'A group', OutlineLevel: 2 },
          { Name: 'x', OutlineLevel: 3 },
          { Name: 'B' },
          { Name: 'B group', OutlineLevel: 2 },
          { Name: 'y', OutlineLevel: 3 },
        ]),
      );
      await bring(
        mspdi([
          { Name: 'B', UID: 4 },
          { Name: 'B group', UID: 5, OutlineLevel: 2 },
          { Name: 'y', UID: 6, OutlineLevel: 3 },
          { Name: 'x', UID: 3, OutlineLevel: 3 },
        ]),
        project.id,
      );
      expect(await outline(project.id)).toEqual(['1 B', '1.1 B group', '1.1.1 y', '1.1.2 x']);
      expect((await all(`/v1/projects/${project.id}/stages`)).map(({ name }) => name)).toEqual(['B']);
      const milestones = await all(`/v1/projects/${project.id}/milestones`);
      expect(milestones.map(({ name }) => name)).toEqual(['B group']);
      expect((await tasksOf(project.id))[3].milestoneId).toBe(milestones[0].id);
    });

    it('refuses a plan whose links and those made here wait for each other, and writes nothing of it', async () => {
      const { project } = await bring(mspdi([{}, {}]));
      const [a, b] = await tasksOf(project.id);
      await tenant.key.ok('POST /v1/dependencies', { predecessorId: b.id, successorId: a.id });
      const before = await trace();
      await expect(bring(mspdi([{}, { Links: link(1) }, {}]), project.id)).rejects.toMatchObject({ code: 'cycle' });
      expect(await trace()).toEqual(before);
    });

    it('gives tasks of a CSV to members by mail address or name, and tells of others', async () => {
      const file = 'ID,Name,Owner,Finish\n1,One,lead@x.example,2026-05-01\n2,Two,Nobody,2026-05-02\n';
      const [lead] = (await all('/v1/members')).filter(({ role }) => role === 'lead');
      const { project } = await bring(file.replace('lead@x.example', lead.email), undefined, 'plan.csv');
      expect((await tasksOf(project.id)).map(({ owner }) => owner)).toEqual([{ id: lead.id, name: lead.name }, null]);
    });

    it('takes a plan as JSON again and again by its uids', async () => {
      const { id: project } = await tenant.key.ok('POST /v1/projects', { clientId: tenant.clientId, name: 'synced' });
      const send = (tasks: object[]) => tenant.key.ok('POST /v1/imports', { project, source: 'crm', tasks });
      const first = [
        { uid: 'G', name: 'Group' },
        { uid: 'A-1', name: 'One', level: 2, due: '2026-04-01' },
        { uid: 'A-2', name: 'Two', level: 2, predecessors: [{ uid: 'A-1', type: 'SS' }, { uid: 'else' }] },
        { uid: 'A-3', name: 'Three', level: 9 },
      ];
      expect(await send(first)).toMatchObject({ rev: 1, tasks: 4, links: 1, added: 4, warnings: [expect.stringContaining('else')] });
      expect(await outline(project)).toEqual(['1 Group', '1.1 One', '1.2 Two', '1.2.1 Three']);
      const before = await trace();
      expect(await send(first)).toMatchObject({ rev: 1, added: 0, changed: 0, removed: 0 });
      expect(await trace()).toEqual(before);
      expect(await send([first[0]!, { ...first[1]!, due: '2026-04-02' }])).toMatchObject({ rev: 2, changed: 1, removed: 2 });
      const refused = await tenant.key.rest('POST /v1/imports', {
        project,
        tasks: [{ uid: '1', name: 'x', start: '2026-02-02', due: '2026-02-01' }],
      });
      expect(refused.body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'tasks.0.due' }] });
      const viewer = await tenant.as('engineer');
      expect((await viewer.rest('POST /v1/imports', { project, tasks: first })).status).toBe(403);
    });

    it.skipIf(commercial === null)(
      'reads commercial-construction.mspdi.xml: 145 tasks in 19 groups, 176 links, the same dates; a second run writes nothing',
      async () => {
        const began = performance.now();
        const { project } = await bring(commercial!, undefined, 'commercial-construction.mspdi.xml');
        const took = performance.now() - began;
        expect(took).toBeLessThan(20_000);
        const { tasks, links } = grepPlan(commercial!);
        const client = await tenant.as('owner');
        const { entities, hash } = await client.ok(`GET /v1/projects/${project.id}/snapshot`);
        const bars = new Map<string, any>(entities.tasks.map((task: any) => [task.wbs, task]));
        expect([entities.tasks.length, entities.tasks.filter((task: any) => task.isSummary).length, entities.dependencies.length]).toEqual([
          145, 19, 176,
        ]);
        for (const task of tasks) {
          expect(bars.get(task['OutlineNumber']!)).toMatchObject({
            name: task['Name'],
            start: task['Start']!.slice(0, 10),
            due: task['Finish']!.slice(0, 10),
            percent: Number(task['PercentComplete']),
            isSummary: task['Summary'] === '1',
          });
        }
        const codes = new Map(tasks.map((task) => [task['UID'], task['OutlineNumber']!]));
        const pairs = entities.dependencies.map(({ predecessorId, successorId }: any) =>
          [predecessorId, successorId].map((id) => [...bars.values()].find((task) => task.id === id).wbs).join(' → '),
        );
        expect(pairs.toSorted()).toEqual(
          links.map((one) => `${codes.get(one['PredecessorUID'])} → ${codes.get(one['SuccessorUID'])}`).toSorted(),
        );
        // By hand: “Perform final site grading” ends a day (4800 tenths of a minute) after “Install storm drainage” at the earliest.
        expect(bars.get('1.4.6')).toMatchObject({ start: '2000-02-17', due: '2000-03-01', duration: 4800 });
        expect(
          entities.dependencies.find((one: any) => one.predecessorId === bars.get('1.4.4').id && one.successorId === bars.get('1.4.6').id),
        ).toMatchObject({ type: 'FF', lag: 480, lagUnit: 'days' });
        // Shown in the timeline: every task works towards a milestone.
        expect(entities.milestones).toHaveLength(19);
        expect([...bars.values()].filter(({ milestoneId }) => milestoneId === null)).toEqual([]);
        expect(hash).toMatch(/^[0-9a-f]{64}$/);
        const before = await trace();
        await bring(commercial!, project.id, 'commercial-construction.mspdi.xml');
        expect(await trace()).toEqual(before);
        const [kept] = await all(`/v1/projects/${project.id}/imports`);
        const whole = await tenant.key.ok(`GET /v1/imports/${kept.id}`);
        expect([whole.calendars.length, whole.resources.length, whole.assignments.length]).toEqual([37, 33, 178]);
      },
      60_000,
    );

    it.skipIf(linkTypes === null)('keeps all four types of links of link-types.mspdi.xml', async () => {
      const { project } = await bring(linkTypes!, undefined, 'link-types.mspdi.xml');
      const names = new Map((await tasksOf(project.id)).map(({ id, name }) => [id, name]));
      const links = await all(`/v1/projects/${project.id}/dependencies`);
      expect(
        links
          .map(({ predecessorId, successorId, type, lag }) => `${names.get(predecessorId)} ${type} ${lag} ${names.get(successorId)}`)
          .toSorted(),
      ).toEqual([
        'Related Task 1a FS 0 Related Task 1b',
        'Related Task 2a FS 480 Related Task 2b',
        'Related Task 3a FS -480 Related Task 3b',
        'Related Task 4a SS 0 Related Task 4b',
        'Related Task 5a FF 0 Related Task 5b',
        'Related Task 6a SF 0 Related Task 6b',
      ]);
    });

    it('tells which project is meant, or asks', async () => {
      const { plan, format } = readPlan(Buffer.from(mspdi([{}])), 'UTC');
      const scope = systemScope(plans.world.portico.runtime, tenant.workspaceId);
      const request = { plan, format, fileName: 'same.xml', digest: 'x', clientId: tenant.clientId };
      const { project } = await apply(scope, request);
      expect((await look(scope, request)).project!.id).toBe(project.id);
      expect((await look(scope, { ...request, fileName: 'renamed.xml', projectId: project.id })).earlier!.source).toBe('same.xml');
      expect((await look(scope, { ...request, source: 'other', projectId: project.id })).earlier).toBeNull();
      await apply(scope, { ...request, projectId: tenant.projectId });
      await expect(look(scope, request)).rejects.toMatchObject({ code: 'conflict' });
      await expect(apply(scope, { ...request, source: 'new', clientId: undefined })).rejects.toMatchObject({ code: 'invalid_input' });
    });
  });
}
