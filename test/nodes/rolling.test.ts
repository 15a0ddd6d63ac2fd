/**
 * A rolling restart under load: three nodes behind a balancer are stopped and replaced one after the other while clients write and pages
 * watch, all through the SDK. `ROLLING=long` for more of everything.
 */
import { createConnection, PorticoError, type Connection, type ProjectStore } from '@portico/sdk';
import { openSocket } from '@portico/sdk/realtime';
import { createSessions } from '@portico/sdk/server';
import { createConnection as openDatabase } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { until } from '../../server/src/testing/line.ts';
import { openWorld, type Tenant } from '../../server/src/testing/world.ts';
import { dialects, freshDatabase, redisUrl, type FreshDatabase } from '../services/index.ts';
import { openBalancer, type Balancer } from './balancer.ts';
import { startNode, type Node } from './node.ts';

// Six processes are started, which may wait for a processor.
vi.setConfig({ hookTimeout: 120_000 });

const long = process.env['ROLLING'] === 'long';
const writers = long ? 8 : 4;
const watchers = long ? 60 : 6;
const rounds = long ? 4 : 1;
/** Milliseconds; 0: nodes leave as abruptly as a stop can be, and only the SDK's tries again are between. */
const stopDelay = process.env['STOP_DELAY'] ?? '600';
const secret = 'three nodes have one secret of forty letters';
const mariadb = dialects().find(({ name }) => name === 'MariaDB')!.url;

describe.skipIf(mariadb === null || redisUrl() === null)('MariaDB and Redis: a rolling restart', () => {
  let database: FreshDatabase;
  let tenant: Tenant;
  let balancer: Balancer;
  const nodes: Node[] = [];
  const pages: Connection[] = [];
  /** Requests that got no answer, or a 503: what the SDK tries again. */
  let unanswered = 0;
  const counted: typeof fetch = async (...request) => {
    const answer = await fetch(...request).catch((error: unknown) => {
      unanswered += 1;
      throw error;
    });
    if (answer.status === 503) unanswered += 1;
    return answer;
  };

  beforeAll(async () => {
    database = await freshDatabase('MariaDB');
    const world = await openWorld(database.url, { PORTICO_SECRET: secret });
    tenant = await world.tenant();
    await world.close();
    nodes.push(...(await Promise.all([start(), start(), start()])));
    balancer = await openBalancer(...nodes.map(({ port }) => port));
  });
  afterAll(async () => {
    for (const page of pages) page.close();
    await Promise.all(nodes.map((node) => node.kill()));
    await balancer?.close();
    await database?.drop();
  });

  // The balancer looks ten times a second; a busy machine makes that less.
  const start = () =>
    startNode({ DATABASE_URL: database.url, PORTICO_SECRET: secret, REDIS_URL: redisUrl()!, STOP_DELAY: stopDelay, LOG_LEVEL: 'warn' });

  function connect(role: 'owner' | 'viewer' | 'manager' | 'lead', realtime: boolean): Connection {
    const sessions = createSessions({ url: balancer.url, secretKey: tenant.secretKey, fetch: counted });
    const who = role in tenant.members ? { member: tenant.members[role as 'manager'] } : { contact: tenant.contacts[role as 'owner'] };
    const connection = createConnection({ url: balancer.url, fetchToken: () => sessions.mint(who), openSocket, realtime, fetch: counted });
    pages.push(connection);
    return connection;
  }

  test(
    'fails no call of the SDK, loses and doubles no event, and all pages agree in the end',
    async () => {
      const shown = Array.from({ length: watchers }, (_, at) => {
        const connection = connect((['owner', 'viewer', 'manager', 'lead'] as const)[at % 4]!, true);
        const store = connection.project(tenant.projectId);
        store.retain();
        return { connection, store };
      });
      await until(() => shown.every(({ connection }) => connection.link.value === 'live'), 20_000);

      let flows = true;
      const done: string[] = [];
      const failed: string[] = [];
      let reads = 0;
      const write = async (writer: number): Promise<void> => {
        const connection = connect('manager', false);
        for (let turn = 0; flows; turn += 1) {
          const name = `w${writer} t${turn}`;
          try {
            await connection.call('milestones.update', { id: tenant.milestoneIds[writer % 2]!, name });
            done.push(name);
            await connection.call('milestones.get', { id: tenant.milestoneIds[writer % 2]! });
            reads += 1;
            if (!long) await new Promise((resolve) => setTimeout(resolve, 40));
          } catch (error) {
            failed.push(`${name}: ${error instanceof PorticoError ? `${error.status} ${error.code} ${error.message}` : String(error)}`);
          }
        }
      };
      const writing = Array.from({ length: writers }, (_, writer) => write(writer));
      const codes: (number | null)[] = [];
      try {
        for (let round = 0; round < rounds; round += 1) {
          for (let at = 0; at < 3; at += 1) {
            const known = done.length;
            codes.push(await nodes[at]!.stop());
            nodes[at] = await start();
            balancer.among(...nodes.map(({ port }) => port));
            await until(() => balancer.ready().length === 3 && done.length > known, 40_000);
          }
        }
      } finally {
        flows = false;
        await Promise.all(writing);
      }
      expect(failed).toEqual([]);
      expect(codes).toEqual(codes.map(() => 0));

      const sql = await openDatabase(database.url.replace('mariadb:', 'mysql:'));
      try {
        const [rows] = await sql.query(
          `SELECT stream, seq, JSON_UNQUOTE(JSON_EXTRACT(data, '$.name')) AS name FROM feed WHERE stream LIKE ? ORDER BY stream, seq`,
          [`project:${tenant.projectId}:%`],
        );
        for (const [stream, events] of Map.groupBy(rows as { stream: string; seq: number; name: string }[], (row) => row.stream)) {
          expect(
            events.map(({ seq }) => Number(seq)),
            stream,
          ).toEqual(events.map((_, at) => at + 1));
          const times = Map.groupBy(events, ({ name }) => name);
          expect(done.filter((name) => times.get(name)?.length !== 1)).toEqual([]);
        }
      } finally {
        await sql.end();
      }
      await until(async () => {
        const hashes = await Promise.all(shown.map(({ connection, store }) => agrees(connection, store)));
        return hashes.every(Boolean);
      }, 20_000);
      console.log(
        `${codes.length} nodes replaced: ${done.length} writes and ${reads} reads, ${failed.length} failed, ${unanswered} tried again; ${watchers} pages agree`,
      );
    },
    long ? 600_000 : 180_000,
  );

  /** The store's hash is that of the server's snapshot for the same person. */
  async function agrees({ visitor }: Connection, store: ProjectStore): Promise<boolean> {
    const id = visitor.value.id!;
    const { token } = await createSessions({ url: balancer.url, secretKey: tenant.secretKey }).mint(
      id.startsWith('con_') ? { contact: id } : { member: id },
    );
    const response = await fetch(`${balancer.url}/v1/projects/${tenant.projectId}/snapshot`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await response.json()) as { hash: string }).hash === (await store.hash());
  }
});
