import { describe, expect, test } from 'vitest';
import { choose, open, press, surfaces, violations, type Page, type Setting } from '../testing/form.ts';
import { expectNoLeak } from '../testing/leak.ts';
import { all, devtools, reach } from '../testing/mount.ts';
import './index.ts';
import { entities, me, procedures, questions, response, survey } from './survey.fixtures.ts';
import type { PorticoSurvey } from './survey.ts';

const begin = (more: Partial<Setting> = {}): Promise<Page<PorticoSurvey>> =>
  open('portico-survey', { entities: entities(), procedures: procedures(), ...more });

const closed = entities({ status: 'closed', closedAt: '2026-11-21T03:00:00.000Z' });

/** Every state: how to come to it, and what to do there. */
const states: [string, Partial<Setting>, ((page: Page<PorticoSurvey>) => void | Promise<void>)?][] = [
  ['blank', {}],
  ['loading', { state: 'loading', before: (server) => server.delay(60_000) }],
  ['empty', { state: 'empty', entities: entities({ status: 'draft' }) }],
  ['error', { state: 'error', before: (server) => server.fail({ code: 'internal', status: 500, requestId: 'req_1' }) }],
  ['forbidden', { state: 'forbidden', before: (server) => server.fail({ code: 'forbidden', status: 403 }) }],
  ['answered', { procedures: procedures({ first: response() }) }],
  ['closed', { entities: closed, attributes: `survey="${survey.id}"` }],
  ['read only', { procedures: procedures({ who: { ...me(), kind: 'member', can: [] } }) }],
  ['with mistakes', {}, ({ widget }) => all(widget, '[type=submit]')[0]!.click()],
  ['sending', {}, async (page) => send(page, 'sending')],
  ['waiting', {}, async (page) => send(page, 'waiting')],
  ['sent', {}, async (page) => send(page, 'sent')],
];

async function send({ widget, server }: Page<PorticoSurvey>, state: 'sending' | 'waiting' | 'sent'): Promise<void> {
  for (const [name, value] of [
    ['recommend', 9],
    ['satisfied', 4],
    ['channel', 'mail'],
  ] as const)
    choose(widget, name, value);
  if (state === 'sending') server.delay(60_000);
  if (state === 'waiting') server.cut();
  all(widget, '[type=submit]')[0]!.click();
  await reach(widget, state as never);
}

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
  test('nothing is wider than 320 px, and a scale of eleven stands in two rows', async () => {
    const long = structuredClone(questions);
    long[0]!.label = 'Datenschutzfolgenabschätzungsverfahrensdokumentation'.repeat(2);
    const { widget, holder } = await begin({ entities: entities({ questions: long }), style: 'inline-size:320px' });
    press(widget, 'Send answers');
    await widget.updateComplete;
    expect(holder.scrollWidth).toBeLessThanOrEqual(320);
    for (const step of all(widget, '.step')) expect(step.getBoundingClientRect().width).toBeGreaterThan(40);
  });

  test('a finger gets 44 px, and text is never below 12 px', async () => {
    await devtools('Emulation.setTouchEmulationEnabled', { enabled: true });
    const { widget } = await begin({ style: 'inline-size:360px;font-size:8px' });
    for (const one of all(widget, '.choice, .action, .input')) expect(one.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    for (const one of all(widget, '.base *')) expect(Number.parseFloat(getComputedStyle(one).fontSize)).toBeGreaterThanOrEqual(12);
    await devtools('Emulation.setTouchEmulationEnabled', { enabled: false });
  });
});

test('a hundred visits leave nothing behind', async () => {
  const { connection, holder } = await begin();
  await expectNoLeak('portico-survey', connection, holder);
});
