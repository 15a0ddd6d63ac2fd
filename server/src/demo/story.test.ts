import { describe, expect, test } from 'vitest';
import { story as tell, type Story } from './story.ts';

// Every fifth day of a year: all days of the week, each with every holiday somewhere behind it.
const days = Array.from({ length: 73 }, (_, index) => new Date(Date.UTC(2026, 10, 22) + index * 5 * 86_400_000).toISOString().slice(0, 10));

const told = new Map(days.map((today) => [today, tell(today)]));
const story = (today: string): Story => told.get(today)!;

/** The days on which something is wrong, with what it is. */
const wrong = (check: (today: string) => string[]): string[] => days.flatMap((today) => check(today).map((what) => `${today}: ${what}`));
const free = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

describe('on any day of a year', () => {
  test('what is promised falls on a working day', () => {
    expect(
      wrong((today) => story(today).projects.flatMap(({ milestones }) => milestones.filter(({ due }) => free(due)).map(({ key }) => key))),
    ).toEqual([]);
  });

  test('what happened happened on a working day, in order, after the plan was put in and before today', () => {
    const bad = wrong((today) => {
      const { projects, history } = story(today);
      const begun = (milestone: string): string =>
        projects.find(({ milestones }) => milestones.some(({ key }) => key === milestone))!.plannedAt;
      return history
        .filter(
          ({ at, milestone }, index) =>
            free(at.slice(0, 10)) || at < (history[index - 1]?.at ?? '') || at <= begun(milestone) || at >= `${today}T00:00:00`,
        )
        .map(({ milestone, at }) => `${milestone} at ${at}`);
    });
    expect(bad).toEqual([]);
  });

  test('what was said was said on a working day, before today, about what was there already', () => {
    const bad = wrong((today) => {
      const { projects, talks } = story(today);
      const known = new Map(
        projects.flatMap(({ key, plannedAt, tasks }) => [key, ...tasks.map((task) => task.key)].map((one) => [one, plannedAt])),
      );
      return talks.flatMap(({ at, project, about, makes = [], do: what }) => {
        const begun = known.get(project ?? about ?? '');
        for (const key of makes) known.set(key, at);
        return free(at.slice(0, 10)) || begun === undefined || begun >= at || at >= `${today}T00:00:00`
          ? [`${what} ${about ?? project} at ${at}`]
          : [];
      });
    });
    expect(bad).toEqual([]);
  });

  test('a task begins before it ends, within its milestone, and is reported in order; what waits for another comes after it', () => {
    const bad = wrong((today) => {
      const { projects, talks } = story(today);
      return projects.flatMap(({ tasks, links, milestones }) => {
        const byKey = new Map(tasks.map((task) => [task.key, task]));
        const last = new Map(milestones.map(({ key, due }) => [key, due]));
        return [
          ...tasks
            .filter(
              ({ under, start, due }) =>
                (under && !byKey.has(under)) || (start ?? '') > (due ?? '') || (due && (free(due) || free(start!))),
            )
            .map(({ key }) => key),
          ...tasks
            .filter(
              ({ due, milestone }) =>
                due && last.get(milestone)! < due && !['agreed', 'quality', 'erp', 'erp-spec', 'cutover'].includes(milestone),
            )
            .map(({ key }) => `${key} after its milestone`),
          ...links
            .filter(
              ({ predecessor, successor, type, lag }) =>
                type === 'FS' && lag >= 0 && byKey.get(predecessor)!.due! > byKey.get(successor)!.start!,
            )
            .map(({ predecessor, successor }) => `${successor} before ${predecessor}`),
          ...tasks.flatMap(({ key }) => {
            const said = talks.filter(({ about }) => about === key).map(({ set }) => set!['percent'] as number);
            return said.every((percent, index) => percent > (said[index - 1] ?? 0)) ? [] : [`${key} shrinks`];
          }),
        ];
      });
    });
    expect(bad).toEqual([]);
  });

  test('each milestone begins, grows and ends in this order, and one is late with a reason', () => {
    const bad = wrong((today) => {
      const { projects, history } = story(today);
      const now = new Map(projects[0]!.milestones.map(({ key, due }) => [key, { due, status: 'planned', progress: 0, reason: '' }]));
      const mistakes: string[] = [];
      for (const { milestone, set } of history) {
        const was = now.get(milestone);
        if (!was) continue;
        if (was.status === 'done') mistakes.push(`${milestone} goes on after its end`);
        if (set.progress !== undefined && set.progress < was.progress) mistakes.push(`${milestone} shrinks`);
        Object.assign(was, set);
      }
      const late = [...now.values()].filter(({ status, due }) => status !== 'done' && due < today);
      return late.length === 1 && late[0]!.reason ? mistakes : [...mistakes, `${late.length} are late`];
    });
    expect(bad).toEqual([]);
  });
});

test('everything that a client may read is in both languages', () => {
  const { projects, history, talks } = story('2026-11-22');
  const surveys = talks.filter(({ do: what }) => what === 'surveys.create').map(({ set }) => JSON.stringify(set));
  expect(surveys.length).toBeGreaterThan(0);
  for (const survey of surveys)
    expect(survey.match(/"label":"[^"]*[\u4e00-\u9fff]/g)!.length).toBe(survey.match(/"en":{"label":"[\x20-\x7e]+"/g)!.length);
  for (const { name, stages, milestones, tasks } of projects) {
    for (const both of [
      name,
      ...stages.map((stage) => stage.name),
      ...milestones.map((milestone) => milestone.name),
      ...tasks.map((task) => task.name),
    ]) {
      expect(both[0]).not.toBe('');
      expect(both[1]).toMatch(/^[\x20-\x7e]+$/);
    }
  }
  for (const { set } of history) expect(Boolean(set.reason)).toBe(Boolean(set.translations?.['en']?.reason));
});
