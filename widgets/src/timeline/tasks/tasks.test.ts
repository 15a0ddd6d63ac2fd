import type { Dependency, Milestone, Task } from '@portico/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { announcer } from '../../base/announce.ts';
import { all, mount, textOf } from '../../testing/mount.ts';
import { entities, milestones, today } from '../timeline.fixtures.ts';
import { crowd, task, tasks, withTasks } from './tasks.fixtures.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${today}T04:00:00Z`) });
});
afterEach(() => {
  vi.useRealTimers();
});

const point = (timeline: Element, name: string): HTMLElement => all(timeline, '.point').find((one) => one.innerText.includes(name))!;
const row = (timeline: Element, wbs: string): HTMLElement => all(timeline, '.task').find((one) => codeOf(one) === wbs)!;
const codeOf = (one: HTMLElement): string => one.querySelector<HTMLElement>('.code')!.innerText;
const words = (element: HTMLElement): string => element.innerText.replace(/\s+/g, ' ').trim();
const codes = (within: Element): string[] => [...within.querySelectorAll<HTMLElement>('.code')].map((one) => one.innerText);
const focused = (timeline: Element): string | undefined => (timeline.shadowRoot!.activeElement as HTMLElement | null)?.innerText;

/** A timeline with the tasks of one milestone in sight. */
async function unfolded(name: string, options: Parameters<typeof mount>[0] = {}) {
  const page = await mount({ entities: withTasks(), ...options });
  point(page.timeline, name).querySelector('button')!.click();
  await expect.poll(() => all(page.timeline, '.task').length).toBeGreaterThan(0);
  return page;
}

describe('what is shown', () => {
  test('a milestone unfolds its tasks: number, name, standing, percent, owner, dates, and what they wait for', async () => {
    const { timeline } = await unfolded('Patient records');
    expect(textOf(timeline, '.caption')).toBe('Tasks 2 of 5 done');
    expect(all(timeline, '.task').map(words)).toEqual([
      '1 Records of the old system In progress 80% 27 Oct – 23 Nov',
      '1.1 Export from the old system Done 100% 27 Oct – 3 Nov',
      '1.2 Clean the data 4 days late 70% 4 Nov – 17 Nov',
      '1.2.1 Names and birthdays Done 100% 4 Nov – 12 Nov After 1.1',
      '1.2.2 Second export format 4 days late 40% Wei Zhang 12 Nov – 17 Nov Starts with 1.1, +2 days',
      '1.3 Load and compare counts Planned 0% Sofia Rossi 18 Nov – 22 Nov After 1.2.1 and 1.2.2',
      '1.4 Counts signed by the clinic Planned 0% 23 Nov Ends with 1.3, +1 day, days off included',
      '1.5 Second copy on paper Cancelled 0% 21 Nov – 23 Nov',
    ]);
    expect([...row(timeline, '1.3').querySelectorAll('time')].map(({ dateTime }) => dateTime)).toEqual(['2026-11-18', '2026-11-22']);
    expect(new Set(all(timeline, '.task .mark path').map((path) => path.getAttribute('d'))).size).toBe(5);
  });

  test('Chinese readers get Chinese names, words, dates and lags', async () => {
    const { timeline } = await unfolded('导入病历', { lang: 'zh-CN' });
    expect(textOf(timeline, '.caption')).toBe('任务 已完成 2/5 项');
    expect(words(row(timeline, '1.2.2'))).toBe('1.2.2 第二种导出格式 逾期 4 天 40% Wei Zhang 11月12日–11月17日 与 1.1 同时开始，+2天');
    expect(words(row(timeline, '1.3'))).toContain('1.2.1和1.2.2 完成后');
    expect(words(row(timeline, '1.4'))).toContain('与 1.3 同时结束，+1天（含休息日）');
  });

  test('a year is said where it is not this one, once where both ends share it', async () => {
    const data = { ...withTasks(), tasks: [task('1', { milestoneId: milestones[0]!.id, start: '2000-01-11', due: '2000-01-24' })] };
    data.tasks.push(task('2', { milestoneId: milestones[0]!.id, start: '1999-12-30', due: '2000-01-03' }));
    const english = await unfolded('Kick-off', { entities: data });
    expect(all(english.timeline, '.span').map(words)).toEqual(['11 Jan – 24 Jan 2000', '30 Dec 1999 – 3 Jan 2000']);
    const chinese = await unfolded('启动会', { entities: data, lang: 'zh-CN' });
    expect(all(chinese.timeline, '.span').map(words)).toEqual(['2000年1月11日–1月24日', '1999年12月30日–2000年1月3日']);
  });

  test('tasks without a milestone are at the end of their stage, or of the plan; a plan of tasks alone is shown', async () => {
    const { timeline } = await mount({ entities: withTasks() });
    expect(all(timeline, '.leg').map((leg) => /Other tasks \(\d\)/.exec(leg.innerText)?.[0])).toEqual([
      undefined,
      undefined,
      'Other tasks (2)',
      'Other tasks (1)',
    ]);
    for (const button of all(timeline, 'button.name')) button.click();
    await expect.poll(() => all(timeline, '.task').length).toBe(tasks.length);
    const bare = await mount({ entities: { ...withTasks(), milestones: [], stages: [] } });
    all(bare.timeline, 'button.name')[0]!.click();
    await expect.poll(() => all(bare.timeline, '.task').length).toBe(tasks.length);
    expect(textOf(bare.timeline, '.summary')).toBe('');
  });

  test('a milestone without tasks unfolds as before', async () => {
    const { timeline } = await mount({ entities: withTasks() });
    const kickoff = point(timeline, 'Kick-off');
    kickoff.querySelector('button')!.click();
    await timeline.updateComplete;
    expect(kickoff.querySelector('portico-timeline-tasks')).toBeNull();
    const name = kickoff.querySelector('button')!;
    expect(name.getAttribute('aria-controls')).toBe(`details-${milestones[0]!.id}`);
  });
});

describe('live changes', () => {
  test('a change is on the page, glows and is announced, and focus and folds stay', async () => {
    const { timeline, server } = await unfolded('Patient records');
    const folded = row(timeline, '1.2').querySelector('button')!;
    folded.click();
    await expect.poll(() => codes(timeline.shadowRoot! as unknown as Element)).toEqual(['1', '1.1', '1.2', '1.3', '1.4', '1.5']);
    folded.focus();
    const load = tasks.find(({ wbs }) => wbs === '1.3')!;
    const before = row(timeline, '1.3');
    server.patch<Task>('tasks', load.id, { status: 'in_progress', percent: 30, due: '2026-11-25' });
    await expect
      .poll(() => words(row(timeline, '1.3')))
      .toBe('1.3 Load and compare counts In progress 30% Sofia Rossi 18 Nov – 25 Nov After 1.2.1 and 1.2.2');
    expect(row(timeline, '1.3')).toBe(before);
    expect(before.getAnimations({ subtree: true }).length).toBe(1);
    expect([...announcer().children].map((line) => line.textContent)).toEqual(['Load and compare counts: In progress, 25 Nov']);
    expect(focused(timeline)).toBe('Clean the data');
    expect(codes(timeline.shadowRoot! as unknown as Element)).not.toContain('1.2.1');
  });

  test('tasks that come, go, get another number or another milestone, and links, are so on the page', async () => {
    const { timeline, server } = await unfolded('Patient records');
    const records = point(timeline, 'Patient records');
    const [, , , names] = tasks;
    server.put<Task>('tasks', task('1.6', { milestoneId: milestones[4]!.id }));
    server.patch<Task>('tasks', names!.id, { milestoneId: milestones[5]!.id });
    server.remove('tasks', tasks[7]!.id);
    server.patch<Task>('tasks', tasks[5]!.id, { wbs: '1.10' });
    server.patch<Dependency>('dependencies', withTasks().dependencies[4]!.id, { type: 'FS', lag: 0 });
    await expect.poll(() => codes(records)).toEqual(['1', '1.1', '1.2', '1.2.2', '1.4', '1.6', '1.10']);
    expect(words(row(timeline, '1.4'))).toContain('After 1.10');
    // Its group is with the other milestone, so it stands at the top there.
    point(timeline, 'Reminders').querySelector('button')!.click();
    await expect.poll(() => codes(point(timeline, 'Reminders'))).toEqual(['1.2.1', '2', '3']);
  });

  test('where the focused group is no group any more, its milestone has the focus', async () => {
    const { timeline, server } = await unfolded('Patient records');
    row(timeline, '1.2').querySelector('button')!.focus();
    for (const { id } of tasks.filter(({ wbs }) => wbs.startsWith('1.2.'))) server.remove('tasks', id);
    await expect.poll(() => focused(timeline)).toBe('Patient records import');
    expect(words(row(timeline, '1.2'))).toContain('Clean the data');
  });

  test('tasks that come to a plan without any are shown where the milestone is unfolded already', async () => {
    const { timeline, server } = await mount({ entities: { ...entities(), ...{ tasks: [], dependencies: [] } } });
    point(timeline, 'Go live').querySelector('button')!.click();
    server.put<Task>('tasks', task('1', { milestoneId: milestones[10]!.id }));
    await expect.poll(() => all(timeline, '.task').map(codeOf)).toEqual(['1']);
    server.patch<Milestone>('milestones', milestones[10]!.id, { name: 'Opening' });
    await expect.poll(() => all(timeline, 'portico-timeline-tasks ol')[0]!.getAttribute('aria-label')).toBe('Tasks: Opening');
  });
});

describe('keyboard', () => {
  test('arrows go from milestone to group to milestone, Enter and Space fold, and there is one tab stop', async () => {
    const { timeline, holder } = await unfolded('Patient records');
    holder.insertAdjacentHTML('beforeend', '<button>after</button>');
    point(timeline, 'Patient records').querySelector('button')!.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(focused(timeline)).toBe('Records of the old system');
    await userEvent.keyboard('{ArrowDown}');
    expect(focused(timeline)).toBe('Clean the data');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => row(timeline, '1.2.1')).toBeUndefined();
    await userEvent.keyboard(' ');
    await expect.poll(() => row(timeline, '1.2.1')).toBeDefined();
    expect(focused(timeline)).toBe('Clean the data');
    await userEvent.keyboard('{ArrowDown}');
    expect(focused(timeline)).toBe('Reminders by text message');
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}');
    expect(focused(timeline)).toBe('Patient records import');
    await userEvent.tab();
    expect(document.activeElement!.textContent).toBe('after');
    await userEvent.tab({ shift: true });
    expect(focused(timeline)).toBe('Patient records import');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => all(timeline, '.task').length).toBe(0);
    expect(all(timeline, '[tabindex="0"]').length).toBe(1);
  });

  test('what was folded is so again when the milestone is unfolded again; the list does not lie under its milestone’s button', async () => {
    const { timeline } = await unfolded('Patient records');
    row(timeline, '1.2').querySelector('button')!.click();
    const name = point(timeline, 'Patient records').querySelector('button')!;
    row(timeline, '1.4').scrollIntoView();
    const { x, y, width, height } = row(timeline, '1.4').getBoundingClientRect();
    expect(timeline.shadowRoot!.elementFromPoint(x + width / 2, y + height / 2)!.closest('.task')).toBe(row(timeline, '1.4'));
    name.click();
    await expect.poll(() => all(timeline, '.task').length).toBe(0);
    name.click();
    await expect.poll(() => all(timeline, '.task').length).toBe(6);
  });
});

describe('a big plan', () => {
  test('what is folded has no rows: of 150 tasks in one milestone only the groups, of a folded milestone none', async () => {
    const { timeline } = await mount({ entities: crowd(150) });
    const nodes = (): number => timeline.shadowRoot!.querySelectorAll('*').length;
    const closed = nodes();
    const name = point(timeline, 'Go live').querySelector('button')!;
    name.click();
    await expect.poll(() => all(timeline, '.task').length).toBe(15);
    expect(nodes() - closed).toBeLessThan(15 * 20 + 40);
    row(timeline, '7').querySelector('button')!.click();
    await expect.poll(() => all(timeline, '.task').length).toBe(24);
    name.click();
    await expect.poll(nodes).toBe(closed);
  });

  test('what is under way is unfolded at first, and stays so when it is done', async () => {
    const data = crowd(150);
    for (const one of data.tasks) if (one.wbs === '4') Object.assign(one, { status: 'in_progress', percent: 50 });
    const { timeline, server } = await mount({ entities: data });
    point(timeline, 'Go live').querySelector('button')!.click();
    await expect.poll(() => all(timeline, '.task').length).toBe(24);
    server.patch<Task>('tasks', task('4').id, { status: 'done', percent: 100 });
    server.patch<Task>('tasks', task('5').id, { status: 'in_progress', percent: 10 });
    await expect.poll(() => words(row(timeline, '5'))).toContain('10%');
    expect(row(timeline, '4').querySelector('button')!.ariaExpanded).toBe('true');
    expect(all(timeline, '.task').length).toBe(24);
  });

  test('a change among 150 rows draws its own row: all others are the same nodes, untouched', async () => {
    const { timeline, server } = await mount({ entities: crowd(150) });
    point(timeline, 'Go live').querySelector('button')!.click();
    await expect.poll(() => all(timeline, '.task').length).toBe(15);
    for (const button of all(timeline, '.task button')) button.click();
    await expect.poll(() => all(timeline, '.task').length).toBe(150);
    const touched = new Set<HTMLElement>();
    const observer = new MutationObserver((records) => {
      for (const { target } of records)
        for (const one of all(timeline, 'portico-timeline-tasks .task')) if (one.contains(target)) touched.add(one);
    });
    observer.observe(timeline.shadowRoot!, { subtree: true, childList: true, characterData: true, attributes: true });
    server.patch<Task>('tasks', task('8.3').id, { name: 'Renamed' });
    await expect.poll(() => words(row(timeline, '8.3'))).toContain('Renamed');
    observer.disconnect();
    expect([...touched].map(codeOf)).toEqual(['8.3']);
  });
});
