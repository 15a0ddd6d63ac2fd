import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSessions } from '@portico/sdk/server';
import { hasChromium, launchChromium } from '../services/index.ts';
import { startDemo, type RunningDemo } from './demo.ts';

/*
 * What is not needed for the first picture comes after it. Whoever is quicker than the code loses nothing: neither what they type, nor
 * what they send, whether the code is late, or cannot be had at first.
 */

/** Other tests are at work beside these. */
const patient = { timeout: 10_000 };
const words = '进度很清楚，希望月底前上线。';

describe.skipIf(!hasChromium())('Chromium: code that comes after the first picture', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let site: Server;
  let origin = '';
  let survey: { id: string };
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchChromium()]);
    const { url, projectId, contacts } = demo.facts;
    const sessions = createSessions(demo.facts);
    site = createServer((request, response) => {
      if (request.method === 'POST') {
        return void sessions
          .mint({ contact: contacts.owner, origins: [origin] })
          .then((token) => response.setHeader('content-type', 'application/json').end(JSON.stringify(token)));
      }
      const widget = request.url === '/plan' ? 'timeline' : 'survey';
      return response.setHeader('content-type', 'text/html; charset=utf-8')
        .end(`<!doctype html><html lang="en"><title>Vendor</title><link rel="icon" href="data:,"><portico-${widget}></portico-${widget}>
          <script async src="${url}/embed/v1/portico.js" data-token-url="/token" data-project="${projectId}"></script></html>`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser?.close();
    site?.closeAllConnections();
    await new Promise((resolve) => (site ? site.close(resolve) : resolve(null)));
    await demo?.close();
  });
  beforeEach(async () => {
    // Each has a survey of its own, since each person answers once.
    survey = await demo.api(`POST /v1/surveys`, {
      project: demo.facts.projectId,
      title: 'A word',
      wave: '1',
      questions: [{ id: 'words', kind: 'text', label: 'What should we know?', required: true }],
    });
    await demo.api(`POST /v1/surveys/${survey.id}/open`, {});
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const field = () => page.locator('portico-survey textarea');
  const said = async (): Promise<{ answers: object; submittedAt: string }[]> =>
    (await demo.api(`GET /v1/surveys/${survey.id}/responses`)).items;
  const answers = () => ({ words });
  const stored = () => page.evaluate(() => JSON.stringify(localStorage));

  it('before the form is painted: loader, runtime, form and survey; socket and outbox follow by themselves', async () => {
    await page.addInitScript(() => {
      const look = (): unknown =>
        document.querySelector('portico-survey')?.shadowRoot?.querySelector('textarea')
          ? performance.mark('painted')
          : requestAnimationFrame(look);
      look();
    });
    await page.goto(origin);
    const scripts = (painted: boolean): Promise<string[]> =>
      page.evaluate((before) => {
        const at = performance.getEntriesByName('painted')[0]?.startTime ?? 0;
        const files = performance
          .getEntriesByType('resource')
          .filter(({ name, startTime }) => name.endsWith('.js') && startTime < at === before);
        return files.map(({ name }) => name.replace(/.*\/([a-z]+).*/, '$1')).toSorted();
      }, painted);
    await expect.poll(() => scripts(false), patient).toEqual(['live', 'sending', 'states', 'survey']);
    expect(await scripts(true)).toEqual(['form', 'portico', 'runtime', 'survey']);
  });

  it('typed and sent before the code is there: it goes out once, with the instant of the tap', async () => {
    let let_through = (): void => {};
    const held = new Promise<void>((resolve) => (let_through = resolve));
    await page.route('**/sending-*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(origin);
    await field().fill(words);
    // Kept already, though nothing can be sent yet.
    await expect.poll(stored, patient).toContain(words);
    const tapped = Date.now();
    const button = page.locator('portico-survey button[type="submit"]');
    await button.dblclick();
    await expect.poll(() => button.textContent(), patient).toContain('Sending…');
    await page.waitForTimeout(1500);
    expect(await said()).toEqual([]);
    let_through();
    await page.locator('portico-survey .outcome-title', { hasText: 'Thank you' }).waitFor();
    const [only, ...more] = await said();
    expect([only!.answers, more]).toEqual([answers(), []]);
    expect(Math.abs(Date.parse(only!.submittedAt) - tapped)).toBeLessThan(1000);
    await expect.poll(stored, patient).not.toContain(words);
  });

  it('the code cannot be had at first: it is tried for again, and nothing that was typed is lost over a reload', async () => {
    let failures = 0;
    await page.route('**/sending-*.js', (route) => (failures++ < 1 ? route.abort() : route.continue()));
    await page.goto(origin);
    await field().fill(words);
    await expect.poll(stored, patient).toContain(words);
    await page.reload();
    await expect.poll(() => field().inputValue(), patient).toBe(words);
    await field().press('End');
    await field().pressSequentially('！');
    await page.locator('portico-survey button[type="submit"]').click();
    await page.locator('portico-survey .outcome-title', { hasText: 'Thank you' }).waitFor();
    expect((await said()).map((one) => Object.values(one.answers))).toEqual([[`${words}！`]]);
    expect(failures).toBeGreaterThan(1);
  });

  it('what an earlier page could not send goes out from a page that has no form', async () => {
    await context.route('**/trpc/responses.submit', (route) => route.abort());
    await page.goto(origin);
    await field().fill(words);
    await page.locator('portico-survey button[type="submit"]').click();
    await page.locator('portico-survey .outcome-title', { hasText: 'Saved, not sent yet' }).waitFor();
    await page.goto('about:blank');
    await context.unrouteAll();
    expect(await said()).toEqual([]);
    await page.goto(`${origin}/plan`);
    await expect.poll(async () => (await said()).map((one) => one.answers), patient).toEqual([answers()]);
    await expect.poll(stored, patient).not.toContain('portico:1:out');
  });
});
