/** Two servers on one database: what one commits is on the pages of the other, and nothing is lost when one, or Redis, goes. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createConnection, type Connection, type Milestone, type ProjectStore } from '@portico/sdk';
import { openSocket } from '@portico/sdk/realtime';
import { createSessions } from '@portico/sdk/server';
import { Redis } from 'ioredis';
import { createConnection as openDatabase, type Connection as Database } from 'mysql2/promise';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '@portico/server';
import { namespaceOf } from '../../server/src/core/redis.ts';
import { openWorld, type Tenant } from '../../server/src/testing/world.ts';
import {
  dialects,
  freePort,
  freshDatabase,
  hasChromium,
  launchChromium,
  redisUrl,
  startRedis,
  type FreshDatabase,
} from '../services/index.ts';
import { openWay, startNode, type Node, type Way } from './node.ts';

// Processes are started and killed in most of these.
vi.setConfig({ testTimeout: 60_000 });

const secret = 'two nodes have one secret of forty letters';
const mariadb = dialects().find(({ name }) => name === 'MariaDB')!.url;

let database: FreshDatabase;
let tenant: Tenant;
const nodes: Node[] = [];
const ways: Way[] = [];
const pages: Connection[] = [];
const tabs: (() => Promise<void>)[] = [];

/** A database with a tenant in it. */
async function prepare(): Promise<void> {
  database = await freshDatabase('MariaDB');
  const world = await openWorld(database.url, { PORTICO_SECRET: secret });
  tenant = await world.tenant();
  await world.close();
}

async function clean(): Promise<void> {
  for (const close of tabs.splice(0)) await close();
  for (const page of pages.splice(0)) page.close();
  await Promise.all(nodes.splice(0).map((node) => node.kill()));
  for (const way of ways.splice(0)) await way.close();
  await database?.drop();
}

async function node(environment: Record<string, string> = {}): Promise<Node> {
  const made = await startNode({ DATABASE_URL: database.url, PORTICO_SECRET: secret, ...environment });
  nodes.push(made);
  return made;
}

async function way(...ports: number[]): Promise<Way> {
  const made = await openWay(...ports);
  ways.push(made);
  return made;
}

/** A page of this person, live, on the node at this port. */
async function page(port: number, role: 'owner' | 'manager' | 'viewer' | 'lead'): Promise<{ connection: Connection; store: ProjectStore }> {
  const url = `http://127.0.0.1:${port}`;
  const sessions = createSessions({ url, secretKey: tenant.secretKey });
  const who = role in tenant.members ? { member: tenant.members[role as 'manager'] } : { contact: tenant.contacts[role as 'owner'] };
  const connection = createConnection({ url, fetchToken: () => sessions.mint(who), openSocket });
  pages.push(connection);
  const store = connection.project(tenant.projectId);
  store.retain();
  await until(() => connection.link.value === 'live');
  return { connection, store };
}

async function until(check: () => unknown, milliseconds = 15_000): Promise<number> {
  const began = performance.now();
  while (!(await check())) {
    if (performance.now() - began > milliseconds) throw new Error(`not within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - began;
}

const mine = ({ milestones }: ProjectStore): Milestone => milestones.value.find(({ id }) => id === tenant.milestoneIds[0])!;

async function patch({ url }: { url: string }, body: object): Promise<void> {
  const response = await fetch(`${url}/v1/milestones/${tenant.milestoneIds[0]}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${tenant.secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

/** Writes on this node; answers how long it takes until all of these pages show it, counted from the answer. */
async function change(on: { url: string }, progress: number, stores: readonly ProjectStore[]): Promise<number> {
  await patch(on, { progress });
  return until(() => stores.every((store) => mine(store).progress === progress));
}

/** The store's hash is the one of the server's snapshot for the same person. */
async function agrees(node: Node, { connection, store }: { connection: Connection; store: ProjectStore }): Promise<void> {
  const id = connection.visitor.value.id!;
  const who = id.startsWith('con_') ? { contact: id } : { member: id };
  await until(async () => (await store.hash()) === (await snapshotOf(node, who)).hash, 3000);
}

async function snapshotOf({ url }: Node, who: { contact: string } | { member: string }): Promise<{ hash: string }> {
  const { token } = await createSessions({ url, secretKey: tenant.secretKey }).mint(who);
  const response = await fetch(`${url}/v1/projects/${tenant.projectId}/snapshot`, { headers: { authorization: `Bearer ${token}` } });
  return (await response.json()) as { hash: string };
}

/** The owner's page on a site of the vendor, in a real browser, with all that Portico serves from the node at this port. */
async function openTab(port: number): Promise<{ tab: Page; hash(): Promise<string> }> {
  const url = `http://127.0.0.1:${port}`;
  const sessions = createSessions({ url, secretKey: tenant.secretKey });
  let origin = '';
  const site = createServer((request, response) => {
    if (request.method === 'POST')
      return void sessions
        .mint({ contact: tenant.contacts.owner, origins: [origin] })
        .then((token) => response.setHeader('content-type', 'application/json').end(JSON.stringify(token)));
    return response.setHeader('content-type', 'text/html').end(`<!doctype html><html lang="en"><title>Vendor</title>
      <script async src="${url}/embed/v1/portico.js" data-token-url="/token" data-project="${tenant.projectId}"></script><portico-timeline></portico-timeline>`);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const browser = await launchChromium();
  tabs.push(async () => {
    await browser.close();
    site.closeAllConnections();
    site.close();
  });
  const tab = await browser.newPage();
  await tab.goto(origin);
  await tab.locator('portico-timeline li').first().waitFor();
  const { projectId } = tenant;
  return {
    tab,
    hash: () => tab.evaluate((id) => (globalThis as any).Portico.hash(id) as Promise<string>, projectId),
  };
}

const ready = async ({ url }: Node): Promise<{ status: number; body: { status: string; note?: string } }> => {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, body: (await response.json()) as { status: string; note?: string } };
};

describe.skipIf(mariadb === null)('MariaDB: two nodes without Redis', () => {
  beforeAll(prepare);
  afterAll(clean);
  afterEach(async () => {
    for (const page of pages.splice(0)) page.close();
    await Promise.all(nodes.splice(0).map((each) => each.kill()));
  });

  test('a change on one is on the pages of the other within two seconds; one is killed: its pages resume on the other, and agree', async () => {
    const [a, b] = await Promise.all([node(), node()]);
    const before = await way(a.port, b.port);
    const moving = [await page(before.port, 'owner'), await page(before.port, 'manager')];
    const fixed = await page(b.port, 'lead');
    expect(await change(a, 11, [fixed.store])).toBeLessThan(2000);
    expect(
      await change(
        b,
        12,
        moving.map(({ store }) => store),
      ),
    ).toBeLessThan(2000);

    await a.kill();
    for (let progress = 20; progress < 40; progress += 1) await change(b, progress, []);
    await until(() => moving.every(({ connection, store }) => connection.link.value === 'live' && mine(store).progress === 39));
    for (const one of [...moving, fixed]) await agrees(b, one);
  });

  test('consumers are served by one node at a time; the other takes over within five seconds when that one is killed, at once when it is stopped', async () => {
    const connection: Database = await openDatabase(database.url.replace('mariadb:', 'mysql:'));
    const one = async <T>(sql: string): Promise<T | undefined> => ((await connection.query(sql))[0] as T[])[0];
    const waiting = async (): Promise<number> => Number((await one<{ count: number }>('SELECT COUNT(*) AS count FROM outbox'))!.count);
    const holder = async (): Promise<string | undefined> =>
      (await one<{ owner: string }>("SELECT owner FROM leases WHERE name = 'dispatcher' AND until > 0"))?.owner;
    const took: Record<string, number> = {};
    try {
      // Who was killed before holds it a while longer.
      const dead = await holder();
      let holding = await node();
      await until(async () => (await holder()) !== dead);
      for (const how of ['kill', 'stop'] as const) {
        const known = await holder();
        let next = await node();
        await until(async () => (await waiting()) === 0);
        const before = await holder();
        // Where the machine held up the one for longer than its lease, the other has it by now.
        if (before !== known) [holding, next] = [next, holding];
        await holding[how]();
        await change(next, how === 'kill' ? 50 : 51, []);
        took[how] = await until(async () => (await waiting()) === 0 && (await holder()) !== before, 12_000);
        holding = next;
      }
      console.log(
        `dispatcher taken over: ${took['kill']!.toFixed()} ms after kill -9 (limit 5000), ${took['stop']!.toFixed()} ms after SIGTERM`,
      );
      expect(took['kill']).toBeLessThan(5000);
      expect(took['stop']).toBeLessThan(1500);
    } finally {
      await connection.end();
    }
  });
});

describe.skipIf(mariadb === null || redisUrl() === null)('Redis: two nodes', () => {
  let a: Node;
  let b: Node;
  let redis: Way;
  beforeAll(async () => {
    await prepare();
    redis = await way(Number(new URL(redisUrl()!).port));
    const REDIS_URL = `redis://127.0.0.1:${redis.port}`;
    [a, b] = await Promise.all([node({ REDIS_URL }), node({ REDIS_URL })]);
  });
  afterAll(clean);
  afterEach(() => {
    for (const page of pages.splice(0)) page.close();
  });

  const together = async (): Promise<boolean> => (await ready(a)).body.note === undefined && (await ready(b)).body.note === undefined;

  test('a change on one is on the pages of the other at once, in both directions and each audience', async () => {
    const [onA, onB] = [await page(a.port, 'owner'), await page(b.port, 'manager')];
    const times: number[] = [];
    for (let progress = 1; progress <= 10; progress += 1) times.push(await change(progress % 2 ? a : b, progress, [onA.store, onB.store]));
    expect(times.toSorted((x, y) => x - y)[5]).toBeLessThan(400);
    expect(Math.max(...times)).toBeLessThan(1000);
    await agrees(a, onA);
    await agrees(b, onB);
  });

  test('Redis goes, or hangs: the nodes stay ready, say so once, and changes arrive within two seconds; it comes back: at once again', async () => {
    const onB = await page(b.port, 'owner');
    redis.cut();
    await until(async () => (await ready(a)).body.note !== undefined && (await ready(b)).body.note !== undefined);
    expect(await ready(b)).toMatchObject({ status: 200, body: { status: 'ready', note: expect.stringContaining('Redis is away') } });
    for (const progress of [21, 22, 23]) expect(await change(a, progress, [onB.store])).toBeLessThan(2000);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(
      b
        .log()
        .split('\n')
        .filter((line) => line.includes('Redis is away')),
    ).toHaveLength(1);

    const fresh = (await startRedis({ private: true }))!;
    try {
      redis.to(Number(new URL(fresh.url).port));
      await until(together);
      const times: number[] = [];
      for (const progress of [31, 32, 33, 34, 35]) times.push(await change(a, progress, [onB.store]));
      expect(times.toSorted((x, y) => x - y)[2]).toBeLessThan(400);
      expect(b.log()).toContain('Redis is back');

      const pid = await fresh.pid!();
      process.kill(pid, 'SIGSTOP');
      try {
        expect(await change(a, 41, [onB.store])).toBeLessThan(2000);
        await until(async () => (await ready(a)).body.note !== undefined);
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      await until(together);
      expect(await change(a, 42, [onB.store])).toBeLessThan(1000);
    } finally {
      redis.cut();
      await fresh.stop();
      redis.to(Number(new URL(redisUrl()!).port));
      await until(together);
    }
    await agrees(b, onB);
  });

  test('no data goes through Redis, a node hears of its own workspaces alone, and whatever somebody else says there takes nothing away', async () => {
    const client = new Redis(redisUrl()!);
    const listener = client.duplicate();
    try {
      const onB = await page(b.port, 'manager');
      const space = namespaceOf({ secret });
      const channel = `${space}:${tenant.workspaceId}`;
      await until(async () => ((await client.pubsub('SHARDCHANNELS', `${space}:*`)) as string[]).length === 2);
      expect(((await client.pubsub('SHARDCHANNELS', `${space}:*`)) as string[]).toSorted()).toEqual([channel, `${space}:work`].toSorted());
      const heard: [string, string][] = [];
      listener.on('smessage', (from: string, text: string) => heard.push([from, text]));
      for (const each of [channel, `${space}:work`]) await listener.ssubscribe(each);
      await change(a, 41, []);
      await until(() => new Set(heard.map(([from]) => from)).size === 2);
      expect(heard.join()).toContain(tenant.projectId);
      // Names and numbers alone.
      for (const [from, text] of heard) {
        if (from !== channel) expect(text).toBe('');
        else
          for (const [, stream, seq, ...rest] of JSON.parse(text))
            expect([typeof stream, typeof seq, rest]).toEqual(['string', 'number', []]);
      }
      for (const text of ['', 'null', '[[1,2,3]]', '{"a":1}', `[["${tenant.workspaceId}","project:${tenant.projectId}:team",99999]]`])
        for (const each of [channel, `${space}:work`]) await client.spublish(each, text);
      expect(await change(a, 42, [onB.store])).toBeLessThan(1000);
    } finally {
      listener.disconnect();
      client.disconnect();
    }
  });

  test('one is killed with a hundred changes under way: its pages resume on the other and agree', async () => {
    const before = await way(a.port, b.port);
    const shown = hasChromium() ? await openTab(before.port) : null;
    if (shown) {
      // The tab is on the node that will be killed, the changes on the other. On a busy machine one of three may wait for a processor.
      const times: number[] = [];
      for (const name of ['From the other node', 'Another', 'And another']) {
        const began = performance.now();
        await patch(b, { name });
        await shown.tab.getByText(name, { exact: true }).first().waitFor();
        times.push(performance.now() - began);
      }
      expect(Math.min(...times)).toBeLessThan(1000);
    }
    const moving = await Promise.all((['owner', 'viewer', 'manager', 'lead'] as const).map((role) => page(before.port, role)));
    const writing = (async () => {
      for (let index = 0; index < 100; index += 1) await change(b, index, []);
    })();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await a.kill();
    await writing;
    await until(() => moving.every(({ connection, store }) => connection.link.value === 'live' && mine(store).progress === 99));
    for (const one of moving) await agrees(b, one);
    if (!shown) return;
    await patch(b, { name: 'Seen after the end of the first' });
    await shown.tab.getByText('Seen after the end of the first').first().waitFor();
    await until(async () => (await shown.hash()) === (await snapshotOf(b, { contact: tenant.contacts.owner })).hash, 5000);
  });

  test('starts without its Redis, warns, and finds it later', async () => {
    const late = await way();
    const alone = await node({ REDIS_URL: `redis://127.0.0.1:${late.port}` });
    await until(async () => (await ready(alone)).body.note);
    expect((await ready(alone)).status).toBe(200);
    const onAlone = await page(alone.port, 'owner');
    expect(await change(b, 77, [onAlone.store])).toBeLessThan(2000);
    late.to(Number(new URL(redisUrl()!).port));
    await until(async () => (await ready(alone)).body.note === undefined);
    expect(await change(b, 78, [onAlone.store])).toBeLessThan(1000);
    const began = performance.now();
    expect(await alone.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(6000);
  });
});

describe('a REDIS_URL that is none', () => {
  test('is refused in one line before anything starts', async () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [fileURLToPath(new URL('../../server/src/cli/main.ts', import.meta.url)), 'serve'],
      {
        encoding: 'utf8',
        env: { ...process.env, PORT: String(await freePort()), PORTICO_DATA: '/nonexistent', REDIS_URL: 'localhost:6379' },
      },
    );
    expect([status, stdout, stderr]).toEqual([1, '', 'portico: REDIS_URL must begin with redis:// or rediss:// and name a host.\n']);
  });

  test.each(['http://127.0.0.1:6379', 'redis://', 'redis:///0', 'redis'])('%s', (REDIS_URL) => {
    expect(() => readConfig({ PORTICO_DATA: '/nonexistent', REDIS_URL })).toThrow('REDIS_URL must begin with');
  });
});
