import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessions } from '@portico/sdk/server';
import { grepPlan, realPlan, realPlanPath } from '../../server/src/modules/imports/plans.fixture.ts';
import { hasChromium, launchChromium } from '../services/index.ts';
import { startDemo, type RunningDemo } from './demo.ts';

const file = 'commercial-construction.mspdi.xml';
const plan = realPlan(file);
const main = fileURLToPath(new URL('../../server/src/cli/main.ts', import.meta.url));

interface Snapshot {
  streams: { seq: number }[];
  hash: string;
  entities: { tasks: { id: string; wbs: string; rev: number }[] };
}

describe.skipIf(plan === null || !hasChromium())('Chromium: an imported plan', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let server: Server;
  let page: Page;
  let project: string;
  const complaints: string[] = [];

  /** The command line beside the running demo, on the same data. */
  const portico = (...args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, PORTICO_DATA: demo.data, LOG_LEVEL: 'error', NODE_ENV: 'test' };
      const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let [out, told] = ['', ''];
      child.stdout.on('data', (some: Buffer) => (out += some.toString()));
      child.stderr.on('data', (some: Buffer) => (told += some.toString()));
      child.on('close', (code) =>
        code === 0 ? resolve(out) : reject(new Error(`portico ${args.join(' ')} ended with ${code}:\n${told}`)),
      );
    });

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchChromium()]);
    const written = await portico('import', realPlanPath(file));
    project = /145 tasks in 19 summary groups, 176 links in .* \((prj_\w+)\)\n$/.exec(written)![1]!;
    const { url, contacts } = demo.facts;
    // As strict as a page can be: what comes later must pass as well.
    const policy = `default-src 'none'; script-src ${url}; connect-src ${url} ${url.replace('http', 'ws')} 'self'; style-src 'none'; require-trusted-types-for 'script'; trusted-types portico-html`;
    const sessions = createSessions(demo.facts);
    let origin = '';
    server = createServer((request, response) => {
      if (request.method === 'POST')
        void sessions
          .mint({ contact: contacts.owner, origins: [origin] })
          .then((token) => response.setHeader('content-type', 'application/json').end(JSON.stringify(token)));
      else if (request.url !== '/') response.writeHead(204).end();
      else
        response
          .setHeader('content-type', 'text/html; charset=utf-8')
          .setHeader('content-security-policy', policy)
          .end(
            `<!doctype html><html lang="en"><title>Plan</title><script async src="${url}/embed/v1/portico.js" data-token-url="/token"></script><portico-timeline project="${project}"></portico-timeline></html>`,
          );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    page = await browser.newPage();
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(origin);
    await page.locator('portico-timeline li.point').first().waitFor();
  });
  afterAll(async () => {
    server?.close();
    await browser?.close();
    await demo?.close();
  });

  const snapshot = (): Promise<Snapshot> => demo.api(`GET /v1/projects/${project}/snapshot`);
  const count = (selector: string): Promise<number> => page.locator(`portico-timeline ${selector}`).count();

  it('shows all 145 tasks under their milestones with the dates, names and percent of the file, and all 176 links', async () => {
    expect(await count('li.point')).toBe(19);
    await page.evaluate(() => {
      for (const button of document.querySelector('portico-timeline')!.shadowRoot!.querySelectorAll<HTMLElement>('button.name'))
        button.click();
    });
    await expect.poll(() => count('.task'), { timeout: 5000 }).toBe(145);
    const shown = await page.evaluate(() =>
      [...document.querySelector('portico-timeline')!.shadowRoot!.querySelectorAll<HTMLElement>('.task')].map((row) => {
        const text = (selector: string) => row.querySelector(selector)?.textContent?.trim() ?? '';
        const dates = [...row.querySelectorAll('time')].map(({ dateTime }) => dateTime);
        return [text('.code'), text('[part=task-name]'), dates[0], dates.at(-1), text('.pct'), row.classList.contains('group')];
      }),
    );
    const { tasks, links } = grepPlan(plan!);
    const inFile = tasks.map((task) => [
      task['OutlineNumber'],
      task['Name'],
      task['Start']!.slice(0, 10),
      task['Finish']!.slice(0, 10),
      `${task['PercentComplete']}%`,
      task['Summary'] === '1',
    ]);
    // The one group that is above all others is shown with the end of the whole.
    const byCode = (a: unknown[], b: unknown[]): number => String(a[0]).localeCompare(String(b[0]), 'en', { numeric: true });
    expect(shown.toSorted(byCode)).toEqual(inFile.toSorted(byCode));
    const waits = await page.locator('portico-timeline .waits').allInnerTexts();
    expect(waits.join(' ').match(/\d+(?:\.\d+)+/g)).toHaveLength(links.length);
    expect(complaints).toEqual([]);
  });

  it('S06: shows a change of a task made by REST within a second, and nothing is folded by it', async () => {
    const task = (await snapshot()).entities.tasks.find(({ wbs }) => wbs === '1.5.3')!;
    const began = performance.now();
    await demo.api(`PATCH /v1/tasks/${task.id}`, { name: 'Seen at once' });
    await page.locator('portico-timeline').getByText('Seen at once').waitFor({ timeout: 1000 });
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await count('.task')).toBe(145);
  });

  it('is read a second time without a write', async () => {
    const before = await snapshot();
    expect(await portico('import', realPlanPath(file))).toMatch(/: 0 written\.\n$/);
    const after = await snapshot();
    expect([after.streams, after.hash]).toEqual([before.streams, before.hash]);
  });
});
