import type { MemoryServer } from '@portico/sdk/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { announcer } from '../base/announce.ts';
import { calls, choose, fill, open, press, type Page } from '../testing/form.ts';
import { all, reach, textOf } from '../testing/mount.ts';
import { project, today } from '../timeline/timeline.fixtures.ts';
import { before, entities, me, procedures, request, requests } from './change-request.fixtures.ts';
import type { ChangeRequest } from './change-request.model.ts';
import type { PorticoChangeRequest } from './change-request.ts';
import './index.ts';

const noon = Date.parse(`${today}T04:00:00Z`);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

async function begin(more: Partial<Parameters<typeof open>[1]> & { who?: object } = {}): Promise<Page<PorticoChangeRequest>> {
  let server: MemoryServer;
  return open('portico-change-request', {
    entities: entities(),
    procedures: procedures(() => server, more.who),
    ...more,
    before: (made) => {
      server = made;
      more.before?.(made);
    },
  });
}

const row = (widget: Element, reference: string): HTMLElement => all(widget, '.request').find((one) => one.innerText.includes(reference))!;
const words = (element: HTMLElement): string => element.innerText.replace(/\s+/g, ' ').trim();
const unfold = async (widget: PorticoChangeRequest, reference: string): Promise<void> => {
  row(widget, reference).querySelector<HTMLElement>('.name')!.click();
  await widget.updateComplete;
};
const focused = (widget: Element): HTMLElement => widget.shadowRoot!.activeElement as HTMLElement;

async function write(widget: PorticoChangeRequest): Promise<void> {
  press(widget, 'Request a change');
  await expect.poll(() => focused(widget)?.id).toBe('f-title');
  fill(widget, 'title', 'Reminders a day before');
  fill(widget, 'description', 'An hour is too short.');
  choose(widget, 'category', 'scope');
  fill(widget, 'wantedBy', '2026-12-15');
  await widget.updateComplete;
}

describe('the life of requests', () => {
  test('grouped by whose turn it is, each with its state, number and age', async () => {
    const { widget } = await begin();
    expect(textOf(widget, '.sum')).toBe('1 waiting for you · 2 in progress · 3 closed');
    expect(textOf(widget, '.stage')).toBe('Waiting for you 1 | In progress 2 | Closed 3');
    expect(all(widget, '.bar').map(words)).toEqual([
      'One more column in the monthly report Needs your input CR-5 3 hours ago',
      'Patients should be able to move an appointment themselves Submitted CR-6 2 hours ago',
      'Move the training to the second week of January In review CR-4 4 days ago',
      'Another colour for the nurses’ view Withdrawn CR-3 17 days ago',
      'Direct billing with the second insurer Declined CR-2 25 days ago',
      'Print the queue number with the appointment Approved CR-1 33 days ago',
    ]);
    expect(new Set(all(widget, '.bar .mark path').map((path) => path.getAttribute('d'))).size).toBe(6);
  });

  test('unfolded it says what was asked, what was agreed, and who did what, when and why', async () => {
    const { widget } = await begin();
    await unfold(widget, 'CR-1');
    expect(words(row(widget, 'CR-1').querySelector('.more')!)).toMatch(
      /^Reception hands out paper numbers today\. They should be on the appointment slip\. Touches Scope Submitted by Anna Petrova Agreed impact \+¥12,800\.00 · \+3 working days History Anna Petrova submitted the request 38 days ago · 14 Oct, \d\d:\d\d Mei Lin took it into review .* Mei Lin approved it .* It fits before the training\.$/,
    );
    expect(row(widget, 'CR-1').querySelector('.action')).toBe(null);
  });

  test('a live change moves the row, glows, is said once, and never moves the focus elsewhere', async () => {
    const { widget, server } = await begin();
    announcer().replaceChildren();
    row(widget, 'CR-4').querySelector<HTMLElement>('.name')!.focus();
    const four = requests[3]!;
    server.patch<ChangeRequest>('changeRequests', four.id, {
      status: 'approved',
      decidedAt: before(0),
      trail: [
        ...four.trail,
        { at: before(0), from: 'in_review', to: 'approved', actor: { kind: 'member', name: 'Mei Lin' }, reason: null },
      ],
    });
    await expect.poll(() => textOf(widget, '.stage')).toBe('Waiting for you 1 | In progress 1 | Closed 4');
    expect(words(row(widget, 'CR-4').querySelector('.bar')!)).toContain('Approved CR-4 now');
    expect(words(focused(widget))).toBe(four.title);
    expect(row(widget, 'CR-4').getAnimations({ subtree: true }).length).toBe(1);
    expect([...announcer().children].map((line) => line.textContent)).toEqual([`CR-4, ${four.title}: Approved`]);
  });

  test('Chinese readers get Chinese words and dates', async () => {
    const { widget } = await begin({ lang: 'zh-CN' });
    await unfold(widget, 'CR-4');
    expect(textOf(widget, '.sum')).toBe('1 项待您补充 · 2 项处理中 · 3 项已结束');
    expect(words(row(widget, 'CR-4').querySelector('.details')!)).toBe('涉及方面 工期 期望完成日期 2027年1月11日 周一 提交人 Anna Petrova');
    expect(words(row(widget, 'CR-4').querySelector('.step-of')!)).toMatch(/^Anna Petrova 提交了申请 5天前 · 11月16日 \d\d:\d\d$/);
  });
});

describe('asking', () => {
  test('a request goes out once, with the instant of the tap, shows its number and stands in the list', async () => {
    const { widget, server } = await begin();
    await write(widget);
    press(widget, 'Submit request');
    press(widget, 'Submit request');
    await reach(widget, 'sent' as never);
    expect(calls(server, 'changeRequests.submit')).toEqual([
      {
        project: project.id,
        title: 'Reminders a day before',
        description: 'An hour is too short.',
        category: 'scope',
        wantedBy: '2026-12-15',
        at: expect.stringMatching(/^2026-11-21T04:00:/),
      },
    ]);
    expect(textOf(widget, '.outcome')).toBe(
      'Your request has arrived Mei Lin looks at what it means for scope, dates and cost, and answers here. Reference CR-7 Request another change',
    );
    expect(focused(widget).className).toBe('outcome sent');
    await expect.poll(() => words(row(widget, 'CR-7').querySelector('.bar')!)).toBe('Reminders a day before Submitted CR-7 now');
    press(widget, 'Request another change');
    await expect.poll(() => focused(widget)?.id).toBe('f-title');
    expect((focused(widget) as HTMLInputElement).value).toBe('');
  });

  test('what is missing or in the past is said at its field, and the list leads there', async () => {
    const { widget, server } = await begin();
    press(widget, 'Request a change');
    await widget.updateComplete;
    fill(widget, 'wantedBy', '2026-11-20');
    press(widget, 'Submit request');
    await expect
      .poll(() => textOf(widget, '.error'))
      .toBe('Say in one line what should change | Describe what you need | Choose what it touches | Choose today or a later day');
    all(widget, '.problems button')[2]!.click();
    expect((focused(widget) as HTMLInputElement).value).toBe('scope');
    expect(calls(server, 'changeRequests.submit')).toEqual([]);
  });

  test('by keyboard alone', async () => {
    const { widget, server } = await begin();
    all(widget, '.ask')[0]!.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => focused(widget)?.id).toBe('f-title');
    await userEvent.keyboard('A ramp');
    await userEvent.tab();
    await userEvent.keyboard('At the side door.');
    await userEvent.tab();
    await userEvent.keyboard(' {ArrowRight}');
    await userEvent.tab({ shift: true });
    await userEvent.tab({ shift: true });
    await userEvent.keyboard('{Enter}');
    await reach(widget, 'sent' as never);
    expect(calls(server, 'changeRequests.submit')).toMatchObject([
      { title: 'A ramp', description: 'At the side door.', category: 'schedule', wantedBy: null },
    ]);
  });

  test('a reload keeps what is typed and opens the form again; cancelling closes it and keeps it too', async () => {
    const page = await begin();
    await write(page.widget);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const again = await page.reload();
    expect((all(again, '#f-title')[0] as HTMLInputElement).value).toBe('Reminders a day before');
    press(again, 'Cancel');
    await expect.poll(() => focused(again)?.className).toContain('ask');
    press(again, 'Request a change');
    await expect.poll(() => (all(again, '#f-title')[0] as HTMLInputElement | undefined)?.value).toBe('Reminders a day before');
  });

  test('cut at the moment of sending: it waits through a reload and goes out once', async () => {
    const page = await begin();
    await write(page.widget);
    page.server.cut();
    press(page.widget, 'Submit request');
    await reach(page.widget, 'waiting' as never);
    page.server.restore();
    page.server.fail({ code: 'unavailable', status: 503 }, 'changeRequests.submit');
    const again = await page.reload();
    expect(textOf(again, '.outcome-title')).toBe('Saved, not sent yet');
    page.server.fail(null);
    press(again, 'Send now');
    await expect.poll(() => textOf(again, '.outcome-title'), { timeout: 6000 }).toBe('Your request has arrived');
    expect(all(again, '.request').filter((one) => one.innerText.includes('Reminders a day before')).length).toBe(1);
    expect(new Set(page.server.requests.filter((one) => one.path.endsWith('.submit')).map((one) => one.idempotencyKey)).size).toBe(1);
  });

  test('a refusal of the server stands at its field, with what was typed', async () => {
    const { widget, server } = await begin();
    await write(widget);
    server.fail({ code: 'invalid_input', status: 400, errors: [{ path: 'title', message: 'must be one line' }] }, 'changeRequests.submit');
    press(widget, 'Submit request');
    await expect.poll(() => textOf(widget, '.error')).toBe('Must be one line');
    expect(focused(widget).id).toBe('f-title');
    expect((focused(widget) as HTMLInputElement).value).toBe('Reminders a day before');
    server.fail(null);
    press(widget, 'Submit request');
    await reach(widget, 'sent' as never);
  });
});

describe('what was returned', () => {
  test('says what is asked, is put right in its row, and goes back into the queue', async () => {
    const { widget, server } = await begin();
    expect(words(row(widget, 'CR-5').querySelector('.asked')!)).toMatch(
      /^Mei Lin Which of the two reports do you mean, .* Edit and submit again$/,
    );
    press(widget, 'Edit and submit again');
    await expect.poll(() => focused(widget)?.id).toBe('f-title');
    expect((focused(widget) as HTMLInputElement).value).toBe(requests[4]!.title);
    fill(widget, 'description', 'The weekly one.');
    press(widget, 'Submit again');
    await reach(widget, 'sent' as never);
    expect(calls(server, 'changeRequests.resubmit')).toMatchObject([
      { id: requests[4]!.id, title: requests[4]!.title, description: 'The weekly one.', wantedBy: '2026-12-18' },
    ]);
    await expect.poll(() => textOf(widget, '.stage')).toBe('In progress 3 | Closed 3');
    expect(focused(widget).className).toBe('outcome sent');
  });
});

describe('withdrawing', () => {
  test('is confirmed by its number, and can be thought better of', async () => {
    const { widget, server } = await begin();
    await unfold(widget, 'CR-6');
    press(widget, 'Withdraw CR-6');
    await expect
      .poll(() => textOf(widget, '.sure'))
      .toBe('This cannot be undone. You can submit a new request at any time. Reason (optional) Withdraw CR-6 Keep it');
    press(widget, 'Keep it');
    await expect.poll(() => words(focused(widget))).toBe(requests[5]!.title);
    press(widget, 'Withdraw CR-6');
    await expect.poll(() => focused(widget)?.id).toBe('f-reason');
    fill(widget, 'reason', 'Solved otherwise.');
    press(widget, 'Withdraw CR-6');
    await reach(widget, 'sent' as never);
    expect(calls(server, 'changeRequests.withdraw')).toMatchObject([{ id: requests[5]!.id, reason: 'Solved otherwise.' }]);
    expect(textOf(widget, '.outcome-title')).toBe('CR-6 is withdrawn');
    await expect.poll(() => textOf(widget, '.stage')).toBe('Waiting for you 1 | In progress 1 | Closed 4');
    // It went to another group, and the focus with it.
    expect(focused(widget).className).toBe('outcome sent');
  });

  test('what was decided in the meantime says so', async () => {
    const { widget, server } = await begin();
    await unfold(widget, 'CR-6');
    press(widget, 'Withdraw CR-6');
    await expect.poll(() => focused(widget)?.id).toBe('f-reason');
    server.fail({ code: 'conflict', status: 409, current: { ...requests[5]!, rev: 9, status: 'approved' } }, 'changeRequests.withdraw');
    press(widget, 'Withdraw CR-6');
    await expect.poll(() => textOf(widget, '.problems')).toContain('This request was decided in the meantime');
    expect(words(row(widget, 'CR-6').querySelector('.bar')!)).toContain('Approved');
  });
});

describe('who may what', () => {
  test('a viewer reads everything, sends nothing, and is told whom to ask', async () => {
    const { widget } = await begin({ who: me('viewer') });
    for (const { reference } of requests) await unfold(widget, reference);
    expect(textOf(widget, '.note')).toBe('To send something, ask an owner or editor of your company, or Mei Lin.');
    expect(all(widget, '.action, form').length).toBe(0);
    const { widget: none } = await begin({ who: me('viewer'), entities: entities([]), state: 'empty' });
    expect(textOf(none)).toBe(
      'No change requests yet When something should be different from what was agreed, ask here. Mei Lin answers with dates and cost.',
    );
  });

  test('who may ask finds the button where the list will be', async () => {
    const { widget } = await begin({ entities: entities([]) });
    expect(textOf(widget, '.state-title')).toBe('No change requests yet');
    press(widget, 'Request a change');
    await expect.poll(() => focused(widget)?.id).toBe('f-title');
  });
});

test('shuffled, doubled and late messages give the same view', async () => {
  const { widget, server } = await begin();
  const held: Parameters<typeof server.emit> = [];
  server.mangle((event) => (held.push(event), []));
  for (let turn = 0; turn < 30; turn++) {
    const one = requests[turn % requests.length]!;
    server.put<ChangeRequest>('changeRequests', request(one.number, one.trail, { title: `${one.title} ${turn}` }));
  }
  server.mangle(null);
  server.emit(...held.toReversed(), ...held.filter((_, index) => index % 3 === 0), ...held);
  const expected = (await server.snapshot(project.id)).entities['changeRequests'] as ChangeRequest[];
  await expect
    .poll(() =>
      all(widget, '.name')
        .map((name) => name.innerText)
        .sort(),
    )
    .toEqual(expected.map(({ title }) => title).sort());
});
