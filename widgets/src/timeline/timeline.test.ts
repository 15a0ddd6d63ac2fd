import type { Milestone } from '@portico/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { announcer } from '../base/announce.ts';
import type { PorticoErrorEvent } from '../base/events.ts';
import { all, devtools, mount, reach, textOf } from '../testing/mount.ts';
import type { PorticoMilestoneSelectEvent } from './timeline.events.ts';
import { entities, milestone, milestones, stages, today } from './timeline.fixtures.ts';

const noon = Date.parse(`${today}T04:00:00Z`); // noon in the project's zone

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

const named = (name: string): Milestone => milestones.find((one) => one.name === name)!;
const row = (timeline: Element, name: string): HTMLElement => all(timeline, '.point').find((one) => one.innerText.includes(name))!;
const words = (element: HTMLElement): string => element.innerText.replace(/\s+/g, ' ').trim();
const focused = (timeline: Element): string | undefined => (timeline.shadowRoot!.activeElement as HTMLElement | null)?.innerText;

describe('what is shown', () => {
  test('every standing has its own mark and word, and late ones say why', async () => {
    const { timeline } = await mount();
    expect(words(row(timeline, 'Kick-off'))).toBe('Kick-off and goals agreed Done Fri, 21 Aug 2026');
    expect(words(row(timeline, 'Interviews'))).toBe('Interviews with reception and nursing Done Wed, 2 Sept 2026 2 days early');
    expect(words(row(timeline, 'Patient records'))).toBe(
      'Patient records import 4 days late · 80% Tue, 17 Nov 2026 Moved 7 days from 10 Nov The export from the old system came in two formats; the second one is being cleaned.',
    );
    expect(words(row(timeline, 'Reminders'))).toBe('Reminders by text message In progress · 45% Tue, 24 Nov 2026 in 3 days');
    expect(words(row(timeline, 'Insurance'))).toContain('At risk');
    expect(words(row(timeline, 'paper archives'))).toContain('Cancelled');
    expect(words(row(timeline, 'Hand-over'))).toBe('Hand-over and first month of support Planned No date yet');
    const marks = new Set(all(timeline, '.point .mark').map((mark) => mark.innerHTML.replace(/<!--.*?-->|stroke-dasharray="[^"]*"/g, '')));
    expect(marks.size).toBe(6);
  });

  test('the summary says what is now, what is next, and how far it is', async () => {
    const { timeline } = await mount();
    expect(textOf(timeline, '.summary > div')).toBe(
      'Now Patient records import 4 days late · 80% | Next date Tue, 24 Nov 2026 in 3 days · Reminders by text message | Progress 48% 4 of 11 done · 1 late · 1 at risk',
    );
  });

  test('Chinese readers get Chinese names, words and dates', async () => {
    const { timeline } = await mount({ lang: 'zh-CN' });
    expect(words(row(timeline, '导入病历数据'))).toBe(
      '导入病历数据 逾期 4 天 · 80% 2026年11月17日 周二 推迟 7 天，原定 11月10日 旧系统导出了两种格式的数据，第二种正在清洗。',
    );
    expect(textOf(timeline, '.title')).toBe('江畔诊所：预约与病历系统');
  });

  test('the language of the page is followed while it changes', async () => {
    const { timeline, holder } = await mount();
    timeline.removeAttribute('lang');
    holder.lang = 'zh';
    await expect.poll(() => textOf(timeline, '.title')).toBe('江畔诊所：预约与病历系统');
    holder.lang = 'fr';
    await expect.poll(() => textOf(timeline, '.summary dt')).toBe('Now | Next date | Progress');
    expect(timeline.shadowRoot!.querySelector('.base')!.getAttribute('lang')).toBe('en');
  });

  test('a host may replace any of the words', async () => {
    const { timeline } = await mount();
    timeline.messages = { now: 'On our bench' };
    await expect.poll(() => textOf(timeline, '.summary dt')).toBe('On our bench | Next date | Progress');
  });

  test('at midnight where the project is, today becomes tomorrow', async () => {
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.parse('2026-11-24T15:59:00Z'), shouldAdvanceTime: true });
    const { timeline } = await mount();
    expect(words(row(timeline, 'Reminders'))).toContain('In progress · 45% Tue, 24 Nov 2026 today');
    await vi.advanceTimersByTimeAsync(61_000);
    await expect.poll(() => words(row(timeline, 'Reminders'))).toContain('1 day late');
  });
});

describe('live changes', () => {
  test('a change is on the page, glows once and is announced once, and the focus stays', async () => {
    const { timeline, server } = await mount();
    row(timeline, 'Go live').querySelector('button')!.focus();
    server.patch<Milestone>('milestones', named('Reminders by text message').id, { status: 'done', progress: 100, doneOn: today });
    await expect.poll(() => words(row(timeline, 'Reminders'))).toBe('Reminders by text message Done Sat, 21 Nov 2026 3 days early');
    expect(focused(timeline)).toBe('Go live');
    await expect.poll(() => [...announcer().children].map((line) => line.textContent)).toEqual(['Reminders by text message: Done']);
    const glowing = all(timeline, '.point').filter((one) =>
      one.getAnimations({ subtree: true }).some((each) => each.effect!.getTiming().duration === 1200),
    );
    expect(glowing).toEqual([row(timeline, 'Reminders')]);
  });

  test('what was moved to another stage or taken away is so on the page; the focus goes to the neighbour', async () => {
    const { timeline, server } = await mount();
    const gone = named('Training for 40 people');
    row(timeline, 'Training').querySelector('button')!.focus();
    server.remove('milestones', gone.id);
    await expect.poll(() => all(timeline, '.point').length).toBe(11);
    expect(focused(timeline)).toBe('Go live');
    await expect.poll(() => announcer().textContent).toContain('Training for 40 people was removed from the plan');
    server.patch<Milestone>('milestones', named('Go live').id, { stageId: named('Kick-off and goals agreed').stageId });
    await expect.poll(() => textOf(timeline, '.leg:first-child .name')).toContain('Go live');
    expect(timeline.shadowRoot!.querySelectorAll('[tabindex="0"]').length).toBe(1);
    await expect.poll(() => announcer().textContent).toContain('Go live');
  });

  test('the first data neither glow nor speak', async () => {
    announcer().replaceChildren();
    const { timeline } = await mount();
    expect(all(timeline, '.point').flatMap((one) => one.getAnimations({ subtree: true }))).toEqual([]);
    expect(announcer().textContent).toBe('');
  });

  test('shuffled, doubled and late messages give the same view', async () => {
    const { timeline, server } = await mount();
    const held: Parameters<typeof server.emit> = [];
    server.mangle((event) => (held.push(event), []));
    for (let turn = 0; turn < 30; turn++) {
      const one = milestones[turn % milestones.length]!;
      server.patch<Milestone>('milestones', one.id, { name: `${one.name} ${turn}`, progress: turn });
    }
    server.mangle(null);
    server.emit(...held.toReversed(), ...held.filter((_, index) => index % 3 === 0), ...held);
    const expected = (await server.snapshot('prj_00000000000000000000000001')).entities.milestones;
    await expect
      .poll(() =>
        all(timeline, '.name')
          .map((name) => name.innerText)
          .sort(),
      )
      .toEqual(expected.map((one) => one.name).sort());
  });
});

describe('states', () => {
  test('while it loads there is a skeleton in the shape of what comes', async () => {
    const { timeline } = await mount({ state: 'loading', before: (server) => server.delay(60_000) });
    expect(timeline.shadowRoot!.querySelector('.base')!.getAttribute('aria-busy')).toBe('true');
    expect(timeline.getBoundingClientRect().height).toBeGreaterThan(350);
  });

  test('an empty plan says what will be here and who acts', async () => {
    const { timeline, server } = await mount({ entities: { ...entities(), milestones: [] }, state: 'empty' });
    expect(textOf(timeline)).toBe('Your plan is being prepared Each milestone appears here as soon as Mei Lin publishes it.');
    server.put<Milestone>('milestones', named('Go live'));
    await reach(timeline, 'ready');
  });

  test('an error says what is safe, offers one button, tells the host, and the button mends it', async () => {
    const told: PorticoErrorEvent[] = [];
    const listen = (event: PorticoErrorEvent): void => void told.push(event);
    document.addEventListener('portico-error', listen);
    const { timeline, server } = await mount({
      state: 'error',
      before: (one) => one.fail({ code: 'internal', status: 500, requestId: 'req_1' }),
    });
    document.removeEventListener('portico-error', listen);
    expect(textOf(timeline)).toBe('We could not load this just now Nothing is lost. Try again in a moment. Try again Reference req_1');
    expect(told.map((event) => [event.detail.code, event.detail.requestId])).toEqual([['internal', 'req_1']]);
    server.fail(null);
    all(timeline, '.action')[0]!.click();
    await reach(timeline, 'ready');
  });

  test('who may not see it is told whom to ask', async () => {
    const { timeline } = await mount({ state: 'forbidden', before: (server) => server.fail({ code: 'forbidden', status: 403 }) });
    expect(textOf(timeline)).toBe('You do not have access to this project Ask your project manager, or the person who sent you the link.');
  });

  test('off line the data stay, with since when, and come back to life', async () => {
    vi.useRealTimers();
    const { timeline, server } = await mount();
    await expect.poll(() => server.followed().length).toBe(1);
    server.cut();
    await reach(timeline, 'stale');
    await timeline.updateComplete;
    expect(textOf(timeline, '.banner')).toMatch(/^Updates are paused\. Showing what we knew at \d\d:\d\d\. Try again$/);
    expect(all(timeline, '.point').length).toBe(12);
    server.restore();
    server.patch<Milestone>('milestones', named('Go live').id, { name: 'Going live' });
    all(timeline, '.banner button')[0]!.click();
    await expect.poll(() => textOf(timeline, '.name'), { timeout: 6000 }).toContain('Going live');
    await expect.poll(() => all(timeline, '.banner').length).toBe(0);
  });

  test('each state can be replaced by the host', async () => {
    const { timeline } = await mount({ state: 'forbidden', before: (server) => server.fail({ code: 'forbidden', status: 403 }) });
    timeline.innerHTML = '<p slot="forbidden">Call Mei Lin on 555 0100</p>';
    expect(timeline.innerText).toBe('Call Mei Lin on 555 0100');
  });
});

describe('a long plan', () => {
  const long = () => ({
    ...entities(),
    milestones: Array.from({ length: 120 }, (_, index) =>
      milestone(index, { stageId: stages[Math.floor(index / 50)]!.id, ...(index === 90 && { status: 'in_progress' as const }) }),
    ),
  });

  test('its first screen is drawn first, then the rest, in order; the tab stop is where the work is', async () => {
    const { timeline } = await mount({ entities: long() });
    const first = all(timeline, 'li.point').length;
    expect(first).toBeGreaterThanOrEqual(25);
    await expect
      .poll(() => all(timeline, 'button.name').map((name) => name.textContent))
      .toEqual(long().milestones.map(({ name }) => name));
    await expect.poll(() => all(timeline, '[tabindex="0"]').map((name) => name.textContent)).toEqual(['Milestone 90']);
    expect(all(timeline, '.leg').length).toBe(3);
  });

  test('a row that does not change is not touched when another one does', async () => {
    const { timeline, server } = await mount({ entities: long() });
    await expect.poll(() => all(timeline, 'li.point').length).toBe(120);
    const touched = new Set<string>();
    const observer = new MutationObserver((records) => {
      for (const { target } of records) {
        const row = (target instanceof Element ? target : target.parentElement)?.closest<HTMLElement>('li.point');
        if (row) touched.add(row.dataset['id']!);
      }
    });
    observer.observe(timeline.shadowRoot!, { subtree: true, childList: true, characterData: true, attributes: true });
    const { id } = long().milestones[7]!;
    server.patch<Milestone>('milestones', id, { name: 'Renamed' });
    await expect.poll(() => all(timeline, '.name')[7]!.textContent).toBe('Renamed');
    observer.disconnect();
    expect([...touched]).toEqual([id]);
  });
});

describe('keyboard', () => {
  test('one tab stop, at what is worked on; arrows, Home and End move; Enter and Space unfold', async () => {
    const { timeline, holder } = await mount();
    holder.insertAdjacentHTML('afterbegin', '<button>before</button>');
    holder.insertAdjacentHTML('beforeend', '<button>after</button>');
    holder.querySelector('button')!.focus();
    await userEvent.tab();
    expect(focused(timeline)).toBe('Patient records import');
    await userEvent.keyboard('{ArrowDown}');
    expect(focused(timeline)).toBe('Reminders by text message');
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    expect(focused(timeline)).toBe('Booking, first version');
    await userEvent.keyboard('{End}{ArrowDown}');
    expect(focused(timeline)).toBe('Hand-over and first month of support');
    await userEvent.keyboard('{Home}{ArrowUp}');
    expect(focused(timeline)).toBe('Kick-off and goals agreed');
    await userEvent.keyboard('{Enter}');
    expect(textOf(timeline, '.details')).toBe('Due Fri, 21 Aug 2026 3 months ago Done on Fri, 21 Aug 2026 Owner Mei Lin');
    await userEvent.keyboard(' ');
    await expect.poll(() => all(timeline, '.details').length).toBe(0);
    await userEvent.tab();
    expect(document.activeElement!.textContent).toBe('after');
    await userEvent.tab({ shift: true });
    expect(focused(timeline)).toBe('Kick-off and goals agreed');
  });

  test('a host that cancels the selection shows its own details', async () => {
    const { timeline } = await mount();
    const chosen: string[] = [];
    const own = (event: PorticoMilestoneSelectEvent): void => {
      chosen.push(event.detail.milestone.name);
      event.preventDefault();
    };
    document.addEventListener('portico-milestone-select', own);
    row(timeline, 'Go live').querySelector('button')!.click();
    await timeline.updateComplete;
    document.removeEventListener('portico-milestone-select', own);
    expect(chosen).toEqual(['Go live']);
    expect(all(timeline, '.details').length).toBe(0);
  });
});

test('a hundred visits leave nothing behind', async () => {
  vi.useRealTimers();
  const { timeline, holder, connection } = await mount();
  const store = connection.project(connection.defaultProject!);
  announcer().replaceChildren();
  const before = document.querySelectorAll('*').length;
  const gone: WeakRef<Element>[] = [];
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const open = new Map<EventTarget, number>();
  const count = (target: EventTarget, by: number): void => void open.set(target, (open.get(target) ?? 0) + by);
  EventTarget.prototype.addEventListener = function (this: EventTarget, ...given: Parameters<typeof addEventListener>) {
    if (this === window || this === document) count(this, 1);
    return addEventListener.apply(this ?? window, given);
  };
  EventTarget.prototype.removeEventListener = function (this: EventTarget, ...given: Parameters<typeof removeEventListener>) {
    if (this === window || this === document) count(this, -1);
    return removeEventListener.apply(this ?? window, given);
  };
  const subscribers = (): number => {
    let found = 0;
    for (let node = (store.milestones as unknown as { t?: { x?: unknown } }).t; node; node = node.x as typeof node) found += 1;
    return found;
  };
  const watched = subscribers();
  try {
    for (let visit = 0; visit < 100; visit++) {
      const one = document.createElement('portico-timeline');
      one.connection = connection;
      holder.append(one);
      if (visit % 2) await one.updateComplete;
      one.remove();
      gone.push(new WeakRef(one));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
  }
  expect([...open.values()].every((left) => left === 0)).toBe(true);
  expect(document.querySelectorAll('*').length).toBe(before);
  expect(subscribers()).toBe(watched);
  expect(timeline.isConnected).toBe(true);
  // Nothing holds on to them; the last one may still be on the stack.
  await devtools('HeapProfiler.collectGarbage');
  expect(gone.filter((one) => one.deref()).length).toBeLessThanOrEqual(1);
});
