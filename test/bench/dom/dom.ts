/**
 * From a change to the changed page: a page in Chromium sends a PATCH and waits until what it has changed stands in its DOM and is laid
 * out, which comes by push. Ours: the timeline with 50 milestones, on a page of another origin. Beside it `bare.ts` and `textContent`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from 'playwright';
import { chromiumPath, chromiumSwitches } from '../../services/places.ts';
import { inPlace, type Place } from '../place.ts';
import { sender } from '../plan.ts';
import { alternate, judge, median, printRounds, type Contestant } from '../rounds.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
/** Changes by which each server is warmed up. */
const warming = 500;
const changes = Number(process.env['BENCH_CHANGES'] ?? 10);
/** Milliseconds after each: mails and webhooks are on their way by then, and the tint of a changed row has faded, which Chromium draws without a graphics card. */
const rest = 1400;

export default function dom(): Promise<boolean> {
  return inPlace({ small: 2, full: 0 }, 1, compare);
}

interface Asked {
  /** Of the element whose text changes. */
  selector: string;
  url: string;
  token: string;
  changes: number;
  rest: number;
}

/** Runs in the page: how long each change takes, in milliseconds. */
async function measure({ selector, url, token, changes: count, rest: pause }: Asked): Promise<number[]> {
  const element = document.querySelector(selector)!;
  const root: Node = element.shadowRoot ?? element;
  const times: number[] = [];
  for (let nth = 0; nth < count; nth++) {
    const name = `Handover ${Math.random()}`;
    const seen = new Promise<number>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('The change did not come.')), 5000);
      const observer = new MutationObserver((records) => {
        // Not the text of all that there is: the time to read that is not the page's.
        if (!records.some(({ target }) => target.textContent!.includes(name))) return;
        element.getBoundingClientRect();
        clearTimeout(late);
        observer.disconnect();
        resolve(performance.now());
      });
      observer.observe(root, { subtree: true, childList: true, characterData: true });
    });
    const began = performance.now();
    const sent = fetch(url, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
    times.push((await seen) - began);
    const answer = await sent;
    if (!answer.ok) throw new Error(await answer.text());
    await answer.text();
    // One change at a time: what follows the last one is over.
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return times;
}

async function compare({ url, plan, products, child, database }: Place): Promise<boolean> {
  const product = products[0]!;
  const own = `http://127.0.0.1:${product.port}`;
  const [ours, theirs] = [plan.small[0]!, plan.small[1]!];
  const bare = await child(new URL('bare.ts', import.meta.url), {
    DATABASE_URL: url,
    WORKSPACE: plan.workspaceId,
    PROJECT: theirs,
  });
  const [found] = await database.query('SELECT id FROM milestones WHERE projectId = ? ORDER BY id LIMIT 1', [theirs]);
  const send = sender(own, plan.secretKey);
  const { items } = await send<{ items: { id: string; role: string }[] }>('GET /v1/members');
  const member = items.find(({ role }) => role === 'manager')!.id;

  let origin = '';
  const site = createServer((request, response) => {
    if (request.url === '/token') {
      void send('POST /v1/sessions', { member, origins: [origin] }).then((session) => response.end(JSON.stringify(session)));
      return;
    }
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(request.url === '/bare' ? barePage(bare.port) : ownPage(own, ours));
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  await send('PATCH /v1/workspace', { origins: [origin] });
  const { token } = await send<{ token: string }>('POST /v1/sessions', { member, origins: [origin], ttl: 900 });

  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('There is no Chromium on this machine. Run: npm test');
  const browser = await chromium.launch({ executablePath, args: chromiumSwitches });
  try {
    const open = async (path: string, ready: string): Promise<Page> => {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
      await page.goto(origin + path);
      await page.locator(ready).first().waitFor();
      return page;
    };
    const [mine, other] = [await open('/own', 'portico-timeline li'), await open('/bare', 'li.live')];
    const turn =
      (page: Page, asked: Asked, cpu: () => Promise<number>): Contestant =>
      async () => {
        await page.bringToFront();
        await page.evaluate(measure, { ...asked, changes: 1 });
        const before = await cpu();
        const times = (await page.evaluate(measure, asked)).toSorted((a, b) => a - b);
        const at = (part: number): number => times[Math.floor(times.length * part)]!;
        const seconds = times.reduce((sum, time) => sum + time, 0) / 1000;
        return { count: changes, seconds, cpu: (await cpu()) - before, p50: at(0.5), p99: at(0.99) };
      };
    const milestone = (found as { id: string }[])[0]!.id;
    const asks = {
      bare: { selector: 'ul', url: `http://127.0.0.1:${bare.port}/v1/milestones/${milestone}`, token, changes, rest },
      'bare, few rows': { selector: 'ul', url: `http://127.0.0.1:${bare.port}/short/milestones/${milestone}`, token, changes, rest },
      portico: { selector: 'portico-timeline', url: `${own}/v1/milestones/${plan.milestoneId}`, token, changes, rest },
    };
    const contestants = {
      bare: turn(other, asks.bare, bare.cpu),
      'bare, few rows': turn(other, asks['bare, few rows'], bare.cpu),
      portico: turn(mine, asks.portico, product.cpu),
    };
    // Servers that have been at work for a while, and pages that have just begun.
    for (const asked of Object.values(asks)) for (let nth = 0; nth < warming; nth++) await patch(asked, `Warming ${nth}`);
    for (const contestant of Object.values(contestants)) await contestant();
    const measured = await alternate(contestants, rounds);
    printRounds(measured, 'changes');
    const times = (other: string): number => median(measured['portico']!.map(({ p50 }, round) => p50 / measured[other]![round]!.p50));
    console.log(`Beside the one that writes few rows: ${times('bare, few rows').toFixed(2)} ×`);
    return judge([
      { what: 'a change in the DOM, beside bare with the same rows (median of medians)', value: times('bare'), is: '≤', limit: 1.25 },
    ]);
  } finally {
    await browser.close();
    site.closeAllConnections();
    site.close();
  }
}

async function patch({ url, token }: Asked, name: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ name }) });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.text();
}

const ownPage = (server: string, project: string): string =>
  `<!doctype html><title>Portico</title><script async src="${server}/embed/v1/portico.js" data-token-url="/token" data-project="${project}"></script>
<portico-timeline></portico-timeline>`;

const barePage = (port: number): string =>
  `<!doctype html><title>Bare</title><ul>${'<li>Milestone</li>'.repeat(50)}</ul><script>
const line = document.querySelector('li');
const socket = new WebSocket('ws://127.0.0.1:${port}');
socket.onopen = () => (line.className = 'live');
socket.onmessage = ({ data }) => (line.textContent = JSON.parse(data).name);
</script>`;
