import type { Task } from '@portico/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { milestone, project, stages, today } from '../timeline.fixtures.ts';
import { pathOf } from '../timeline.model.ts';
import { link, task } from './tasks.fixtures.ts';
import { forest, tally, waitsOf, type Branch } from './tasks.model.ts';

/** An outline as a text: two spaces a level. */
const drawn = (branches: Branch[], level = 0): string[] =>
  branches.flatMap((branch) => ['  '.repeat(level) + branch.task.wbs, ...drawn(branch.below, level + 1)]);
const outline = (codes: string[]): string[] =>
  drawn(
    forest(
      codes.map((wbs) => task(wbs)),
      today,
      'en',
      'en',
    ),
  );

describe('the outline', () => {
  test('stands in the order of its numbers, and a task whose group is elsewhere is below the next one above', () => {
    expect(outline(['1.10', '1.9', '2', '1', '1.9.1'])).toEqual(['1', '  1.9', '    1.9.1', '  1.10', '2']);
    expect(outline(['1.2.3.4', '1', '3.1', '3.2'])).toEqual(['1', '  1.2.3.4', '3.1', '3.2']);
  });

  test('late is what was due before today and is not over', () => {
    const standing = (fields: Partial<Task>): unknown => forest([task('1', fields)], today, 'en', 'en')[0]!.standing;
    expect(standing({ due: '2026-11-20', percent: 90, status: 'in_progress' })).toBe('late');
    expect(standing({ due: today })).toBe('next');
    expect(standing({ due: '2026-11-20', status: 'done' })).toBe('done');
    expect(standing({ due: null, status: 'in_progress' })).toBe('now');
  });

  test('the tally counts leaves without the cancelled ones', () => {
    expect(
      tally([task('1', { isSummary: true }), task('1.1', { status: 'done' }), task('1.2'), task('1.3', { status: 'cancelled' })]),
    ).toEqual({ done: 1, total: 2 });
  });
});

describe('what a task waits for', () => {
  const tasks = ['1', '2', '10', '11'].map((wbs) => task(wbs));
  const said = (...links: ReturnType<typeof link>[]) =>
    (waitsOf(links, tasks).get(tasks[3]!.id) ?? []).map(
      ({ type, lag, unit, elapsed, after }) =>
        `${type} ${after.map(({ wbs }) => wbs).join(', ')} ${lag} ${elapsed ? 'elapsed ' : ''}${unit}`,
    );

  test('tasks that hold it alike are one, in the order of the outline; what is not seen is left out', () => {
    expect(said(link('10', '11'), link('2', '11'), link('1', '11', { type: 'SS' }), link('99', '11'))).toEqual([
      'FS 2, 10 0 days',
      'SS 1 0 days',
    ]);
  });

  test('a lag is in the unit it was written in: a day of work has 8 hours, one of the calendar 24', () => {
    expect(
      said(
        link('1', '11', { lag: 960 }),
        link('2', '11', { lag: -2880, lagUnit: 'elapsed_days' }),
        link('10', '11', { lag: 50, lagUnit: 'percent' }),
      ),
    ).toEqual(['FS 1 2 days', 'FS 2 -2 elapsed days', 'FS 10 0.5 percent']);
  });
});

describe('where a task is shown', () => {
  const [first, second] = stages;
  const milestones = [
    milestone(1, { stageId: first!.id }),
    milestone(2, { stageId: second!.id }),
    milestone(3, { stageId: second!.id, position: 9 }),
  ];
  const [one, two, three] = milestones.map(({ id }) => id);
  const shown = (tasks: Task[]) => {
    const path = pathOf({ project, stages, milestones, tasks }, today, 'en');
    return Object.fromEntries([
      ...path.points.map(({ id }) => [id, path.tasks.get(id)?.map(({ wbs }) => wbs)] as const).filter(([, some]) => some),
      ...path.legs.filter(({ loose }) => loose.length > 0).map(({ id, loose }) => [`rest ${id}`, loose.map(({ wbs }) => wbs)] as const),
    ]);
  };

  test('with its milestone, else with that of the task above it', () => {
    expect(shown([task('1', { milestoneId: one! }), task('1.1'), task('1.1.1', { milestoneId: two! })])).toEqual({
      [one!]: ['1', '1.1'],
      [two!]: ['1.1.1'],
    });
  });

  test('else in the stage that its branch belongs to, where that is one; else at the end', () => {
    const tasks = [
      task('1'),
      task('1.1', { milestoneId: two! }),
      task('1.2', { milestoneId: three! }),
      task('1.3'),
      task('2'),
      task('2.1', { milestoneId: one! }),
      task('2.2', { milestoneId: two! }),
      task('3', { milestoneId: 'mil_unseen' }),
    ];
    expect(shown(tasks)).toEqual({
      [two!]: ['1.1', '2.2'],
      [three!]: ['1.2'],
      [one!]: ['2.1'],
      [`rest ${second!.id}`]: ['1', '1.3'],
      'rest ': ['2', '3'],
    });
  });

  test('nothing is lost and nothing is twice, whatever the plan', () => {
    const any = fc.array(
      fc.record({
        wbs: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
        milestoneId: fc.option(fc.constantFrom(one!, two!, three!, 'mil_unseen')),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(any, (rows) => {
        const tasks = [...new Map(rows.map((row) => [row.wbs, task(row.wbs, row)])).values()];
        const everywhere = Object.values(shown(tasks)).flat();
        expect(everywhere.length).toBe(tasks.length);
        expect(new Set(everywhere)).toEqual(new Set(tasks.map(({ wbs }) => wbs)));
        expect(outline(tasks.map(({ wbs }) => wbs)).length).toBe(tasks.length);
      }),
    );
  });
});
