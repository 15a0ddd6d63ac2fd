import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page, Route } from 'playwright';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../services/index.ts';
import { startDemo, type RunningDemo } from './demo.ts';

/** A vendor's own page that uses the SDK without a widget. */
const script = (url: string, project: string): string => `
  import { createConnection } from '@portico/sdk';
  import { drafts, outbox } from '@portico/sdk/outbox';
  const fetchToken = async () => (await fetch('/token', { method: 'POST' })).json();
  const connection = createConnection({ url: ${JSON.stringify(url)}, project: ${JSON.stringify(project)}, fetchToken });
  connection.project(${JSON.stringify(project)}).retain();
  const box = outbox(connection);
  const shown = (one) => one && { id: one.id, at: one.at, state: one.state.value, number: one.result.value?.number };
  Object.assign(globalThis, {
    ready: () => connection.link.value === 'live',
    tap: (title) => shown(box.submit('changeRequests.submit', { project: ${JSON.stringify(project)}, title, description: title, category: 'other' }, { key: 'form' })),
    find: () => shown(box.find('form')),
    pending: () => box.pending.value.map(shown),
    draft: drafts(connection),
  });`;

/** What that page shows of itself. */
interface Shown {
  ready(): boolean;
  tap(title: string): { id: string; at: string; state: string };
  find(): { id: string; state: string } | undefined;
  pending(): { id: string; state: string }[];
  draft: { read(key: string): unknown; write(key: string, value: unknown): boolean };
}
declare const window: Shown;

async function bundle(code: string): Promise<string> {
  const virtual = {
    name: 'page',
    resolveId: (id: string) => (id === 'page' ? `${import.meta.dirname}/page.js` : null),
    load: (id: string) => (id.endsWith('/page.js') ? code : null),
  };
  const built = await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'silent',
    plugins: [virtual],
    build: { write: false, target: 'es2023', rolldownOptions: { input: 'page', output: { format: 'es', codeSplitting: false } } },
  });
  return ([built].flat()[0] as { output: { code: string }[] }).output[0]!.code;
}

describe.skipIf(!hasChromium())('Chromium: what is sent off line', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let site: Server;
  let origin = '';
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchChromium()]);
    const code = await bundle(script(demo.facts.url, demo.facts.projectId));
    const mint = (): Promise<object> => demo.api('POST /v1/sessions', { contact: demo.facts.contacts.owner, origins: [origin] });
    site = createServer((request, response) => {
      if (request.url === '/token') {
        return void mint().then((session) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(session)));
      }
      if (request.url === '/page.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end(code);
      return response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Vendor</title><script type="module" src="/page.js"></script>');
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
    context = await browser.newContext();
    page = await open();
  });
  afterEach(() => context.close());

  async function open(): Promise<Page> {
    const made = await context.newPage();
    await made.goto(origin);
    await made.waitForFunction(() => window.ready?.());
    return made;
  }
  const rows = async (title: string): Promise<{ title: string; submittedAt: string }[]> => {
    const { items } = await demo.api(`GET /v1/projects/${demo.facts.projectId}/change-requests?limit=100`);
    return items.filter((one: { title: string }) => one.title === title);
  };
  const gone = (on: Page): Promise<unknown> => on.waitForFunction(() => window.pending?.().length === 0, undefined, { timeout: 15_000 });
  /** Portico cannot be reached; the vendor's own site can. */
  const cut = (how: (route: Route) => Promise<unknown> = (route) => route.abort()) => context.route(`${demo.facts.url}/trpc/**`, how);

  it('off line at the tap, which is a double click: it waits, and is there once when the line is back, with its true time', async () => {
    await context.setOffline(true);
    const [first, second] = await page.evaluate(() => [window.tap('off line'), window.tap('off line')]);
    expect(second).toEqual(first);
    await page.waitForFunction(() => window.find()?.state === 'waiting');
    await page.waitForTimeout(1500);
    await context.setOffline(false);
    await gone(page);
    expect(await rows('off line')).toMatchObject([{ submittedAt: first.at }]);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });

  it('the page is reloaded while it waits: the new page sends it', async () => {
    await cut();
    const { at } = await page.evaluate(() => window.tap('over a reload'));
    await page.waitForFunction(() => window.find()?.state === 'waiting');
    await page.reload();
    await page.waitForFunction(() => window.find?.()?.state === 'waiting');
    await context.unrouteAll();
    await gone(page);
    expect(await rows('over a reload')).toMatchObject([{ submittedAt: at }]);
  });

  it('the answer is lost on its way back: asked for again, done once', async () => {
    await cut(async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.evaluate(() => window.tap('lost answer'));
    await page.waitForFunction(() => window.find()?.state === 'waiting');
    expect(await rows('lost answer')).toHaveLength(1);
    await context.unrouteAll();
    await gone(page);
    expect(await rows('lost answer')).toHaveLength(1);
  });

  it('two tabs: both show it, one sends it, both know; and the other sends it when the first is closed', async () => {
    const other = await open();
    await cut();
    await page.evaluate(() => window.tap('two tabs'));
    await other.waitForFunction(() => window.pending().length === 1);
    await context.unrouteAll();
    await Promise.all([gone(page), gone(other)]);
    expect(await rows('two tabs')).toHaveLength(1);
    await cut();
    await page.evaluate(() => window.tap('closed tab'));
    await other.waitForFunction(() => window.pending().length === 1);
    await page.close();
    await context.unrouteAll();
    await gone(other);
    expect(await rows('closed tab')).toHaveLength(1);
  });

  it('a draft is there after a reload, and no token lies in storage', async () => {
    expect(await page.evaluate(() => window.draft.write('form', { title: '月底前' }))).toBe(true);
    await page.reload();
    await page.waitForFunction(() => window.ready?.());
    expect(await page.evaluate(() => window.draft.read('form'))).toEqual({ title: '月底前' });
    expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toMatch(/eyJ/);
  });
});
