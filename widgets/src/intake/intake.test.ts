import type { MemoryServer } from '@portico/sdk/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { announcer } from '../base/announce.ts';
import type { PorticoSubmitEvent, PorticoSubmittedEvent } from '../base/form.events.ts';
import { calls, fill, open, press, type Page } from '../testing/form.ts';
import { all, reach, textOf } from '../testing/mount.ts';
import { project, today } from '../timeline/timeline.fixtures.ts';
import './index.ts';
import { entities, me, parsed, procedures, sentence, sentenceParsed, spoken, text } from './intake.fixtures.ts';
import type { Parsed } from './intake.model.ts';
import type { PorticoIntake } from './intake.ts';

const noon = Date.parse(`${today}T04:00:00Z`);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

async function begin({ found, who, ...more }: Partial<Parameters<typeof open>[1]> & { found?: Parsed; who?: object } = {}): Promise<
  Page<PorticoIntake>
> {
  let server: MemoryServer;
  return open('portico-intake', {
    entities: entities(),
    procedures: procedures(() => server, { ...(found && { found }), ...(who && { who }) }),
    ...more,
    before: (made) => {
      server = made;
      more.before?.(made);
    },
  });
}

const focused = (widget: Element): HTMLElement => widget.shadowRoot!.activeElement as HTMLElement;
const field = (widget: Element, name: string): HTMLInputElement => widget.shadowRoot!.querySelector<HTMLInputElement>(`[id="f-${name}"]`)!;
const titles = (widget: Element): string[] => all(widget, '.card textarea').map((one) => (one as HTMLTextAreaElement).value);
const cards = (widget: Element, count: number): Promise<void> => expect.poll(() => all(widget, '.card').length).toBe(count);
const keptDraft = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 400));

/** What they need, read and proposed. */
async function sort(widget: PorticoIntake, words = text, button = 'Read it'): Promise<void> {
  fill(widget, 'text', words);
  press(widget, button);
  await expect.poll(() => all(widget, '.card').length).toBeGreaterThan(0);
}

describe('reading', () => {
  test('希望系统能在月底前上线: due on the last day of this month, those words marked, and nothing stored', async () => {
    const [year, month] = today.split('-').map(Number) as [number, number];
    const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
    const { widget, server } = await begin({ lang: 'zh-CN', found: sentenceParsed(last) });
    await sort(widget, sentence, '整理需求');
    expect(field(widget, 'items.0.due').value).toBe(last);
    expect(all(widget, 'mark[data-field="due"]').map((mark) => mark.textContent)).toEqual(['月底前']);
    expect(all(widget, '.said')[0]!.textContent).toBe(sentence);
    await keptDraft();
    expect(
      server.requests.filter(({ method, path }) => method === 'POST' && !path.includes('sessions.me')).map(({ path }) => path),
    ).toEqual(['/trpc/requirements.parse']);
    expect(server.events(project.id)).toEqual([]);
  });

  test('each proposal quotes its words and marks what its fields came from; what is no request is not hidden', async () => {
    const { widget } = await begin();
    await sort(widget);
    expect(titles(widget)).toEqual(parsed.drafts.map(({ title }) => title));
    expect(
      all(widget, '.said')
        .slice(0, 3)
        .map((one) => one.textContent),
    ).toEqual(parsed.drafts.map(({ quote }) => quote));
    expect(all(widget, 'mark').map((mark) => [mark.dataset['field'], mark.textContent])).toEqual([
      ['due', 'before the end of November'],
      ['type', 'unbearably slow'],
      ['priority', 'at once'],
    ]);
    expect(textOf(widget, '.found')).toBe('We understood 3 requests');
    expect(textOf(widget, 'summary')).toBe('2 passages are left out');
    expect(focused(widget).id).toBe('f-items.0.title');
    expect(announcer().textContent).toContain('Nothing has been sent yet');
  });

  test('read twice by a double click, it is asked once; what is written meanwhile is not thrown away', async () => {
    const { widget, server } = await begin();
    server.delay(60);
    fill(widget, 'text', text);
    press(widget, 'Read it');
    await expect.poll(() => textOf(widget, '.action')).toBe('Reading…');
    press(widget, 'Reading…');
    fill(widget, 'text', `${text}\nAnd a ramp.`);
    await expect.poll(() => textOf(widget, '.action')).toBe('Read it');
    expect(calls(server, 'requirements.parse').length).toBe(1);
    expect(all(widget, '.card')).toEqual([]);
    expect(field(widget, 'text').value).toBe(`${text}\nAnd a ramp.`);
  });

  test('without a request in it, or without a server, the text itself is the proposal', async () => {
    const { widget, server } = await begin({ found: { drafts: [], context: [{ start: 0, end: 5 }] } });
    await sort(widget, 'Hello! We are here.');
    expect(textOf(widget, '.found')).toBe('We found no request in it, so here is your text as one. Change it as you like.');
    expect(titles(widget)).toEqual(['Hello']);
    press(widget, 'Back to the text');
    await expect.poll(() => focused(widget).id).toBe('f-text');
    server.cut();
    await sort(widget, 'A ramp at the side door');
    expect(textOf(widget, '.found')).toBe('It could not be read just now, so here is your text as one request.');
    expect(titles(widget)).toEqual(['A ramp at the side door']);
  });

  test('of a long text the first sentence that is no greeting, cut between words', async () => {
    const { widget } = await begin({ found: { drafts: [], context: [] } });
    await sort(widget, `Dear Ms Lin,\n${'reception would like to move '.repeat(6)}. More.`);
    expect(titles(widget)[0]).toMatch(/^reception .{80,112} (to|move|like|would|reception)…$/);
    press(widget, 'Back to the text');
    await expect.poll(() => all(widget, '.card').length).toBe(0);
    await sort(widget, `林经理，您好：\n希${'𠮷'.repeat(80)}`);
    expect(titles(widget)[0]).toBe(`希${'𠮷'.repeat(59)}…`);
  });

  test('blank, too long or refused: said at the text, which keeps the focus', async () => {
    const { widget, server } = await begin();
    press(widget, 'Read it');
    await expect.poll(() => textOf(widget, '.error')).toBe('Write what you need first.');
    expect(focused(widget).id).toBe('f-text');
    fill(widget, 'text', 'x'.repeat(8001));
    await expect.poll(() => textOf(widget, '.counter')).toBe('1 too many');
    press(widget, 'Read it');
    await expect.poll(() => textOf(widget, '.error')).toBe('Shorten this to 8000 characters');
    expect(calls(server, 'requirements.parse')).toEqual([]);
    fill(widget, 'text', text);
    server.fail({ code: 'invalid_input', status: 400, errors: [{ path: 'text', message: 'must be text' }] }, 'requirements.parse');
    press(widget, 'Read it');
    await expect.poll(() => textOf(widget, '.error')).toBe('Must be text');
    expect(focused(widget).id).toBe('f-text');
    server.fail({ code: 'internal', status: 500 }, 'requirements.parse');
    press(widget, 'Read it');
    await expect.poll(() => textOf(widget, '.error')).toBe('It could not be sent. What you wrote is kept; try again in a moment.');
  });
});

describe('putting it right', () => {
  test('changed, left out, taken in, added: what stands there is what is sent, once', async () => {
    const { widget, server, holder } = await begin();
    const told: unknown[] = [];
    holder.addEventListener('portico-intake-submit', (event: PorticoSubmitEvent) => told.push(['submit', event.detail.project]));
    holder.addEventListener('portico-intake-submitted', (event: PorticoSubmittedEvent<{ items: { reference: string }[] }>) =>
      told.push(['submitted', event.detail.result?.items.map(({ reference }) => reference)]),
    );
    await sort(widget);
    fill(widget, 'items.0.title', 'Move appointments on the phone');
    const kind = field(widget, 'items.1.type');
    kind.value = 'change';
    kind.dispatchEvent(new Event('change', { bubbles: true }));
    fill(widget, 'items.1.due', '2026-12-01');
    all(widget, '.remove')[2]!.click();
    await cards(widget, 2);
    expect(focused(widget).id).toBe('f-items.1.title');
    expect(textOf(widget, 'summary')).toBe('3 passages are left out');
    // A greeting that is one after all comes where it stands in the text.
    all(widget, 'summary')[0]!.click();
    press(widget, 'Make it a request');
    await cards(widget, 3);
    expect(titles(widget)[0]).toBe('Hi Mei,');
    expect(focused(widget).id).toBe('f-items.0.title');
    all(widget, '.remove')[0]!.click();
    await cards(widget, 2);
    press(widget, 'Add a request');
    await cards(widget, 3);
    expect(focused(widget).id).toBe('f-items.2.title');
    fill(widget, 'items.2.title', 'A ramp at the side door');
    press(widget, 'Send 3 requests');
    press(widget, 'Send');
    await reach(widget, 'sent' as never);
    const [first, second] = parsed.drafts;
    expect(calls(server, 'requirements.create')).toEqual([
      {
        project: project.id,
        text,
        at: expect.stringMatching(/^2026-11-21T04:00:/),
        items: [
          {
            title: 'Move appointments on the phone',
            type: 'functional',
            priority: 'normal',
            due: '2026-11-30',
            quote: first!.quote,
            nfr: null,
            acceptance: [],
            spans: { quote: first!.span, ...first!.spans },
          },
          {
            title: second!.title,
            type: 'change',
            priority: 'urgent',
            due: '2026-12-01',
            quote: second!.quote,
            nfr: 'performance',
            acceptance: [],
            spans: { quote: second!.span, ...second!.spans },
          },
          {
            title: 'A ramp at the side door',
            type: 'functional',
            priority: 'normal',
            due: null,
            quote: 'A ramp at the side door',
            nfr: null,
            acceptance: [],
            spans: null,
          },
        ],
      },
    ]);
    expect(textOf(widget, '.outcome')).toBe(
      'Your 3 requests have arrived Mei Lin looks at each and answers here. Reference REQ-4, REQ-5 and REQ-6 Write another',
    );
    expect(focused(widget).className).toBe('outcome sent');
    expect(told).toEqual([
      ['submit', project.id],
      ['submitted', ['REQ-4', 'REQ-5', 'REQ-6']],
    ]);
    await expect.poll(() => textOf(widget, '.register li').split(' | ')[0]).toBe('REQ-6 A ramp at the side door New');
    press(widget, 'Write another');
    await expect.poll(() => focused(widget)?.id).toBe('f-text');
    expect(field(widget, 'text').value).toBe('');
  });

  test('a question is answered by one touch, and the answer is seen where the focus goes', async () => {
    const { widget, server } = await begin();
    await sort(widget);
    press(widget, 'Opens within 1 second');
    await expect.poll(() => textOf(widget, '.done-when')).toBe('Done when Opens within 1 second');
    expect(focused(widget).id).toBe('f-items.1.title');
    press(widget, 'A question');
    await expect.poll(() => field(widget, 'items.2.type').value).toBe('question');
    expect(focused(widget).id).toBe('f-items.2.type');
    expect(all(widget, '.ask')).toEqual([]);
    press(widget, 'Send 3 requests');
    await reach(widget, 'sent' as never);
    expect(calls(server, 'requirements.create')).toMatchObject([
      { items: [{}, { acceptance: ['Opens within 1 second'] }, { type: 'question' }] },
    ]);
  });

  test('leaving out the last one leads back to the text, which is still there', async () => {
    const { widget } = await begin();
    await sort(widget);
    for (let left = 2; left >= 0; left--) {
      all(widget, '.remove')[0]!.click();
      await cards(widget, left);
    }
    expect(field(widget, 'text').value).toBe(text);
    expect(focused(widget).id).toBe('f-text');
  });

  test('what has no words, or too many, is not sent, and said at its field', async () => {
    const { widget, server } = await begin();
    await sort(widget);
    fill(widget, 'items.0.title', ' ');
    fill(widget, 'items.2.title', 'x'.repeat(201));
    press(widget, 'Send 3 requests');
    await expect.poll(() => textOf(widget, '.error')).toBe('Say what is needed | Shorten this to 200 characters');
    all(widget, '.problems button')[1]!.click();
    expect(focused(widget).id).toBe('f-items.2.title');
    fill(widget, 'items.2.title', 'The report as a PDF');
    await expect.poll(() => textOf(widget, '.error')).toBe('Say what is needed');
    expect(calls(server, 'requirements.create')).toEqual([]);
  });

  test('a host may hold it back', async () => {
    const { widget, server, holder } = await begin();
    holder.addEventListener('portico-intake-submit', (event) => event.preventDefault());
    await sort(widget);
    press(widget, 'Send 3 requests');
    await widget.updateComplete;
    expect(calls(server, 'requirements.create')).toEqual([]);
    expect(titles(widget).length).toBe(3);
  });

  test('by keyboard alone', async () => {
    const { widget, server } = await begin();
    widget.focus();
    await userEvent.keyboard('The report must open on a phone');
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await cards(widget, 3);
    await userEvent.keyboard(' today');
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}');
    expect(field(widget, 'items.0.type').value).toBe('nonfunctional');
    await userEvent.tab({ shift: true });
    await userEvent.tab({ shift: true });
    expect(focused(widget).getAttribute('aria-label')).toBe('Leave out “Move an appointment on the phone today”');
    await userEvent.keyboard(' ');
    await cards(widget, 2);
    field(widget, 'items.0.due').focus();
    await userEvent.keyboard('{Enter}');
    await reach(widget, 'sent' as never);
    expect(calls(server, 'requirements.create')).toMatchObject([
      { items: [{ type: 'defect' }, { title: 'The monthly report as a PDF as well' }] },
    ]);
  });
});

describe('drafts and the line', () => {
  test('a reload keeps the text, and the proposals as they were changed', async () => {
    const page = await begin({ found: spoken('zh-CN').found });
    fill(page.widget, 'text', spoken('zh-CN').text);
    await keptDraft();
    let again = await page.reload();
    expect(field(again, 'text').value).toBe(spoken('zh-CN').text);
    press(again, 'Read it');
    await cards(again, 3);
    fill(again, 'items.0.title', '手机改约');
    all(again, '.remove')[2]!.click();
    await cards(again, 2);
    await keptDraft();
    again = await page.reload();
    await cards(again, 2);
    expect(titles(again)).toEqual(['手机改约', '查询页面从周一起慢得没法用']);
    expect(textOf(again, 'summary')).toBe('3 passages are left out');
    expect(all(again, 'mark')[0]!.textContent).toBe('十一月底前');
    expect(calls(page.server, 'requirements.create')).toEqual([]);
  });

  test('another person sees nothing of it', async () => {
    const page = await begin();
    await sort(page.widget);
    await keptDraft();
    page.server.signIn('con_2');
    page.connection.reset();
    await expect.poll(() => field(page.widget, 'text')?.value).toBe('');
    page.server.signIn('con_1');
    page.connection.reset();
    await cards(page.widget, 3);
  });

  test('cut at the moment of sending, which is a double click: it waits through a reload, and goes out once, with its true time', async () => {
    const page = await begin();
    await sort(page.widget);
    page.server.cut();
    press(page.widget, 'Send 3 requests');
    press(page.widget, 'Send');
    await reach(page.widget, 'waiting' as never);
    page.server.restore();
    page.server.fail({ code: 'unavailable', status: 503 }, 'requirements.create');
    vi.setSystemTime(noon + 60_000);
    const again = await page.reload();
    expect(textOf(again, '.outcome-title')).toBe('Saved, not sent yet');
    page.server.fail(null);
    press(again, 'Send now');
    await expect.poll(() => textOf(again, '.outcome-title'), { timeout: 6000 }).toBe('Your 3 requests have arrived');
    const sent = page.server.requests.filter(({ path }) => path === '/trpc/requirements.create');
    expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(new Set(sent.map(({ body }) => (body as { at: string }).at))).toEqual(new Set([expect.stringMatching(/^2026-11-21T04:00:/)]));
    expect(all(again, '.register li').length).toBe(6);
  });

  test('what waits can be taken back and changed', async () => {
    const { widget, server } = await begin();
    await sort(widget);
    server.cut();
    press(widget, 'Send 3 requests');
    await reach(widget, 'waiting' as never);
    press(widget, 'Change it');
    await cards(widget, 3);
    fill(widget, 'items.0.title', 'Another title');
    server.restore();
    press(widget, 'Send 3 requests');
    await reach(widget, 'sent' as never);
    expect(calls(server, 'requirements.create').at(-1)).toMatchObject({ text, items: [{ title: 'Another title' }, {}, {}] });
  });

  test('a refusal of the server stands at its field, with what was written', async () => {
    const { widget, server } = await begin();
    await sort(widget);
    const errors = [{ path: 'items.1.due', message: 'must be a date of this century' }];
    server.fail({ code: 'invalid_input', status: 400, errors }, 'requirements.create');
    press(widget, 'Send 3 requests');
    await expect.poll(() => textOf(widget, '.error')).toBe('Must be a date of this century');
    expect(focused(widget).id).toBe('f-items.1.due');
    expect(titles(widget)).toEqual(parsed.drafts.map(({ title }) => title));
    server.fail(null);
    fill(widget, 'items.1.due', '2026-12-01');
    press(widget, 'Send 3 requests');
    await reach(widget, 'sent' as never);
  });

  test('what waits for one project does not stand in place of the form of another', async () => {
    const other = { ...project, id: 'prj_2' };
    const both = entities();
    both['projects']!.push(other);
    const { widget, server } = await begin({ entities: both });
    await sort(widget);
    server.cut();
    press(widget, 'Send 3 requests');
    await reach(widget, 'waiting' as never);
    server.restore();
    server.fail({ code: 'unavailable', status: 503 }, 'requirements.create');
    widget.project = other.id;
    await expect.poll(() => field(widget, 'text')?.value).toBe('');
    widget.project = project.id;
    await reach(widget, 'waiting' as never);
  });
});

describe('who and how', () => {
  test('a viewer reads the register, sends nothing, and is told whom to ask', async () => {
    const { widget, server } = await begin({ who: me('viewer') });
    expect(textOf(widget, '.outcome')).toBe(
      'You can read this, but not send it To send something, ask an owner or editor of your company, or Mei Lin.',
    );
    expect(all(widget, 'form, textarea, button')).toEqual([]);
    expect(textOf(widget, '.register li')).toBe(
      'REQ-3 A second screen for reception Declined | REQ-2 Labels for the archive boxes Accepted | REQ-1 Reminders a day before New',
    );
    server.patch('requirements', entities()['requirements']![0]!.id, { status: 'done' } as never);
    await expect.poll(() => textOf(widget, '.register li')).toContain('REQ-1 Reminders a day before Done');
  });

  test('the language of the page may change in the middle of it: words change, what is written stays', async () => {
    const { widget } = await begin();
    await sort(widget);
    fill(widget, 'items.0.title', 'Move it');
    widget.lang = 'zh-CN';
    await expect.poll(() => textOf(widget, '.found')).toBe('整理出 3 项需求');
    expect(textOf(widget, '.actions')).toBe('提交 3 项需求 添加一项 返回原文');
    expect(titles(widget)[0]).toBe('Move it');
    press(widget, '提交');
    await expect.poll(() => textOf(widget, '.outcome-title')).toBe('已收到您的 3 项需求');
  });

  test('title and register can be left out', async () => {
    const { widget } = await begin({ attributes: 'without-header without-register' });
    expect(all(widget, '.head, .register')).toEqual([]);
  });
});
