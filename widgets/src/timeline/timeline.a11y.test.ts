import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { WidgetState } from '../base/element.ts';
import { all, devtools, mount, reach } from '../testing/mount.ts';
import { entities, today } from './timeline.fixtures.ts';

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${today}T04:00:00Z`) });
});
afterAll(() => {
  vi.useRealTimers();
});

type Before = NonNullable<Parameters<typeof mount>[0]>['before'];

const states: [WidgetState, Before?][] = [
  ['ready'],
  ['loading', (server) => server.delay(60_000)],
  ['empty'],
  ['error', (server) => server.fail({ code: 'internal', status: 500, requestId: 'req_1' })],
  ['forbidden', (server) => server.fail({ code: 'forbidden', status: 403 })],
];

/** Nothing is turned off but `region`: landmarks are the page's business. */
async function violations(element: Element): Promise<string[]> {
  const { violations: found } = await axe.run(element, { rules: { region: { enabled: false } } });
  return found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`));
}

const surfaces = { light: 'background:#fff;color:#1c2430', dark: 'background:#14161a;color:#e6e8ec' };

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  describe.each(['en', 'zh-CN'])('%s', (lang) => {
    test.each(states)('axe finds nothing in state %s', async (state, before) => {
      const style = `color-scheme:${theme};${surfaces[theme]};padding:16px`;
      const { timeline } = await mount({
        lang,
        style,
        state,
        ...(before && { before }),
        ...(state === 'empty' && { entities: { ...entities(), milestones: [] } }),
      });
      expect(await violations(timeline)).toEqual([]);
    });

    test('axe finds nothing with details unfolded, stale, on a phone and on a desk', async () => {
      vi.useRealTimers();
      const { timeline, server, holder } = await mount({ lang, style: `color-scheme:${theme};${surfaces[theme]};padding:16px` });
      for (const name of all(timeline, 'button.name')) name.click();
      await expect.poll(() => server.followed().length).toBe(1);
      server.cut();
      await reach(timeline, 'stale');
      for (const width of ['320px', '640px', '1200px']) {
        holder.style.inlineSize = width;
        expect(await violations(timeline)).toEqual([]);
      }
      vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${today}T04:00:00Z`) });
    });
  });
});

describe('layout', () => {
  test('nothing is wider than 320 px, even with names that have no break', async () => {
    const data = entities();
    data.milestones[4]!.name = 'Datenschutzfolgenabschätzungsverfahrensdokumentation'.repeat(2);
    data.projects[0]!.name = 'W'.repeat(90);
    for (const lang of ['en', 'zh-CN']) {
      const { timeline, holder } = await mount({ entities: data, lang, style: 'inline-size:320px' });
      for (const name of all(timeline, 'button.name')) name.click();
      await timeline.updateComplete;
      const wide = all(timeline, '.base *:not(.visually-hidden, .bone)').filter(
        (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display === 'block',
      );
      expect(wide.map((one) => one.className)).toEqual([]);
      expect(holder.scrollWidth).toBeLessThanOrEqual(320);
    }
  });

  test('a finger gets 44 px, and text is never below 12 px', async () => {
    await devtools('Emulation.setTouchEmulationEnabled', { enabled: true });
    const { timeline } = await mount({ style: 'inline-size:360px;font-size:8px' });
    for (const row of all(timeline, '.point')) expect(row.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    for (const one of all(timeline, '.base *')) expect(Number.parseFloat(getComputedStyle(one).fontSize)).toBeGreaterThanOrEqual(12);
    await devtools('Emulation.setTouchEmulationEnabled', { enabled: false });
  });

  test('right to left it is a mirror', async () => {
    const { timeline, holder } = await mount({ style: 'inline-size:900px' });
    const places = (): [number, number] => {
      const row = all(timeline, '.point')[5]!.getBoundingClientRect();
      const mark = all(timeline, '.point .mark')[5]!.getBoundingClientRect();
      const time = all(timeline, '.point .date')[5]!.getBoundingClientRect();
      return [mark.left - row.left, time.left - row.left];
    };
    const [mark, time] = places();
    expect(mark).toBeLessThan(time);
    holder.dir = 'rtl';
    expect(places()[0]).toBeGreaterThan(places()[1]);
  });

  test('without motion nothing glows', async () => {
    await devtools('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
    const { timeline, server } = await mount();
    server.patch('milestones', entities().milestones[5]!.id, { progress: 50 } as never);
    await expect.poll(() => all(timeline, '.point')[5]!.innerText).toContain('50%');
    expect(all(timeline, '.point').flatMap((one) => one.getAnimations({ subtree: true }))).toEqual([]);
    await devtools('Emulation.setEmulatedMedia', { features: [] });
  });

  test('the outline of the page is kept: heading levels count from the host’s', async () => {
    const { timeline } = await mount({ attributes: 'heading-level="3"' });
    expect([...new Set(all(timeline, '[role=heading]').map((one) => one.ariaLevel))]).toEqual(['3', '4']);
    await expect.element(page.elementLocator(timeline).getByRole('heading', { name: 'Discovery 3 of 3', level: 4 })).toBeInTheDocument();
  });
});
