import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../../test/services/index.ts';
import { seed } from '../../testing/random.ts';
import { readPlan } from './file.ts';
import { link, mspdi } from './plans.fixture.ts';
import { openPlans, type Plans } from '../../testing/plans.ts';

describe('random plans and their newer versions', () => {
  let database: FreshDatabase;
  let plans: Plans;
  beforeAll(async () => {
    database = await freshDatabase('SQLite');
    plans = await openPlans(database.url);
  });
  afterAll(async () => {
    await plans?.world.close();
    await database?.drop();
  });

  it('S136: any plan read twice writes nothing the second time, and any newer version ends as if it were the only one', async () => {
    const { bring, trace, all, tasksOf } = plans;

    const task = fc.record({
      deep: fc.nat({ max: 3 }),
      percent: fc.constantFrom(0, 30, 100),
      late: fc.boolean(),
      milestone: fc.boolean(),
      keep: fc.boolean(),
      after: fc.option(fc.nat(), { nil: null }),
    });
    const file = (
      tasks: { uid: number; deep: number; percent: number; late: boolean; milestone: boolean; after: number | null }[],
    ): string => {
      let level = 0;
      return mspdi(
        tasks.map(({ uid, deep, percent, late, milestone, after }, index) => {
          level = Math.max(1, Math.min(level + 1, deep + 1));
          // With groups a circle may come of it; such a plan is not acceptable.
          const from = after === null || index === 0 ? null : tasks[after % index]!.uid;
          return {
            UID: uid,
            Name: `t${uid}`,
            OutlineLevel: level,
            PercentComplete: percent,
            Finish: late ? '2026-03-20T17:00:00' : '2026-03-06T17:00:00',
            Milestone: milestone ? 1 : 0,
            Links: from === null ? '' : link(from),
          };
        }),
      );
    };
    const acceptable = (text: string): boolean => {
      try {
        readPlan(Buffer.from(text), 'UTC');
        return true;
      } catch {
        return false;
      }
    };
    const result = async (projectId: string) => {
      const tasks = await tasksOf(projectId);
      const names = new Map(tasks.map(({ id, name }) => [id, name]));
      const milestones = new Map(
        (await all(`/v1/projects/${projectId}/milestones`)).map((one) => [one.id, `${one.name} ${one.due} ${one.progress} ${one.status}`]),
      );
      const links = (await all(`/v1/projects/${projectId}/dependencies`)).map(
        ({ predecessorId, successorId, type }) => `${names.get(predecessorId)} ${type} ${names.get(successorId)}`,
      );
      return {
        tasks: tasks.map(({ wbs, name, percent, status, due, isSummary, milestoneId }) => [
          wbs,
          name,
          percent,
          status,
          due,
          isSummary,
          milestones.get(milestoneId) ?? null,
        ]),
        links: links.toSorted(),
        milestones: [...milestones.values()].toSorted(),
        stages: (await all(`/v1/projects/${projectId}/stages`)).map(({ name }) => String(name)).toSorted(),
      };
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(task, { minLength: 1, maxLength: 10 }),
        fc.array(task, { maxLength: 4 }),
        fc.nat(),
        async (list, more, turn) => {
          const first = list.map((one, index) => ({ ...one, uid: index + 1 }));
          const stay = first.filter(({ keep }) => keep);
          const at = stay.length === 0 ? 0 : turn % stay.length;
          const second = [...stay.slice(at), ...more.map((one, index) => ({ ...one, uid: 100 + index })), ...stay.slice(0, at)].map(
            (one) => ({ ...one, late: !one.late }),
          );
          fc.pre(second.length > 0 && acceptable(file(first)) && acceptable(file(second)));
          const { project } = await bring(file(first));
          const before = await trace();
          await bring(file(first), project.id);
          expect(await trace()).toEqual(before);
          await bring(file(second), project.id);
          const { project: alone } = await bring(file(second));
          expect(await result(project.id)).toEqual(await result(alone.id));
        },
      ),
      { seed, numRuns: 15 },
    );
  }, 120_000);
});
