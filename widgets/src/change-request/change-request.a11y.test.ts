import type { MemoryServer } from '@portico/sdk/testing';
import { describe, expect, test } from 'vitest';
import { choose, fill, open, surfaces, violations, type Page, type Setting } from '../testing/form.ts';
import { expectNoLeak } from '../testing/leak.ts';
import { all, devtools, reach } from '../testing/mount.ts';
import { entities, me, procedures, requests } from './change-request.fixtures.ts';
import type { PorticoChangeRequest } from './change-request.ts';
import './index.ts';

type Widget = PorticoChangeRequest;

async function begin({ who, ...more }: Partial<Setting> & { who?: object } = {}): Promise<Page<Widget>> {
  let server: MemoryServer;
  return open('portico-change-request', {
    entities: entities(),
    procedures: procedures(() => server, who),
    ...more,
    before: (made) => {
      server = made;
      more.before?.(made);
    },
  });
}

const click = async (widget: Widget, selector: string): Promise<void> => {
  all(widget, selector)[0]!.click();
  await widget.updateComplete;
};

async function send({ widget, server }: Page<Widget>, state: 'sending' | 'waiting' | 'sent'): Promise<void> {
  await click(widget, '.ask');
  fill(widget, 'title', 'A ramp');
  fill(widget, 'description', 'At the side door.');
  choose(widget, 'category', 'scope');
  if (state === 'sending') server.delay(60_000);
  if (state === 'waiting') server.cut();
  await click(widget, '[type=submit]');
  await reach(widget, state as never);
}

const states: [string, Partial<Setting> & { who?: object }, ((page: Page<Widget>) => Promise<void>)?][] = [
  ['list', {}],
  ['loading', { state: 'loading', before: (server) => server.delay(60_000) }],
  ['none yet', { entities: entities([]) }],
  ['empty, for a viewer', { state: 'empty', entities: entities([]), who: me('viewer') }],
  ['viewer', { who: me('viewer') }],
  ['error', { state: 'error', before: (server) => server.fail({ code: 'internal', status: 500, requestId: 'req_1' }) }],
  ['forbidden', { state: 'forbidden', before: (server) => server.fail({ code: 'forbidden', status: 403 }) }],
  [
    'unfolded',
    {},
    async ({ widget }) => {
      for (const name of all(widget, '.name')) name.click();
    },
  ],
  ['form', {}, async ({ widget }) => click(widget, '.ask')],
  [
    'form with mistakes',
    {},
    async ({ widget }) => {
      await click(widget, '.ask');
      await click(widget, '[type=submit]');
    },
  ],
  ['form of what was returned', {}, async ({ widget }) => click(widget, '.asked button')],
  [
    'withdrawing',
    {},
    async ({ widget }) => {
      all(widget, '.name')[1]!.click();
      await widget.updateComplete;
      await click(widget, '.danger');
    },
  ],
  ['sending', {}, (page) => send(page, 'sending')],
  ['waiting', {}, (page) => send(page, 'waiting')],
  ['sent', {}, (page) => send(page, 'sent')],
];

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  describe.each(['en', 'zh-CN'])('%s', (lang) => {
    test.each(states)('axe finds nothing: %s', async (_name, setting, act) => {
      const page = await begin({ lang, style: `color-scheme:${theme};${surfaces[theme]};padding:16px`, ...setting });
      await act?.(page);
      await page.widget.updateComplete;
      expect(await violations(page.widget)).toEqual([]);
    });
  });
});

describe('layout', () => {
  test('nothing is wider than 320 px, even with words that have no break', async () => {
    const long = structuredClone(requests);
    long[4]!.title = 'Datenschutzfolgenabschätzungsverfahrensdokumentation'.repeat(2);
    long[4]!.description = 'W'.repeat(90);
    for (const lang of ['en', 'zh-CN']) {
      const { widget, holder } = await begin({ entities: entities(long), lang, style: 'inline-size:320px' });
      for (const name of all(widget, '.name')) name.click();
      await widget.updateComplete;
      await click(widget, '.ask');
      expect(holder.scrollWidth).toBeLessThanOrEqual(320);
    }
  });

  test('a finger gets 44 px, and text is never below 12 px', async () => {
    await devtools('Emulation.setTouchEmulationEnabled', { enabled: true });
    const { widget } = await begin({ style: 'inline-size:360px;font-size:8px' });
    await click(widget, '.ask');
    for (const one of all(widget, '.bar, .choice, .action, .input, .link'))
      expect(one.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    for (const one of all(widget, '.base *')) expect(Number.parseFloat(getComputedStyle(one).fontSize)).toBeGreaterThanOrEqual(12);
    await devtools('Emulation.setTouchEmulationEnabled', { enabled: false });
  });

  test('right to left it is a mirror', async () => {
    const { widget, holder } = await begin({ style: 'inline-size:900px' });
    const place = (): number => {
      const mark = all(widget, '.bar .mark')[0]!.getBoundingClientRect();
      return mark.left - all(widget, '.bar')[0]!.getBoundingClientRect().left;
    };
    expect(place()).toBeLessThan(30);
    holder.dir = 'rtl';
    expect(place()).toBeGreaterThan(800);
  });

  test('without motion nothing glows', async () => {
    await devtools('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
    const { widget, server } = await begin();
    server.patch('changeRequests', requests[3]!.id, { title: 'Renamed' } as never);
    await expect.poll(() => all(widget, '.name').some((name) => name.innerText === 'Renamed')).toBe(true);
    expect(all(widget, '.request').flatMap((one) => one.getAnimations({ subtree: true }))).toEqual([]);
    await devtools('Emulation.setEmulatedMedia', { features: [] });
  });
});

test('a hundred visits leave nothing behind', async () => {
  const { connection, holder } = await begin();
  await expectNoLeak('portico-change-request', connection, holder);
});
