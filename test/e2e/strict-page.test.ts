import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessions } from '@portico/sdk/server';
import { hasChromium, launchChromium } from '../services/index.ts';
import { startDemo, type RunningDemo } from './demo.ts';
import { fillChangeRequest, fillSurvey, readNeed } from './portal.ts';

/** A vendor's page on an origin of its own, under the strictest policy that can load a script at all. */
async function servePage(demo: RunningDemo): Promise<{ server: Server; origin: string }> {
  const { url, projectId, contacts } = demo.facts;
  const policy = [
    "default-src 'none'",
    `script-src ${url}`,
    `connect-src ${url} ${url.replace('http', 'ws')} 'self'`,
    "style-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types portico-html',
  ].join('; ');
  const sessions = createSessions(demo.facts);
  let origin = '';
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      void sessions
        .mint({ contact: contacts.owner, origins: [origin] })
        .then((token) => response.setHeader('content-type', 'application/json').end(JSON.stringify(token)));
    } else if (request.url === '/' || request.url === '/four') {
      const names = request.url === '/' ? ['timeline'] : ['timeline', 'survey', 'change-request', 'intake'];
      response.setHeader('content-security-policy', policy).setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><html lang="en"><title>Strict</title>
        <script async src="${url}/embed/v1/portico.js" data-token-url="/token" data-project="${projectId}"></script>${names.map((name) => `<portico-${name}></portico-${name}>`).join('')}</html>`);
    } else if (request.url === '/empty') response.setHeader('content-type', 'text/html').end('<!doctype html><title>Empty</title>');
    else response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, origin };
}

describe.skipIf(!hasChromium())('Chromium: a strict page', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let page: Awaited<ReturnType<typeof servePage>>;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchChromium()]);
    page = await servePage(demo);
  });
  afterAll(async () => {
    page?.server.close();
    await browser?.close();
    await demo?.close();
  });

  /** What the browser complains of on a page: errors, failed requests, and each thing that the policy forbids. */
  async function watched(tab: Page, expected = /^$/): Promise<() => Promise<string[]>> {
    const problems: string[] = [];
    tab.on(
      'console',
      (message) => ['error', 'warning'].includes(message.type()) && !expected.test(message.text()) && problems.push(message.text()),
    );
    tab.on('pageerror', (error) => problems.push(error.message));
    await tab.addInitScript(() => {
      const seen = globalThis as any;
      Object.defineProperty(seen, '__violations', { value: [], enumerable: false });
      addEventListener('securitypolicyviolation', (event) => seen.__violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    });
    return async () => [...problems, ...(await tab.evaluate(() => (globalThis as any).__violations))];
  }

  it('T11: sees load, update, cut and resume with no violation and no global but ours', async () => {
    const context = await browser.newContext();
    const tab = await context.newPage();
    const problems = await watched(tab, /ERR_INTERNET_DISCONNECTED|WebSocket connection/);
    await tab.goto(`${page.origin}/empty`);
    const globals = (): Promise<string[]> => tab.evaluate(() => Object.getOwnPropertyNames(globalThis));
    const before = new Set(await globals());
    await tab.goto(page.origin);
    await tab.locator('portico-timeline li').first().waitFor();

    const { projectId } = demo.facts;
    const { items } = await demo.api(`GET /v1/projects/${projectId}/milestones`);
    const rename = (index: number, name: string) => demo.api(`PATCH /v1/milestones/${items[index].id}`, { name });
    await rename(0, 'While live');
    await tab.getByText('While live').first().waitFor({ timeout: 2000 });
    await context.setOffline(true);
    await rename(1, 'While cut');
    await tab.waitForTimeout(300);
    await context.setOffline(false);
    await tab.getByText('While cut').first().waitFor({ timeout: 10_000 });
    await rename(2, 'Live again');
    await tab.getByText('Live again').first().waitFor({ timeout: 10_000 });

    expect(await problems()).toEqual([]);
    const ours = ['Portico', 'litElementVersions', 'litHtmlVersions', 'reactiveElementVersions'];
    expect((await globals()).filter((name) => !before.has(name) && name !== '__violations').toSorted()).toEqual(ours);
    // It is drawn, not only there: the host has its style sheets though the page allows none.
    expect(await tab.locator('portico-timeline').evaluate((element) => element.shadowRoot!.adoptedStyleSheets.length)).toBeGreaterThan(0);
  });

  it('four widgets, each of them used: no violation and no error; one token, one snapshot and one socket for all of them', async () => {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(10_000);
    const problems = await watched(tab);
    const { url, projectId, contacts } = demo.facts;
    const asked: string[] = [];
    tab.on('request', (request) => asked.push(`${request.method()} ${request.url().replace(url, '')}`));
    const sockets: string[] = [];
    tab.on('websocket', (socket) => sockets.push(new URL(socket.url()).pathname));
    await tab.goto(`${page.origin}/four`);
    for (const form of [
      await fillSurvey(tab, 'Keep it up'),
      await fillChangeRequest(tab, 'A second gate'),
      await readNeed(tab, 'Please add a night mode by the end of the month.'),
    ]) {
      await form.send.click();
      await form.sent.waitFor();
    }
    await tab.locator('portico-timeline li').first().click();
    for (const list of ['change-requests', 'requirements']) {
      const { items } = await demo.api(`GET /v1/projects/${projectId}/${list}?limit=100`);
      expect(items.filter(({ title }: { title: string }) => /night mode|second gate/i.test(title))).toHaveLength(1);
    }
    const { token } = await demo.api('POST /v1/sessions', { contact: contacts.owner });
    const { hash } = await demo.api(`GET /v1/projects/${projectId}/snapshot`, undefined, { authorization: `Bearer ${token}` });
    await expect.poll(() => tab.evaluate((id) => (globalThis as any).Portico.hash(id), projectId)).toBe(hash);
    expect(asked.filter((one) => one.startsWith('GET') && one.includes('/snapshot'))).toHaveLength(1);
    expect(asked.filter((one) => one.startsWith('POST') && one.endsWith('/token'))).toHaveLength(1);
    expect(sockets).toEqual(['/socket.io/']);
    expect(await problems()).toEqual([]);
    await tab.close();
  });
});
