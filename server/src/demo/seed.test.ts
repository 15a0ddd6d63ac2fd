import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { today } from '../core/clock.ts';
import { createLimits } from '../core/limits.ts';
import { verifyChain } from '../feed/verify.ts';
import { openWorld, type Caller, type World } from '../testing/world.ts';
import { seed } from './seed.ts';
import { story } from './story.ts';

let database: FreshDatabase;
let world: World;
let demo: Awaited<ReturnType<typeof seed>>;
let vendor: Caller;
const as = async (who: object): Promise<Caller> => world.caller((await vendor.ok<{ token: string }>('POST /v1/sessions', who)).token);

beforeAll(async () => {
  database = await freshDatabase('SQLite');
  world = await openWorld(database.url);
  const { runtime } = world.portico;
  // However little callers may ask: the story is told all the same.
  const limits = createLimits({ key: 1, session: 1, address: 1, person: 1 });
  demo = await seed({ ...runtime, limits }, story(today(runtime.clock, 'Asia/Shanghai')), 'http://127.0.0.1:4401');
  vendor = world.caller(demo.secretKey);
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

const counted = (items: { status: string }[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(items, ({ status }) => status)].map(([status, some]) => [status, some.length]));

test('the client finds change requests, surveys and requirements in different states, each with its own past', async () => {
  const owner = await as({ contact: demo.contacts.owner });
  const { entities } = await owner.ok(`GET /v1/projects/${demo.projectId}/snapshot`);
  expect(counted(entities.changeRequests)).toEqual({ approved: 1, rejected: 1, withdrawn: 1, in_review: 1, submitted: 1 });
  expect(counted(entities.surveys)).toEqual({ closed: 1, open: 1 });
  expect(counted(entities.requirements)).toEqual({ new: 4, accepted: 2, declined: 1, done: 1 });
  const numbers = entities.changeRequests.map(({ number }: { number: number }) => number).toSorted();
  expect(numbers).toEqual([1, 2, 3, 4, 5]);
  for (const { trail, submittedAt } of [...entities.changeRequests, ...entities.requirements]) {
    const times = trail.map(({ at }: { at: string }) => at);
    expect(times).toEqual(times.toSorted());
    expect(times[0]).toBe(submittedAt);
    expect(trail[0].actor).toMatchObject({ kind: 'contact', name: expect.stringMatching(/[\u4e00-\u9fff]/) });
  }
  expect(JSON.stringify(entities)).not.toContain('毛利');
});

test('the open survey still waits for the owner, and the closed one has results', async () => {
  const owner = await as({ contact: demo.contacts.owner });
  const { items } = await owner.ok(`GET /v1/projects/${demo.projectId}/surveys`);
  const find = (status: string): string => items.find((survey: { status: string }) => survey.status === status).id;
  expect((await owner.rest(`GET /v1/surveys/${find('open')}/response`)).body).toBeNull();
  const manager = await as({ member: demo.members.manager });
  // 9, 8 and 6: a promoter, a passive, a detractor; 4, 4 and 3.
  expect(await manager.ok(`GET /v1/surveys/${find('closed')}/results`)).toMatchObject({
    invited: 3,
    responses: 3,
    rate: 100,
    questions: [{ score: 0 }, { score: 66.7 }, {}, {}, {}],
  });
});

test('behind milestones there are tasks in groups, with owners and links; one is late, and what is internal stays inside', async () => {
  const owner = await as({ contact: demo.contacts.owner });
  const { entities } = await owner.ok(`GET /v1/projects/${demo.projectId}/snapshot`);
  const date = today(world.portico.runtime.clock, 'Asia/Shanghai');
  const leaves = entities.tasks.filter(({ isSummary }: { isSummary: boolean }) => !isSummary);
  expect(leaves.every((task: any) => task.owner && task.milestoneId && task.translations.en.name)).toBe(true);
  expect(leaves.filter((task: any) => task.status !== 'done' && task.due < date).map((task: any) => task.name)).toEqual([
    '14 个退货场景补测',
  ]);
  expect(entities.tasks.filter(({ isSummary }: { isSummary: boolean }) => isSummary).length).toBe(7);
  expect(entities.dependencies.length).toBeGreaterThan(20);
  expect(JSON.stringify(entities)).not.toContain('备件');
  // Done on the day that it was reported, not on that of the seed.
  expect(new Set(leaves.filter((task: any) => task.status === 'done').map((task: any) => task.doneOn)).size).toBeGreaterThan(10);
});

test('each quote stands in the message that it was cut from, and the history verifies', async () => {
  const manager = await as({ member: demo.members.manager });
  const { items } = await manager.ok(`GET /v1/projects/${demo.projectId}/requirements`);
  for (const { id, quote } of items) {
    const { text, spans } = await manager.ok(`GET /v1/requirements/${id}/origin`);
    expect(text.slice(spans.quote.start, spans.quote.end)).toBe(quote);
  }
  expect((await verifyChain(world.portico.runtime)).broken).toEqual([]);
});
