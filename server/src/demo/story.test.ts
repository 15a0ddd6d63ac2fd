import { describe, expect, test } from 'vitest';
import { story } from './story.ts';

// Every fifth day of a year: all days of the week, each with every holiday somewhere behind it.
const days = Array.from({ length: 73 }, (_, index) => new Date(Date.UTC(2026, 10, 22) + index * 5 * 86_400_000).toISOString().slice(0, 10));

describe('on any day of a year', () => {
  test.each(['promised', 'happened'])('what is %s falls on a working day', (kind) => {
    for (const today of days) {
      const { projects, history } = story(today);
      const dates = kind === 'promised' ? projects.flatMap(({ milestones }) => milestones.map(({ due }) => due)) : history.map(({ at }) => at.slice(0, 10));
      expect(dates.filter((date) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())), today).toEqual([]);
    }
  });

  test('the history is over before today begins, in order, and after the plan was put in', () => {
    for (const today of days) {
      const { projects, history } = story(today);
      const times = history.map(({ at }) => at);
      expect(times).toEqual(times.toSorted());
      expect(times.at(-1)! < `${today}T00:00:00`, today).toBe(true);
      for (const { milestone, at } of history) {
        const project = projects.find(({ milestones }) => milestones.some(({ key }) => key === milestone))!;
        expect(at > project.plannedAt, `${milestone} on ${today}`).toBe(true);
      }
    }
  });

  test('each milestone begins, grows and ends in this order, and one is late with a reason', () => {
    for (const today of days) {
      const { projects, history } = story(today);
      const now = new Map(projects[0]!.milestones.map(({ key, due }) => [key, { due, status: 'planned', progress: 0, reason: '' }]));
      for (const { milestone, set } of history) {
        const was = now.get(milestone);
        if (!was) continue;
        expect(was.status, `${milestone} is over`).not.toBe('done');
        if (set.progress !== undefined) expect(set.progress).toBeGreaterThanOrEqual(was.progress);
        Object.assign(was, set);
      }
      const late = [...now.values()].filter(({ status, due }) => status !== 'done' && due < today);
      expect(late, today).toHaveLength(1);
      expect(late[0]!.reason).not.toBe('');
    }
  });
});

test('everything that a client may read is in both languages', () => {
  const { projects, history } = story('2026-11-22');
  for (const { name, stages, milestones } of projects) {
    for (const both of [name, ...stages.map((stage) => stage.name), ...milestones.map((milestone) => milestone.name)]) {
      expect(both[0]).not.toBe('');
      expect(both[1]).toMatch(/^[\x20-\x7e]+$/);
    }
  }
  for (const { set } of history) expect(Boolean(set.reason)).toBe(Boolean(set.translations?.['en']?.reason));
});
