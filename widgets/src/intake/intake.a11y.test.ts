import type { MemoryServer } from '@portico/sdk/testing';
import { describe, expect, test } from 'vitest';
import { toChinese } from '../testing/chinese.ts';
import { fill, open, surfaces, violations, type Page, type Setting } from '../testing/form.ts';
import { expectNoLeak } from '../testing/leak.ts';
import { all, devtools, reach } from '../testing/mount.ts';
import './index.ts';
import { entities, inChinese, me, procedures, spoken } from './intake.fixtures.ts';
import type { Parsed } from './intake.model.ts';
import type { PorticoIntake } from './intake.ts';

type Widget = PorticoIntake;
type Given = Partial<Setting> & { who?: object; found?: Parsed };

async function begin({ who, found, ...more }: Given = {}): Promise<Page<Widget>> {
  let server: MemoryServer;
  const { lang = 'en' } = more;
  return open('portico-intake', {
    entities: toChinese(entities(), lang === 'en' ? {} : inChinese),
    procedures: procedures(() => server, { found: found ?? spoken(lang).found, ...(who && { who }) }),
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

async function sort({ widget }: Page<Widget>): Promise<void> {
  fill(widget, 'text', spoken(widget.lang).text);
  await click(widget, '[type=submit]');
  await expect.poll(() => all(widget, '.card').length).toBeGreaterThan(0);
}

async function send(page: Page<Widget>, state: 'sending' | 'waiting' | 'sent'): Promise<void> {
  await sort(page);
  if (state === 'sending') page.server.delay(60_000);
  if (state === 'waiting') page.server.cut();
  await click(page.widget, '[type=submit]');
  await reach(page.widget, state as never);
}

const states: [string, Given, ((page: Page<Widget>) => Promise<void>)?][] = [
  ['blank', {}],
  ['loading', { state: 'loading', before: (server) => server.delay(60_000) }],
  ['nothing sent yet', { entities: entities([]) }],
  ['viewer', { who: me('viewer') }],
  ['error', { state: 'error', before: (server) => server.fail({ code: 'internal', status: 500, requestId: 'req_1' }) }],
  ['forbidden', { state: 'forbidden', before: (server) => server.fail({ code: 'forbidden', status: 403 }) }],
  ['without a text', {}, async ({ widget }) => click(widget, '[type=submit]')],
  [
    'reading',
    {},
    async ({ widget, server }) => {
      fill(widget, 'text', 'A ramp');
      server.delay(60_000);
      await click(widget, '[type=submit]');
    },
  ],
  [
    'proposals, and what is left out',
    {},
    async (page) => {
      await sort(page);
      await click(page.widget, '.answers button');
      await click(page.widget, 'summary');
    },
  ],
  ['nothing found', { found: { drafts: [], context: [] } }, sort],
  [
    'one added, without words',
    {},
    async (page) => {
      await sort(page);
      await click(page.widget, '.actions .link');
      fill(page.widget, 'items.0.title', '');
      await click(page.widget, '[type=submit]');
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
    const long = 'Datenschutzfolgenabschätzungsverfahrensdokumentation'.repeat(3);
    for (const lang of ['en', 'zh-CN']) {
      const rows = entities();
      rows['requirements']![0] = { ...rows['requirements']![0]!, title: long } as never;
      const page = await begin({ entities: rows, lang, style: 'inline-size:320px' });
      await sort(page);
      await click(page.widget, 'summary');
      fill(page.widget, 'items.1.title', long);
      expect(page.holder.scrollWidth).toBeLessThanOrEqual(320);
      const { right } = page.holder.getBoundingClientRect();
      for (const one of all(page.widget, '.base *')) expect(one.getBoundingClientRect().right).toBeLessThanOrEqual(right + 0.5);
    }
  });

  test('a finger gets 44 px, and text is never below 12 px', async () => {
    await devtools('Emulation.setTouchEmulationEnabled', { enabled: true });
    const page = await begin({ style: 'inline-size:360px;font-size:8px' });
    await sort(page);
    await click(page.widget, 'summary');
    for (const one of all(page.widget, 'button, .input, summary')) expect(one.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    for (const one of all(page.widget, '.base *')) expect(Number.parseFloat(getComputedStyle(one).fontSize)).toBeGreaterThanOrEqual(12);
    await devtools('Emulation.setTouchEmulationEnabled', { enabled: false });
  });

  test('right to left it is a mirror', async () => {
    const page = await begin({ style: 'inline-size:700px' });
    await sort(page);
    const place = (): number =>
      all(page.widget, '.remove')[0]!.getBoundingClientRect().left - all(page.widget, '.card')[0]!.getBoundingClientRect().left;
    expect(place()).toBeGreaterThan(600);
    page.holder.dir = 'rtl';
    expect(place()).toBeLessThan(30);
  });
});

test('a hundred visits leave nothing behind', async () => {
  const { connection, holder } = await begin();
  await expectNoLeak('portico-intake', connection, holder);
});
