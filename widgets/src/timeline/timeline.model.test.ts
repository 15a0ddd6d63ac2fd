import type { Milestone, MilestoneStatus } from '@portico/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber } from '../i18n/dates.ts';
import { milestone, milestones, project, stages, today } from './timeline.fixtures.ts';
import { horizonOf, pathOf, type Point } from './timeline.model.ts';

const path = (list: Milestone[], day = today, lang = 'en') => pathOf({ project, stages, milestones: list }, day, lang);
const one = (fields: Partial<Milestone>, day = today): Point => path([milestone(1, fields)], day).points[0]!;

const dates = fc
  .integer({ min: -400, max: 400 })
  .map((days) => new Date((dayNumber(today) + days) * 86_400_000).toISOString().slice(0, 10));
const any = fc
  .array(
    fc.record({
      status: fc.constantFrom<MilestoneStatus>('planned', 'in_progress', 'done', 'cancelled'),
      progress: fc.integer({ min: 0, max: 100 }),
      due: fc.option(dates),
      baseline: fc.option(dates),
      doneOn: fc.option(dates),
      atRisk: fc.boolean(),
      stageId: fc.constantFrom(...stages.map((stage) => stage.id), 'stg_unseen'),
    }),
    { maxLength: 30 },
  )
  .map((list) => list.map((fields, index) => milestone(index, fields)));

describe('standing', () => {
  test('a milestone is late from the day after its date, whoever says that it is at risk', () => {
    expect(one({ due: today }).standing).toBe('next');
    expect(one({ due: '2026-11-20', atRisk: true })).toMatchObject({ standing: 'late', days: -1 });
    expect(one({ due: today, atRisk: true, status: 'in_progress' }).standing).toBe('risk');
    expect(one({ due: '2026-11-01', status: 'done' }).standing).toBe('done');
    expect(one({ due: '2026-11-01', status: 'cancelled' }).standing).toBe('cancelled');
    expect(one({ due: null, status: 'in_progress' })).toMatchObject({ standing: 'now', days: null });
  });

  test('slip is measured against the first promise: of what is open by its date, of what is done by the day it was', () => {
    expect(one({ baseline: '2026-11-20', due: '2026-11-25' }).slip).toBe(5);
    expect(one({ baseline: '2026-11-20', due: '2026-11-25', status: 'done', doneOn: '2026-11-18' }).slip).toBe(-2);
    expect(one({ baseline: null, due: '2026-11-25' }).slip).toBe(0);
  });
});

describe('path', () => {
  test('the fixture reads as it should', () => {
    const plan = path(milestones);
    expect(plan.points.map((point) => point.standing)).toEqual([
      ...['done', 'done', 'done', 'done', 'late', 'now', 'risk', 'cancelled'],
      ...['next', 'next', 'next', 'next'],
    ]);
    expect(plan).toMatchObject({ done: 4, total: 11, late: 1, risk: 1, progress: 48 });
    expect(plan.now!.name.text).toBe('Patient records import');
    expect(plan.next!.name.text).toBe('Reminders by text message');
    expect(path(milestones, today, 'zh-CN').now!).toMatchObject({
      name: { text: '导入病历数据', lang: 'zh-CN' },
      reason: { lang: 'zh-CN' },
    });
  });

  test('nothing is lost or told twice, and the sums agree, for any plan', () => {
    fc.assert(
      fc.property(any, (list) => {
        const plan = path(list);
        expect(plan.points.map((point) => point.id).sort()).toEqual(list.map(({ id }) => id).sort());
        expect(plan.legs.reduce((sum, leg) => sum + leg.done, 0)).toBe(plan.done);
        expect(plan.legs.reduce((sum, leg) => sum + leg.total, 0)).toBe(plan.total);
        expect(plan.progress).toBeGreaterThanOrEqual(0);
        expect(plan.progress).toBeLessThanOrEqual(100);
        if (plan.total > 0 && plan.done === plan.total) expect(plan.progress).toBe(100);
        for (const point of plan.points) {
          expect(point.standing === 'late').toBe(
            point.days !== null && point.days < 0 && !['done', 'cancelled'].includes(point.milestone.status),
          );
        }
        expect(plan.next?.days ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('a day later nothing has become less late', () => {
    fc.assert(
      fc.property(any, (list) => {
        expect(path(list, '2026-11-22').late).toBeGreaterThanOrEqual(path(list).late);
      }),
    );
  });
});

describe('horizon', () => {
  test('every place is on the strip, in the order of time', () => {
    fc.assert(
      fc.property(any, (list) => {
        const horizon = horizonOf(path(list), project, today);
        if (!horizon) return;
        for (const at of [horizon.today, ...horizon.points.map((place) => place.at), ...horizon.months.map((month) => month.at)]) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(100);
        }
        const months = horizon.months.map((month) => month.at);
        expect(months).toEqual(months.toSorted((a, b) => a - b));
        expect(months.length).toBeLessThanOrEqual(9);
      }),
    );
  });

  test('of a plan that spans many years the years are marked, not one month of each', () => {
    const old = path([milestone(1, { due: '2000-01-25' }), milestone(2, { due: '2001-04-26' })]);
    const { months, years } = horizonOf(old, project, today)!;
    expect(years).toBe(true);
    expect(months.map(({ date }) => date).slice(0, 3)).toEqual(['2001-01-01', '2004-01-01', '2007-01-01']);
    expect(months.length).toBeLessThanOrEqual(9);
  });
});
