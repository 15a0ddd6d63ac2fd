/** What a client enters on the vendor's page is everywhere, once: database, feed, staff's desk, webhook, mail; whatever happens to the network or the mouse. */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openMailServer } from '../../server/src/testing/mail-server.ts';
import { openReceiver, verify } from '../../server/src/testing/receiver.ts';
import { openRows, type Rows } from '../../server/src/testing/rows.ts';
import { hasChromium, launchChromium } from '../services/index.ts';
import { startDemo, type RunningDemo } from './demo.ts';
import { fillChangeRequest, fillSurvey, readNeed, type Filled } from './portal.ts';

// Four pages, a server and two receivers run here at once.
vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(!hasChromium())('Chromium: four widgets', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let mails: Awaited<ReturnType<typeof openMailServer>>;
  let receiver: Awaited<ReturnType<typeof openReceiver>>;
  let secret: string;
  let rows: Rows;
  let context: BrowserContext;
  let page: Page;
  /** What its console complained of. */
  let problems: string[];
  /** The project manager has the three panels open all the time, on another machine. */
  let desk: Record<'surveys' | 'requests' | 'requirements', Page>;

  beforeAll(async () => {
    [mails, receiver] = await Promise.all([openMailServer(), openReceiver()]);
    [demo, browser] = await Promise.all([startDemo({ SMTP_URL: mails.url }), launchChromium()]);
    rows = openRows(join(demo.data, 'portico.sqlite'));
    ({ secret } = await demo.api('POST /v1/webhooks', { url: `${receiver.url}/hook`, types: ['*'] }));
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' });
    const staff = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' });
    for (const each of [context, staff]) each.setDefaultTimeout(10_000);
    const panel = async (name: string): Promise<Page> => {
      const made = await staff.newPage();
      await made.goto(`${demo.facts.staffUrl}?lang=zh-CN&as=manager#${name}`);
      await made.locator('a.row').first().waitFor();
      return made;
    };
    const [surveys, requests, requirements] = await Promise.all([panel('surveys'), panel('requests'), panel('requirements')]);
    desk = { surveys: surveys, requests: requests, requirements: requirements };
  });
  afterAll(async () => {
    rows?.close();
    await browser?.close();
    await demo?.close();
    await Promise.all([receiver?.down(), mails?.down()]);
  });

  const open = async (): Promise<Page> => {
    const made = await context.newPage();
    problems = [];
    made.on('pageerror', ({ message }) => problems.push(message));
    made.on('console', (said) => ['error', 'warning'].includes(said.type()) && problems.push(said.text()));
    await made.goto(`${demo.facts.siteUrl}/zh-CN/client`);
    for (const widget of ['survey', 'change-request', 'intake']) await made.locator(`portico-${widget}`).scrollIntoViewIfNeeded();
    return made;
  };

  /** Says nothing of the words, for those who are invited get a mail too. */
  const titleOf = (words: string): string => `问卷 ${words.codePointAt(0)}`;

  /** A wave of its own for each, for a contact answers a wave once. */
  async function openSurvey(title: string): Promise<void> {
    const { items } = await demo.api(`GET /v1/projects/${demo.facts.projectId}/surveys`);
    const { questions } = items.find(({ status }: { status: string }) => status === 'open');
    const { id } = await demo.api('POST /v1/surveys', { project: demo.facts.projectId, title, wave: title, questions });
    await demo.api(`POST /v1/surveys/${id}/open`, {});
    await desk.surveys.evaluate((to) => (location.hash = to), `#surveys/${id}`);
    await desk.surveys.locator('#detail').getByText(title).first().waitFor();
  }

  /** Fills in all three with these words, sends each as the case has it, and waits until the page says that all have arrived. */
  async function enter(words: string, send: (form: Filled) => Promise<void>, afterwards = async (): Promise<void> => {}): Promise<void> {
    const title = titleOf(words);
    await openSurvey(title);
    page = await open();
    await page.getByRole('region', { name: title }).waitFor();
    const forms = [await fillSurvey(page, words), await fillChangeRequest(page, words), await readNeed(page, `希望${words}`)];
    for (const form of forms) await send(form);
    await afterwards();
    for (const { sent } of forms) await sent.waitFor();
  }

  /** When these words come onto each panel, by the clock of this machine. */
  const sights = (words: string): Promise<number[]> =>
    Promise.all(
      Object.values(desk).map((panel) =>
        panel.evaluate(
          (sought) =>
            new Promise<number>((resolve) => {
              const look = (): void => {
                if (![...document.querySelectorAll('a.row, #detail')].some(({ textContent }) => textContent.includes(sought))) return;
                watch.disconnect();
                resolve(Date.now());
              };
              const watch = new MutationObserver(look);
              watch.observe(document.body, { subtree: true, childList: true, characterData: true });
              look();
            }),
          words,
        ),
      ),
    );

  /** What the page showed is what is there, once, in each place that hears of it. */
  async function onceEverywhere(words: string): Promise<void> {
    await expect
      .poll(() => rows.all("SELECT 1 FROM jobs WHERE state = 'waiting' AND runAt <= ? UNION ALL SELECT 1 FROM outbox", Date.now()), {
        timeout: 5000,
      })
      .toEqual([]);
    const { projectId, members } = demo.facts;
    const [{ id: survey }] = (await demo.api(`GET /v1/projects/${projectId}/surveys`)).items.filter(
      ({ title }: { title: string }) => title === titleOf(words),
    );
    const manager = (await demo.api(`GET /v1/members/${members.manager}`)).email;
    const both = ['client', 'team'];
    for (const [table, column, list, type, streams] of [
      ['responses', 'answers', `surveys/${survey}/responses`, 'response.submitted', ['team']],
      ['change_requests', 'title', `projects/${projectId}/change-requests`, 'change_request.submitted', both],
      ['requirements', 'quote', `projects/${projectId}/requirements`, 'requirement.confirmed', both],
    ] as const) {
      const { items } = await demo.api(`GET /v1/${list}?limit=100`);
      const found = items.filter((one: object) => JSON.stringify(one).includes(words));
      expect(found, table).toHaveLength(1);
      const [{ id }] = found;
      expect(rows.all(`SELECT id FROM ${table} WHERE ${column} LIKE ?`, `%${words}%`)).toEqual([{ id }]);
      expect(
        rows.all('SELECT stream, type FROM feed WHERE entityId = ? ORDER BY stream', id),
        'one event in each stream that may know',
      ).toEqual(streams.map((audience) => ({ stream: `project:${projectId}:${audience}`, type })));
      const told = receiver.received.map((one) => verify(secret, one)).filter(({ data }) => data.id === id);
      expect(told, `webhooks of ${type}`).toMatchObject([{ type, data: { entity: expect.any(String) } }]);
      expect(JSON.stringify(told)).toContain(words);
    }
    for (const [name, panel] of Object.entries(desk)) {
      const lines = panel.locator(name === 'surveys' ? '#detail :not(:has(*))' : 'a.row', { hasText: words });
      await lines.first().waitFor();
      expect(await lines.count(), `on the desk, ${name}`).toBe(1);
    }
    const letters = mails.mails.filter(({ parts }) => parts[0]?.includes(words));
    expect(letters.map(({ to }) => to)).toEqual([manager, manager, manager]);
    expect(new Set(letters.map((letter) => letter.header('subject'))).size).toBe(3);
    const snapshot = await asOwner();
    expect(await page.evaluate((id) => (globalThis as any).Portico.hash(id), projectId)).toBe(snapshot.hash);
    await page.close();
  }

  async function asOwner(): Promise<{ hash: string }> {
    const { token } = await demo.api('POST /v1/sessions', { contact: demo.facts.contacts.owner });
    return demo.api(`GET /v1/projects/${demo.facts.projectId}/snapshot`, undefined, { authorization: `Bearer ${token}` });
  }

  it('by one click each, and on the desk within a second', async () => {
    const seen = sights('夜班交接单');
    const clicked: number[] = [];
    await enter('夜班交接单', async ({ send, sent }) => {
      await page.evaluate(() =>
        addEventListener('click', () => ((globalThis as any).clickedAt = Date.now()), { capture: true, once: true }),
      );
      await send.click();
      clicked.push(await page.evaluate(() => (globalThis as any).clickedAt));
      await sent.waitFor();
    });
    const took = (await seen).map((at, index) => at - clicked[index]!);
    console.log(`from the click to the desk: survey ${took[0]} ms, change request ${took[1]} ms, requirement ${took[2]} ms`);
    // A second on a quiet machine; one that runs two other files beside this is slower.
    expect(Math.min(...took)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...took)).toBeLessThan(3000);
    for (const text of ['感谢您的反馈', '已收到您的申请', '已收到您的 1 项需求']) await page.getByText(text).first().waitFor();
    expect(problems).toEqual([]);
    await onceEverywhere('夜班交接单');
  });

  it('by a double click each', async () => {
    await enter('模具点检表', ({ send }) => send.dblclick());
    await onceEverywhere('模具点检表');
  });

  it('off line at the click: it never leaves, waits, and goes out by itself', async () => {
    let first = true;
    await enter(
      '备件领用单',
      async ({ send, waiting }) => {
        if (first) await context.setOffline(true);
        first = false;
        await send.click();
        await waiting.waitFor();
      },
      () => context.setOffline(false),
    );
    await onceEverywhere('备件领用单');
  });

  it('the network goes with the answer on its way: the server has it, the page does not know, and asks again', async () => {
    const reached: string[] = [];
    const writes = new RegExp('/trpc/(responses\\.submit|changeRequests\\.submit|requirements\\.create)');
    let cut = true;
    await context.route(writes, async (route) => {
      if (!cut) return route.continue();
      const response = await route.fetch();
      reached.push(`${response.status()} ${writes.exec(route.request().url())![1]}`);
      await context.setOffline(true);
      await route.abort();
    });
    await enter(
      '首件检验单',
      async ({ send, waiting }) => {
        await send.click();
        await waiting.waitFor();
        cut = false;
        await context.setOffline(false);
        await waiting.waitFor({ state: 'detached' });
        cut = true;
      },
      async () => {
        cut = false;
      },
    );
    await context.unrouteAll();
    expect(reached).toEqual(['200 responses.submit', '200 changeRequests.submit', '200 requirements.create']);
    await onceEverywhere('首件检验单');
  });
});
