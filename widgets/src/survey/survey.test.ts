import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { announcer } from '../base/announce.ts';
import type { PorticoSubmitEvent, PorticoSubmittedEvent } from '../base/form.events.ts';
import { calls, choose, fill, open, press, type Page } from '../testing/form.ts';
import { all, reach, textOf } from '../testing/mount.ts';
import { today } from '../timeline/timeline.fixtures.ts';
import './index.ts';
import { answers, entities, me, procedures, response, survey } from './survey.fixtures.ts';
import type { PorticoSurvey } from './survey.ts';

const noon = Date.parse(`${today}T04:00:00Z`);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

const begin = (more: Partial<Parameters<typeof open>[1]> = {}): Promise<Page<PorticoSurvey>> =>
  open('portico-survey', { entities: entities(), procedures: procedures(), ...more });

function answerAll(widget: Element): void {
  choose(widget, 'recommend', 9);
  choose(widget, 'satisfied', 4);
  choose(widget, 'channel', 'weekly');
  choose(widget, 'focus', 'training');
  choose(widget, 'focus', 'mobile');
  fill(widget, 'words', answers['words'] as string);
}

describe('answering', () => {
  test('answers go out once, with the instant of the tap, and are thanked for', async () => {
    const { widget, server, holder } = await begin();
    const told: [string, unknown][] = [];
    holder.addEventListener('portico-survey-submit', (event: PorticoSubmitEvent) => told.push(['submit', event.detail.input]));
    holder.addEventListener('portico-survey-submitted', (event) =>
      told.push(['submitted', (event as PorticoSubmittedEvent<{ id: string }>).detail.result?.id]),
    );
    answerAll(widget);
    await expect.poll(() => textOf(widget, '.progress')).toBe('5 of 5 answered');
    press(widget, 'Send answers');
    press(widget, 'Send answers');
    await reach(widget, 'sent' as never);
    expect(calls(server, 'responses.submit')).toEqual([{ id: survey.id, answers, at: expect.stringMatching(/^2026-11-21T04:00:0/) }]);
    expect(textOf(widget, '.outcome')).toBe('Thank you Your answers have arrived. Mei Lin reads every one of them.');
    expect(widget.shadowRoot!.activeElement?.className).toBe('outcome sent');
    expect(told).toEqual([
      ['submit', { id: survey.id, answers }],
      ['submitted', response().id],
    ]);
  });

  test('what is missing is listed first, each entry leads to its question, and mending takes it off', async () => {
    const { widget, server } = await begin();
    press(widget, 'Send answers');
    await expect.poll(() => widget.shadowRoot!.activeElement?.className).toBe('problems');
    expect(textOf(widget, '.problems li')).toBe(
      'How likely are you to recommend us to another clinic: Choose a number | How satisfied are you with the work of this month: Choose how satisfied you are | How should we keep you up to date: Choose one',
    );
    expect(all(widget, '.problems button').length).toBe(3);
    all(widget, '.problems button')[2]!.click();
    expect((widget.shadowRoot!.activeElement as HTMLInputElement).value).toBe('weekly');
    choose(widget, 'recommend', 0);
    choose(widget, 'satisfied', 1);
    await expect.poll(() => all(widget, '.error').length).toBe(1);
    press(widget, 'Send answers');
    // One thing alone needs no list: the focus is at it.
    await expect.poll(() => all(widget, '.problems').length).toBe(0);
    expect((widget.shadowRoot!.activeElement as HTMLInputElement).value).toBe('weekly');
    expect(calls(server, 'responses.submit')).toEqual([]);
  });

  test('no more options than allowed, and no more text', async () => {
    const { widget } = await begin();
    for (const id of ['training', 'speed', 'reports']) choose(widget, 'focus', id);
    fill(widget, 'words', 'x'.repeat(2001));
    await expect.poll(() => textOf(widget, '.counter')).toBe('1 too many');
    press(widget, 'Send answers');
    await expect.poll(() => textOf(widget, '.error')).toContain('Choose no more than 2');
    expect(textOf(widget, '.error')).toContain('Shorten this to 2000 characters');
  });

  test('a host may hold it back', async () => {
    const { widget, server, holder } = await begin();
    holder.addEventListener('portico-survey-submit', (event) => event.preventDefault());
    answerAll(widget);
    press(widget, 'Send answers');
    await widget.updateComplete;
    expect(calls(server, 'responses.submit')).toEqual([]);
    expect(all(widget, 'form').length).toBe(1);
  });

  test('by keyboard alone: Tab between questions, arrows within one, Enter sends', async () => {
    const { widget, server } = await begin();
    widget.focus();
    const at = (): string => (widget.shadowRoot!.activeElement as HTMLInputElement).value;
    await userEvent.keyboard(' {ArrowRight}{ArrowRight}');
    expect(at()).toBe('2');
    await userEvent.tab();
    await userEvent.keyboard(' {ArrowLeft}');
    expect(at()).toBe('5');
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}');
    expect(at()).toBe('mail');
    await userEvent.tab();
    await userEvent.keyboard(' ');
    await userEvent.tab({ shift: true });
    expect(at()).toBe('mail');
    await userEvent.keyboard('{Enter}');
    await reach(widget, 'sent' as never);
    expect(calls(server, 'responses.submit')).toMatchObject([
      { answers: { recommend: 2, satisfied: 5, channel: 'mail', focus: ['training'] } },
    ]);
  });
});

describe('drafts and the line', () => {
  test('a reload keeps what was answered; another person does not see it', async () => {
    const page = await begin();
    answerAll(page.widget);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const again = await page.reload();
    expect(textOf(again, '.progress')).toBe('5 of 5 answered');
    expect(again.shadowRoot!.querySelector('textarea')!.value).toBe(answers['words']);
    page.server.signIn('con_2');
    page.connection.reset();
    await expect.poll(() => textOf(again, '.progress')).toBe('0 of 5 answered');
  });

  test('cut at the moment of sending: it waits, survives a reload, and goes out once, with its true time', async () => {
    const page = await begin();
    answerAll(page.widget);
    await page.widget.updateComplete;
    page.server.cut();
    press(page.widget, 'Send answers');
    press(page.widget, 'Send answers');
    await reach(page.widget, 'waiting' as never);
    expect(textOf(page.widget, '.outcome')).toMatch(
      /^Saved, not sent yet The server cannot be reached\. It goes out by itself as soon as that changes, with the time .*\. You can close this page\. Send now Change it$/,
    );
    vi.setSystemTime(noon + 60_000);
    page.server.restore();
    const again = await page.reload();
    await expect.poll(() => calls(page.server, 'responses.submit').length, { timeout: 6000 }).toBeGreaterThan(0);
    await expect.poll(() => textOf(again, '.outcome-title'), { timeout: 6000 }).toBe('Thank you');
    const instants = new Set(calls(page.server, 'responses.submit').map((body) => (body as { at: string }).at));
    expect([...instants]).toEqual([expect.stringMatching(/^2026-11-21T04:00:/)]);
    expect(new Set(page.server.requests.filter((one) => one.path.endsWith('responses.submit')).map((one) => one.idempotencyKey)).size).toBe(
      1,
    );
  });

  test('to try now and fail again is told, in words and to screen readers', async () => {
    const { widget, server } = await begin();
    answerAll(widget);
    server.cut();
    press(widget, 'Send answers');
    await reach(widget, 'waiting' as never);
    server.delay(50);
    press(widget, 'Send now');
    await expect.poll(() => textOf(widget, '.outcome .action')).toBe('Sending…');
    press(widget, 'Sending…');
    await expect.poll(() => textOf(widget, '.tried')).toMatch(/^Tried at \d\d:\d\d: still not possible\. Nothing is lost\.$/);
    expect(textOf(widget, '.outcome .action')).toBe('Send now');
    expect(announcer().textContent).toContain('still not possible');
    server.restore();
    press(widget, 'Send now');
    await reach(widget, 'sent' as never);
    expect(new Set(server.requests.filter(({ path }) => path.endsWith('.submit')).map(({ idempotencyKey }) => idempotencyKey)).size).toBe(
      1,
    );
  });

  test('what waits can be taken back and changed', async () => {
    const { widget, server } = await begin();
    answerAll(widget);
    server.cut();
    press(widget, 'Send answers');
    await reach(widget, 'waiting' as never);
    press(widget, 'Change it');
    await expect.poll(() => all(widget, 'form').length).toBe(1);
    expect(textOf(widget, '.progress')).toBe('5 of 5 answered');
    choose(widget, 'recommend', 3);
    server.restore();
    press(widget, 'Send answers');
    await reach(widget, 'sent' as never);
    const sent = calls(server, 'responses.submit') as { answers: { recommend: number } }[];
    expect(sent.at(-1)!.answers.recommend).toBe(3);
  });
});

describe('what stands in place of the questions', () => {
  test('who has answered sees it, with what they said', async () => {
    const { widget } = await begin({ procedures: procedures({ first: response() }) });
    expect(textOf(widget, '.outcome')).toBe('You have answered this survey Sent on 21 November 2026. Each person answers once.');
    expect(textOf(widget, '.answers dd')).toBe(
      '9 of 10 | 4 of 5 | A short call each week | Training for reception · Use on the phone | Send the minutes on the same day, please.',
    );
    expect(all(widget, 'form').length).toBe(0);
  });

  test('a second response is refused in so many words, and the first one is shown', async () => {
    const { widget } = await begin({ procedures: procedures({ hidden: response() }) });
    answerAll(widget);
    choose(widget, 'recommend', 1);
    press(widget, 'Send answers');
    await expect
      .poll(() => textOf(widget, '.outcome'))
      .toBe('These answers were not taken You had answered on 21 November 2026, and each person answers once. What counts is below.');
    expect(textOf(widget, '.answers dd')).toContain('9 of 10');
    await expect.poll(() => Object.keys(localStorage)).toEqual([]);
  });

  test('a refusal of the server stands at its question', async () => {
    const { widget, server } = await begin();
    answerAll(widget);
    server.fail(
      {
        code: 'invalid_input',
        status: 400,
        errors: [
          { path: 'answers.words', message: 'must be text without control characters' },
          { path: 'answers.focus', message: 'must name at most 1 options' },
        ],
      },
      'responses.submit',
    );
    press(widget, 'Send answers');
    await expect.poll(() => textOf(widget, '.error')).toBe('Must name at most 1 options | Must be text without control characters');
    expect(widget.shadowRoot!.activeElement?.className).toBe('problems');
    expect(widget.shadowRoot!.querySelector('textarea')!.value).toBe(answers['words']);
  });

  test('a survey that is closed takes nothing; one that closes meanwhile says so', async () => {
    const closed = entities({ status: 'closed', closedAt: `${today}T03:00:00.000Z` });
    const { widget } = await begin({ entities: closed, attributes: `survey="${survey.id}"` });
    expect(textOf(widget, '.outcome')).toBe('This survey is closed It ended on 21 November 2026 and takes no more answers.');
    const { widget: other, server } = await begin();
    answerAll(other);
    server.fail({ code: 'conflict', status: 409, detail: 'This survey is closed; it takes no answers.' }, 'responses.submit');
    press(other, 'Send answers');
    await expect.poll(() => textOf(other, '.problems')).toContain('The survey was closed before your answers arrived.');
    // Nobody will ever send it again, so it does not lie about in the browser.
    expect(Object.keys(localStorage).length).toBe(1);
    other.survey = survey.id;
    server.patch('surveys', survey.id, { status: 'closed', closedAt: `${today}T03:00:00.000Z` } as never);
    await expect.poll(() => textOf(other, '.outcome-title')).toBe('This survey is closed');
    expect(Object.keys(localStorage)).toEqual([]);
  });

  test('without an open survey it says what will be here; one that opens appears', async () => {
    const { widget, server } = await begin({ entities: entities({ status: 'draft' }), state: 'empty' });
    expect(textOf(widget)).toBe('Nothing to answer right now When Mei Lin asks for your opinion, the questions appear here.');
    server.patch('surveys', survey.id, { status: 'open' } as never);
    await reach(widget, 'ready');
    await expect.poll(() => all(widget, 'form').length).toBe(1);
  });

  test('of several open surveys the newest that is not answered, and what is being answered stays', async () => {
    const both = entities();
    both['surveys']!.push({ ...structuredClone(survey), id: 'srv_2', title: 'Older', openedAt: '2026-10-01T00:00:00.000Z' } as never);
    const own = procedures();
    const { widget, server } = await begin({
      entities: both,
      procedures: {
        ...own,
        'responses.mine': (input: { id: string }) => (input.id === survey.id ? response() : own['responses.mine']!(input as never)),
      },
    });
    expect(textOf(widget, '.title')).toBe('Older');
    server.put('surveys', { ...structuredClone(survey), id: 'srv_3', title: 'Newest', openedAt: '2026-11-22T00:00:00.000Z' } as never);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(textOf(widget, '.title')).toBe('Older');
  });

  test('a member of the team sees the questions, but cannot answer', async () => {
    const { widget } = await begin({ procedures: procedures({ who: { ...me(), kind: 'member', can: ['response.read'] } }) });
    expect(textOf(widget, '.outcome')).toBe(
      'You can read this, but not send it Only the client’s own people answer. You see it as they do.',
    );
    expect(all(widget, 'input').every((input) => (input as HTMLInputElement).disabled)).toBe(true);
    expect(all(widget, 'button').length).toBe(0);
  });
});

describe('in a form of the host', () => {
  test('its value is what was sent; required, the form waits for it; a reset empties it', async () => {
    const { widget, holder } = await begin({ attributes: 'name="feedback" required' });
    const form = document.createElement('form');
    holder.append(form);
    form.append(widget);
    await reach(widget, 'ready');
    await widget.updateComplete;
    expect(form.checkValidity()).toBe(false);
    expect(widget.validationMessage).toBe('Please send this first.');
    answerAll(widget);
    await widget.updateComplete;
    form.reset();
    await expect.poll(() => textOf(widget, '.progress')).toBe('0 of 5 answered');
    answerAll(widget);
    press(widget, 'Send answers');
    await reach(widget, 'sent' as never);
    expect(form.checkValidity()).toBe(true);
    expect([...new FormData(form)]).toEqual([['feedback', response().id]]);
  });
});

test('Chinese readers get Chinese questions and words', async () => {
  const { widget } = await begin({ lang: 'zh-CN' });
  expect(textOf(widget, '.title')).toBe('合作感受小调查');
  expect(textOf(widget, '.progress')).toBe('已答 0/5 题');
  press(widget, '提交回答');
  await expect
    .poll(() => textOf(widget, '.problems'))
    .toBe(
      '请检查以下 3 处 您有多大可能把我们推荐给其他诊所：请选择一个分数 您对本月的工作满意吗：请选择满意程度 您希望我们怎样同步进展：请选择一项',
    );
});
