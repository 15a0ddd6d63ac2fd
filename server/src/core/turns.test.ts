import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { until } from '../testing/line.ts';
import { openWorld, type World } from '../testing/world.ts';
import { createTurns } from './turns.ts';

describe('SQLite: turns', () => {
  let database: FreshDatabase;
  let world: World;
  beforeAll(async () => {
    database = await freshDatabase('SQLite');
    world = await openWorld(database.url, { REQUESTS_LIMIT: '400' });
  });
  afterAll(async () => {
    await world?.close();
    await database?.drop();
  });

  it('T08: a workspace that floods waits in its own line, beyond half the house it is told to come later, and another is served meanwhile', async () => {
    const [loud, quiet] = [await world.tenant('loud'), await world.tenant('quiet')];
    const answers: string[] = [];
    // Nothing of it can end while somebody else writes.
    const { writer } = world.portico.runtime;
    const free = Promise.withResolvers<void>();
    const held = writer(() => free.promise);
    const flood = Array.from({ length: 230 }, async (_, at) => {
      const { status, body } = await loud.key.rest(`PATCH /v1/milestones/${loud.milestoneIds[at % 2]}`, { progress: at % 100 });
      answers.push([status, body.code, body.retryAfter].filter(Boolean).join(' '));
    });
    await until(() => answers.length === 5);
    expect(new Set(answers)).toEqual(new Set(['429 rate_limited 1']));
    expect((await quiet.key.rest('GET /v1/workspace')).status).toBe(200);
    expect((await loud.key.rest('GET /v1/workspace')).status).toBe(429);
    free.resolve();
    await Promise.all([held, ...flood]);
    expect(answers.filter((answer) => answer === '200').length).toBe(225);
    expect((await loud.key.rest('GET /v1/workspace')).status).toBe(200);
  });
});

it('T08: as many as may are under way for a workspace, the others in the order in which they came, and who fails makes room too', async () => {
  const turns = createTurns(3, 5);
  let running = 0;
  let highest = 0;
  const order: number[] = [];
  const ask = (workspace: string, at: number) =>
    turns.take(workspace, async () => {
      highest = Math.max(highest, ++running);
      order.push(at);
      await sleep(2);
      running--;
      if (at % 2 === 1) throw new Error(`${at}`);
      return at;
    });
  const ended = await Promise.allSettled(Array.from({ length: 10 }, (_, at) => ask('wks_1', at)));
  expect(highest).toBe(3);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(ended.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message.slice(0, 3)))).toEqual([
    0,
    '1',
    2,
    '3',
    4,
    '5',
    6,
    '7',
    'Too',
    'Too',
  ]);
  highest = 0;
  await Promise.allSettled(['a', 'b', 'c'].flatMap((workspace) => [ask(workspace, 0), ask(workspace, 2), ask(workspace, 4)]));
  expect(highest).toBe(9);
});
