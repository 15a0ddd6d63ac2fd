import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { surfaces, violations } from '../../testing/form.ts';
import { all, devtools, mount } from '../../testing/mount.ts';
import { today } from '../timeline.fixtures.ts';
import { withTasks } from './tasks.fixtures.ts';

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${today}T04:00:00Z`) });
});
afterAll(() => {
  vi.useRealTimers();
});

/** Axe would measure the contrast of what is half faded in. */
const settled = (timeline: Element): Promise<unknown> =>
  Promise.all(all(timeline, '.base').flatMap((base) => base.getAnimations({ subtree: true }).map(({ finished }) => finished)));

async function unfolded(options: Parameters<typeof mount>[0] = {}) {
  const page = await mount({ entities: withTasks(), ...options });
  for (const name of all(page.timeline, 'button.name')) name.click();
  await expect.poll(() => all(page.timeline, '.task').length).toBe(15);
  return page;
}

const looks = [
  { theme: 'light', lang: 'en', width: '320px' },
  { theme: 'light', lang: 'zh-CN', width: '900px' },
  { theme: 'dark', lang: 'en', width: '1200px' },
  { theme: 'dark', lang: 'zh-CN', width: '320px' },
] as const;

test.each(looks)(
  '$theme, $lang, $width: axe finds nothing with all tasks unfolded, nor with groups folded',
  async ({ theme, lang, width }) => {
    const { timeline } = await unfolded({ lang, style: `color-scheme:${theme};${surfaces[theme]};padding:16px;inline-size:${width}` });
    await settled(timeline);
    expect(await violations(timeline)).toEqual([]);
    for (const button of all(timeline, '.task button')) button.click();
    await expect.poll(() => all(timeline, '.task').length).toBe(7);
    await settled(timeline);
    expect(await violations(timeline)).toEqual([]);
  },
);

test('nothing is wider than 320 px, even six levels down and with names that have no break', async () => {
  const data = withTasks();
  data.tasks[4]!.name = 'Datenschutzfolgenabschätzungsverfahrensdokumentation'.repeat(2);
  data.tasks[4]!.translations = null;
  data.tasks[4]!.wbs = '1.2.2.1.1.1';
  data.tasks[4]!.owner = { id: 'mem', name: 'W'.repeat(60) };
  for (const lang of ['en', 'zh-CN']) {
    const { timeline, holder } = await unfolded({ entities: data, lang, style: 'inline-size:320px' });
    expect(holder.scrollWidth).toBeLessThanOrEqual(320);
    const right = timeline.getBoundingClientRect().right;
    expect(
      all(timeline, '.task *')
        .filter((one) => one.getBoundingClientRect().right > right + 1)
        .map((one) => one.className),
    ).toEqual([]);
    for (const one of all(timeline, 'portico-timeline-tasks *'))
      expect(Number.parseFloat(getComputedStyle(one).fontSize)).toBeGreaterThanOrEqual(12);
  }
});

test('a finger gets 44 px for a group', async () => {
  await devtools('Emulation.setTouchEmulationEnabled', { enabled: true });
  const { timeline } = await unfolded({ style: 'inline-size:360px' });
  for (const group of all(timeline, '.task.group')) expect(group.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
  await devtools('Emulation.setTouchEmulationEnabled', { enabled: false });
});

test('right to left it is a mirror', async () => {
  const { timeline, holder } = await unfolded({ style: 'inline-size:1100px' });
  const places = (): [number, number] => {
    const { left } = timeline.getBoundingClientRect();
    const at = (selector: string): number => all(timeline, selector)[4]!.getBoundingClientRect().left - left;
    return [at('.task .mark'), at('.task .span')];
  };
  expect(places()[0]).toBeLessThan(places()[1]);
  holder.dir = 'rtl';
  expect(places()[0]).toBeGreaterThan(places()[1]);
});

test('in forced colours, each standing keeps a shape, and a folded group its arrow', async () => {
  await devtools('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
  const { timeline } = await unfolded();
  for (const path of all(timeline, '.task .mark path')) {
    const { fill, stroke } = getComputedStyle(path);
    expect(fill === 'none' && stroke === 'none').toBe(false);
  }
  await devtools('Emulation.setEmulatedMedia', { features: [] });
});

test('without motion nothing glows or turns', async () => {
  await devtools('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
  const { timeline, server } = await unfolded();
  server.patch('tasks', withTasks().tasks[5]!.id, { name: 'Renamed', translations: null } as never);
  await expect.poll(() => all(timeline, '.task')[5]!.innerText).toContain('Renamed');
  all(timeline, '.task.group button')[1]!.click();
  await expect.poll(() => all(timeline, '.task').length).toBe(13);
  expect(all(timeline, '.task').flatMap((one) => one.getAnimations({ subtree: true }))).toEqual([]);
  await devtools('Emulation.setEmulatedMedia', { features: [] });
});

test('levels are told by nested lists, and a group by its state', async () => {
  const { timeline } = await unfolded();
  const group = all(timeline, '.task.group button')[1]!;
  expect(group.ariaExpanded).toBe('true');
  const list = timeline.shadowRoot!.getElementById(group.getAttribute('aria-controls')!)!;
  expect(list.querySelector('ol')!.ariaLabel).toBe('Clean the data');
  expect(list.querySelectorAll(':scope > ol > li').length).toBe(2);
  let levels = 0;
  for (let at: Element | null = list.querySelector('.task'); at; at = at.parentElement!.closest('portico-timeline-tasks li')) levels += 1;
  expect(levels).toBe(4);
});
