/**
 * What ten times the data costs: the same work by two servers, each with a database of its own, the second with ten times the projects, rows,
 * events and workspaces. A hit of a snapshot, a change of one milestone, and an event told to one room ought to cost the same.
 */
import type { Connection } from 'mysql2/promise';
import { load, sampled, type Ask } from '../http-load.ts';
import { openLines } from '../line.ts';
import { inPlace, type Place } from '../place.ts';
import { sender } from '../plan.ts';
import { alternate, cpuRatio, judge, median, printRounds, rateRatio, type Contestant } from '../rounds.ts';

const seconds = Number(process.env['BENCH_SECONDS'] ?? 0.7);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 9);
const sockets = 200;

/** Once, and it is multiplied by ten. */
const data = { projects: 60, full: 10, events: 5_000, workspaces: 50 };

export default function growth(): Promise<boolean> {
  const at = (times: number) => ({ small: data.projects * times, full: data.full * times });
  return inPlace(at(1), 1, (one) => inPlace(at(10), 1, (ten) => compare(one, ten)));
}

/** Events of other streams, and other workspaces: rows as the product makes them, copied. */
async function fill(database: Connection, times: number): Promise<void> {
  const numbers = (count: number): string =>
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})`;
  await database.query(`SET max_recursive_iterations = ${data.events * times}`);
  await database.query(
    `INSERT INTO feed (workspaceId, stream, epoch, seq, type, entity, entityId, rev, actor, at, data, dataHash, hash)
     ${numbers(data.events * times)} SELECT workspaceId, CONCAT('project:other', n DIV 50, ':team'), epoch, n MOD 50 + 1, type, entity, entityId, rev, actor, at, data, dataHash, hash
     FROM (SELECT * FROM feed WHERE entity = 'milestones' LIMIT 1) one CROSS JOIN numbers`,
  );
  const renamed = `CONCAT(LEFT(id, 4), LPAD(n, 4, '0'), SUBSTR(id, 9))`;
  for (const [table, key] of [
    ['workspaces', 'workspaceId'],
    ['members', 'workspaceId'],
    ['keys', 'workspaceId'],
  ] as const) {
    const [columns] = await database.query(`SHOW COLUMNS FROM \`${table}\``);
    const names = (columns as { Field: string }[]).map(({ Field }) => Field);
    const values = names.map((name) =>
      name === key
        ? `CONCAT(LEFT(${key}, 4), LPAD(n, 4, '0'), SUBSTR(${key}, 9))`
        : name === 'id'
          ? renamed
          : name === 'digest'
            ? 'SHA2(CONCAT(digest, n), 256)'
            : `\`${name}\``,
    );
    await database.query(
      `INSERT INTO \`${table}\` (${names.map((name) => `\`${name}\``).join()}) ${numbers(data.workspaces * times)} SELECT ${values.join()} FROM \`${table}\` CROSS JOIN numbers`,
    );
  }
  await database.query('ANALYZE TABLE feed, workspaces, members, `keys`');
}

async function contestants(place: Place): Promise<{ hit: Contestant; append: Contestant; fanout: Contestant; close(): void }> {
  const { plan, products } = place;
  const product = products[0]!;
  const headers = { Authorization: `Bearer ${plan.token}` };
  const ask = (what: () => Ask, concurrency: number) => {
    const end = performance.now() + seconds * 1000;
    return load({ concurrency, status: 200, next: (nth) => (nth < concurrency || performance.now() < end ? what() : undefined) });
  };
  const hit = { port: product.port, path: `/v1/projects/${plan.small[0]}/snapshot`, headers };
  let note = 0;
  const change = (): Ask => ({
    port: product.port,
    method: 'PATCH',
    path: `/v1/milestones/${plan.milestoneId}`,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ note: `n${note++}` }),
  });
  const { streams } = await sender(
    `http://127.0.0.1:${product.port}`,
    plan.token,
  )<{
    streams: [{ stream: string; epoch: string; seq: number }];
  }>(`GET /v1/projects/${plan.small[1]}/snapshot`);
  const [position] = streams;
  const lines = await openLines(sockets, () => ({ port: product.port, follow: { token: plan.token, ...position } }));
  let { seq } = position;
  const event = () => ({
    ...{ workspaceId: plan.workspaceId, stream: position.stream, epoch: position.epoch, seq: ++seq },
    ...{ type: 'milestone.updated', entity: 'milestones', id: 'mst_x', rev: 7, at: '2026-11-22T08:00:00.000Z' },
    ...{ actor: '{"kind":"system"}', data: JSON.stringify({ id: 'mst_x', rev: 7, note: 'x'.repeat(400) }) },
  });
  return {
    hit: () => sampled(product.cpu, () => ask(() => hit, 64)),
    append: () => sampled(product.cpu, () => ask(change, 4)),
    async fanout() {
      const times: number[] = [];
      const before = await product.cpu();
      const began = performance.now();
      while (performance.now() - began < seconds * 1000) {
        const asked = performance.now();
        const all = lines.hear(1);
        await product.call('tell', [event()]);
        await all;
        times.push(performance.now() - asked);
      }
      return {
        count: times.length * sockets,
        seconds: (performance.now() - began) / 1000,
        cpu: (await product.cpu()) - before,
        p50: median(times),
        p99: Math.max(...times),
      };
    },
    close: () => lines.close(),
  };
}

async function compare(one: Place, ten: Place): Promise<boolean> {
  await Promise.all([fill(one.database, 1), fill(ten.database, 10)]);
  const [small, large] = [await contestants(one), await contestants(ten)];
  const all = {
    'hit, once': small.hit,
    'hit, ten times': large.hit,
    'change, once': small.append,
    'change, ten times': large.append,
    'delivery, once': small.fanout,
    'delivery, ten times': large.fanout,
  };
  for (const contestant of Object.values(all)) await contestant();
  const measured = await alternate(all, rounds);
  for (const { close } of [small, large]) close();
  printRounds(measured, 'things');
  return judge(
    ['hit', 'change', 'delivery'].flatMap((what) => [
      {
        what: `time of a ${what}, ten times the data`,
        value: rateRatio(measured, `${what}, once`, `${what}, ten times`),
        is: '≤',
        limit: 1.2,
      },
      {
        what: `CPU of a ${what}, ten times the data`,
        value: cpuRatio(measured, `${what}, ten times`, `${what}, once`),
        is: '≤',
        limit: 1.2,
      },
    ]),
  );
}
