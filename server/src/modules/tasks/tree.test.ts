import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seed } from '../../testing/random.ts';
import type { TaskRow } from './model.ts';
import { settle } from './tree.ts';

const row = (id: string, parentId: string | null, position: number, more: Partial<TaskRow> = {}): TaskRow =>
  ({
    id,
    parentId,
    position,
    name: id,
    status: 'planned',
    percent: 0,
    start: null,
    due: null,
    doneOn: null,
    duration: 480,
    isMilestone: false,
    visibility: 'client',
    milestoneId: null,
    ...more,
  }) as TaskRow;
const codes = (rows: readonly TaskRow[]): string[] => rows.map(({ id, wbs }) => `${wbs} ${id}`);
const of = (rows: readonly TaskRow[], id: string): TaskRow => rows.find((row) => row.id === id)!;
const none = new Set<string>();

/** Any forest: each task stands below an earlier one or at the top; positions are whatever chance says. */
const forest = fc
  .array(
    fc.record({
      above: fc.nat(),
      position: fc.integer({ min: -5, max: 5 }),
      percent: fc.integer({ min: 0, max: 100 }),
      duration: fc.integer({ min: 0, max: 5000 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((list) =>
    list.map(({ above, position, percent, duration }, index) => {
      const parent = above % (index + 1);
      const status = percent === 100 ? 'done' : percent > 0 ? 'in_progress' : 'planned';
      return row(
        `t${String(index).padStart(2, '0')}`,
        parent === index || index > 18 ? null : `t${String(parent).padStart(2, '0')}`,
        position,
        { percent, duration, status },
      );
    }),
  );

describe('the outline', () => {
  it('S01: numbers four levels 1.2.3.4, ten after nine, and sorts the same as text', () => {
    const rows = settle(
      [
        ...Array.from({ length: 12 }, (_, index) => row(`a${index}`, null, index)),
        row('b', 'a9', 1),
        row('c', 'b', 1),
        row('d', 'c', 7),
        row('e', 'c', 9),
      ],
      none,
    );
    expect(codes(rows).slice(8, 14)).toEqual(['9 a8', '10 a9', '10.1 b', '10.1.1 c', '10.1.1.1 d', '10.1.1.2 e']);
    expect(rows.map(({ path }) => path)).toEqual(rows.map(({ path }) => path).toSorted());
  });

  it('S01: codes are dense and true to parents after any walk of moves, whatever the positions were', () => {
    fc.assert(
      fc.property(forest, fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: -3, max: 40 })), { maxLength: 20 }), (rows, moves) => {
        let settled = settle(rows, none);
        for (const [who, where, position] of moves) {
          const moved = settled[who % settled.length]!;
          const parent = where % 3 === 0 ? null : settled[where % settled.length]!;
          const inside = parent !== null && (parent.id === moved.id || parent.path.startsWith(`${moved.path}.`));
          const next = () =>
            settle(
              settled.map((one) => (one.id === moved.id ? { ...one, parentId: parent?.id ?? null, position: position + 0.5 } : one)),
              none,
            );
          if (inside) expect(next).toThrow(expect.objectContaining({ code: 'cycle' }));
          else if ((parent?.wbs.split('.').length ?? 0) < 10) settled = next();
        }
        expect(settled.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
        const byId = new Map(settled.map((one) => [one.id, one]));
        for (const [parentId, siblings] of Map.groupBy(settled, (one) => one.parentId)) {
          const above = parentId === null ? '' : `${byId.get(parentId)!.wbs}.`;
          expect(siblings.map(({ wbs }) => wbs)).toEqual(siblings.map((_, index) => `${above}${index + 1}`));
          expect(siblings.map(({ position }) => position)).toEqual(siblings.map((_, index) => index + 1));
        }
        for (const one of settled) expect(one.isSummary).toBe(settled.some(({ parentId }) => parentId === one.id));
      }),
      { seed, numRuns: 200 },
    );
  });

  it('S18: percent of every summary is that of its leaves, weighted by duration', () => {
    fc.assert(
      fc.property(forest, (rows) => {
        const settled = settle(rows, none);
        for (const head of settled.filter(({ isSummary }) => isSummary)) {
          const leaves = settled.filter(({ path, isSummary }) => !isSummary && path.startsWith(`${head.path}.`));
          const total = leaves.reduce((sum, { duration }) => sum + duration!, 0);
          const mean =
            total > 0
              ? leaves.reduce((sum, { duration, percent }) => sum + duration! * percent, 0) / total
              : leaves.reduce((sum, { percent }) => sum + percent, 0) / leaves.length;
          const all = leaves.every(({ percent }) => percent === 100);
          const begun = leaves.some(({ percent }) => percent > 0);
          expect(head.percent).toBe(all ? 100 : Math.max(begun ? 1 : 0, Math.min(99, Math.round(mean))));
        }
      }),
      { seed, numRuns: 200 },
    );
  });

  it('S18: a summary by hand: 10 days at 50 %, 30 days at 10 %, a milestone, a cancelled task', () => {
    const settled = settle(
      [
        row('s', null, 1),
        row('a', 's', 1, { duration: 4800, percent: 50, status: 'in_progress', start: '2026-03-02', due: '2026-03-13' }),
        row('b', 's', 2, { duration: 14_400, percent: 10, status: 'in_progress', start: '2026-03-16', due: '2026-04-24' }),
        row('c', 's', 3, { isMilestone: true, duration: 0, due: '2026-04-24' }),
        row('d', 's', 4, { duration: 96_000, status: 'cancelled', due: '2027-01-01' }),
      ],
      none,
    );
    // (4800 × 50 + 14400 × 10) / 19200 = 20
    expect(of(settled, 's')).toMatchObject({ percent: 20, status: 'in_progress', start: '2026-03-02', due: '2026-04-24', isSummary: true });
  });

  it('is done when all of it is done, on the last day of its subtasks, and never says 100 or 0 before its time', () => {
    const done = { percent: 100, status: 'done' } as const;
    const two = (b: Partial<TaskRow>) =>
      of(
        settle([row('s', null, 1), row('a', 's', 1, { ...done, doneOn: '2026-03-05', duration: 100_000 }), row('b', 's', 2, b)], none),
        's',
      );
    expect(two({ ...done, doneOn: '2026-03-09' })).toMatchObject({ percent: 100, status: 'done', doneOn: '2026-03-09' });
    expect(two({ percent: 99, status: 'in_progress', duration: 1 })).toMatchObject({ percent: 99, status: 'in_progress', doneOn: null });
    expect(
      of(
        settle(
          [
            row('s', null, 1),
            row('a', 's', 1, { duration: 100_000 }),
            row('b', 's', 2, { percent: 1, status: 'in_progress', duration: 1 }),
          ],
          none,
        ),
        's',
      ).percent,
    ).toBe(1);
  });

  it('hides a branch with its head, and tasks with their milestone', () => {
    const settled = settle(
      [row('a', null, 1, { visibility: 'internal' }), row('b', 'a', 1), row('c', null, 2, { milestoneId: 'm' }), row('d', null, 3)],
      new Set(['m']),
    );
    expect(settled.map(({ id, hidden }) => [id, hidden])).toEqual([
      ['a', true],
      ['b', true],
      ['c', true],
      ['d', false],
    ]);
  });
});
