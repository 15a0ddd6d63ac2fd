/**
 * Reads of a project, at concurrency 64, beside `node:http` and `mysql2` that build the same JSON of rows (`raw.ts`, which does less).
 * Small: a project with 50 milestones. Full: 550 rows. Cold: each project read once by a server that knows none, 64 of them at a time.
 * Beside it what happens more often: 64 ask for the same project that nobody has read yet, or that has just changed.
 */
import assert from 'node:assert';
import type { Child } from '../child.ts';
import { load, sampled, type Ask } from '../http-load.ts';
import { inPlace, type Place } from '../place.ts';
import { sender } from '../plan.ts';
import { alternate, cpuRatio, judge, median, printRounds, rateRatio, type Contestant, type Sample } from '../rounds.ts';

const concurrency = 64;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 0.7);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7);
const copies = { small: 256, full: 64 };

export default function reads(): Promise<boolean> {
  return inPlace(copies, 1, compare);
}

async function compare({ url, plan, products, child }: Place): Promise<boolean> {
  const product = products[0]!;
  const raw = await child(new URL('raw.ts', import.meta.url), { DATABASE_URL: url, WORKSPACE: plan.workspaceId });
  console.log(`Concurrency ${concurrency}, ${rounds} rounds of ${seconds} s`);

  const headers = { Authorization: `Bearer ${plan.token}` };
  const own = (id: string, more = {}): Ask => ({
    port: product.port,
    path: `/v1/projects/${id}/snapshot`,
    headers: { ...headers, ...more },
  });
  const bare = (size: 'small' | 'full' | 'ready', id: string): Ask => ({ port: raw.port, path: `/${size}/${id}`, headers });

  const again =
    (who: Child, ask: Ask, status = 200): Contestant =>
    async () => {
      const run = (milliseconds: number) => {
        const until = performance.now() + milliseconds;
        return load({ concurrency, status, next: (nth) => (nth < concurrency || performance.now() < until ? ask : undefined) });
      };
      await run(100);
      return sampled(who.cpu, () => run(seconds * 1000));
    };
  /** Each project once, by a server that has just begun. */
  const cold =
    (who: Child, asks: Ask[], forget: () => Promise<unknown>): Contestant =>
    async () => {
      const parts: Sample[] = [];
      for (let spent = 0; spent < seconds; spent += parts.at(-1)!.seconds) {
        await forget();
        parts.push(await sampled(who.cpu, () => load({ concurrency, status: 200, next: (nth) => asks[nth] })));
      }
      return summed(parts);
    };

  /** All ask for one project, after something has made what is kept of it old. */
  const crowd =
    (who: Child, ask: Ask, before: () => Promise<unknown>): Contestant =>
    async () => {
      const parts: Sample[] = [];
      for (let spent = 0; spent < seconds; spent += parts.at(-1)!.seconds) {
        await before();
        parts.push(await sampled(who.cpu, () => load({ concurrency, status: 200, next: (nth) => (nth < concurrency ? ask : undefined) })));
      }
      return summed(parts);
    };

  const send = sender(`http://127.0.0.1:${product.port}`, plan.token);
  for (const [size, ids] of [
    ['small', plan.small],
    ['full', plan.full],
  ] as const) {
    for (const id of [ids[0]!, ids.at(-1)!]) {
      const { entities, streams } = await send<{ entities: Record<string, unknown[]>; streams: unknown }>(
        `GET /v1/projects/${id}/snapshot`,
      );
      const same = await (await fetch(`http://127.0.0.1:${raw.port}/${size}/${id}`)).json();
      const filled = Object.entries(entities).filter(([name, rows]) => rows.length > 0 || name in same.entities);
      assert.deepEqual(same, { streams, entities: Object.fromEntries(filled) });
    }
  }
  const tag = await fetch(`http://127.0.0.1:${product.port}${own(plan.small[1]!).path}`, { headers });
  const etag = tag.headers.get('etag')!;
  await tag.text();
  const forget = () => product.call('forget');
  const none = async () => undefined;
  let note = 0;
  const measured = await alternate(
    {
      'raw, 50 rows': again(raw, bare('small', plan.small[1]!)),
      '50 rows, unchanged': again(product, own(plan.small[1]!)),
      '50 rows, by tRPC': again(product, {
        port: product.port,
        path: `/trpc/feed.project?input=${encodeURIComponent(JSON.stringify({ id: plan.small[1]! }))}`,
        headers,
      }),
      'ready bytes of 50 rows': again(raw, bare('ready', 'small')),
      'ready bytes of 550 rows': again(raw, bare('ready', 'full')),
      // As browsers ask.
      '50 rows, br': again(product, own(plan.small[1]!, { 'Accept-Encoding': 'gzip, deflate, br' })),
      '550 rows, br': again(product, own(plan.full[0]!, { 'Accept-Encoding': 'gzip, deflate, br' })),
      '50 rows, 304': again(product, own(plan.small[1]!, { 'If-None-Match': etag }), 304),
      'raw, 550 rows': again(raw, bare('full', plan.full[0]!)),
      '550 rows, unchanged': again(product, own(plan.full[0]!)),
      'raw, 50 rows, each once': cold(
        raw,
        plan.small.map((id) => bare('small', id)),
        none,
      ),
      '50 rows, cold': cold(
        product,
        plan.small.map((id) => own(id)),
        forget,
      ),
      'raw, 550 rows, each once': cold(
        raw,
        plan.full.map((id) => bare('full', id)),
        none,
      ),
      '550 rows, cold': cold(
        product,
        plan.full.map((id) => own(id)),
        forget,
      ),
      'raw, 550 rows, by a crowd': crowd(raw, bare('full', plan.full[0]!), none),
      '550 rows, cold, by a crowd': crowd(product, own(plan.full[0]!), forget),
      'raw, 50 rows, by a crowd': crowd(raw, bare('small', plan.small[0]!), none),
      '50 rows, changed, by a crowd': crowd(product, own(plan.small[0]!), () =>
        send(`PATCH /v1/milestones/${plan.milestoneId}`, { note: `n${note++}` }),
      ),
    },
    rounds,
  );
  printRounds(measured, 'requests');
  const plain = cpuRatio(measured, '550 rows, unchanged', '50 rows, unchanged');
  const more = (one: string, other: string): string =>
    median(
      measured[one]!.map(({ cpu, count }, round) => cpu / count - measured[other]![round]!.cpu / measured[other]![round]!.count),
    ).toFixed(0);
  console.log(
    `CPU of 550 rows beside 50 for who takes no compression, ten times the bytes: ${plain.toFixed(2)} ×, ${more('550 rows, unchanged', '50 rows, unchanged')} µs more; ` +
      `of node:http that sends ready bytes: ${cpuRatio(measured, 'ready bytes of 550 rows', 'ready bytes of 50 rows').toFixed(2)} ×, ${more('ready bytes of 550 rows', 'ready bytes of 50 rows')} µs more`,
  );
  console.log(`By the address of tRPC: ${rateRatio(measured, '50 rows, by tRPC', '50 rows, unchanged').toFixed(2)} × the requests`);
  return judge([
    { what: '550 rows, unchanged, beside raw', value: rateRatio(measured, '550 rows, unchanged', 'raw, 550 rows'), is: '≥', limit: 8 },
    { what: '50 rows, unchanged, beside raw', value: rateRatio(measured, '50 rows, unchanged', 'raw, 50 rows'), is: '≥', limit: 2.5 },
    { what: '304 beside 200', value: rateRatio(measured, '50 rows, 304', '50 rows, unchanged'), is: '≥', limit: 1 },
    { what: '50 rows, cold, beside raw', value: rateRatio(measured, '50 rows, cold', 'raw, 50 rows, each once'), is: '≥', limit: 0.9 },
    { what: '550 rows, cold, beside raw', value: rateRatio(measured, '550 rows, cold', 'raw, 550 rows, each once'), is: '≥', limit: 0.9 },
    {
      what: 'CPU of 50 rows, cold, beside raw',
      value: cpuRatio(measured, '50 rows, cold', 'raw, 50 rows, each once'),
      is: '≤',
      limit: 1.1,
    },
    {
      what: 'CPU of 550 rows, cold, beside raw',
      value: cpuRatio(measured, '550 rows, cold', 'raw, 550 rows, each once'),
      is: '≤',
      limit: 1.1,
    },
    {
      what: '550 rows, cold, by a crowd, beside raw',
      value: rateRatio(measured, '550 rows, cold, by a crowd', 'raw, 550 rows, by a crowd'),
      is: '≥',
      limit: 0.9,
    },
    {
      what: '50 rows, changed, by a crowd, beside raw',
      value: rateRatio(measured, '50 rows, changed, by a crowd', 'raw, 50 rows, by a crowd'),
      is: '≥',
      limit: 0.9,
    },
    { what: 'CPU of 550 rows beside 50, as browsers ask', value: cpuRatio(measured, '550 rows, br', '50 rows, br'), is: '≤', limit: 1.3 },
  ]);
}

function summed(parts: readonly Sample[]): Sample {
  const sum = (of: (part: Sample) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const { p50, p99 } = parts[0]!;
  return { count: sum(({ count }) => count), seconds: sum((part) => part.seconds), cpu: sum(({ cpu }) => cpu), p50, p99 };
}
