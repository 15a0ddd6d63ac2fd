/** One image, many roles: three nodes that each do a part do together what one does, and none does what it is not there for. */
import { createConnection as openDatabase } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openLine, until } from '../../server/src/testing/line.ts';
import { openMailServer } from '../../server/src/testing/mail-server.ts';
import { openReceiver } from '../../server/src/testing/receiver.ts';
import { openWorld, type Tenant } from '../../server/src/testing/world.ts';
import { dialects, freshDatabase, redisUrl, type FreshDatabase } from '../services/index.ts';
import { startNode, type Node } from './node.ts';

vi.setConfig({ testTimeout: 60_000 });

const secret = 'three nodes have one secret of forty letters';
const mariadb = dialects().find(({ name }) => name === 'MariaDB')!.url;

describe.skipIf(mariadb === null || redisUrl() === null)('MariaDB and Redis: a node for each role', () => {
  let database: FreshDatabase;
  let tenant: Tenant;
  let mail: Awaited<ReturnType<typeof openMailServer>>;
  let receiver: Awaited<ReturnType<typeof openReceiver>>;
  let environment: Record<string, string>;
  let api: Node;
  let realtime: Node;
  const nodes: Node[] = [];
  const node = async (...given: Parameters<typeof startNode>): Promise<Node> => {
    const made = await startNode({ ...environment, ...given[0] }, given[1]);
    nodes.push(made);
    return made;
  };
  const ask = async ({ url }: Node, path: string, { headers = {}, ...init }: { method?: string; body?: string; headers?: object } = {}) => {
    const response = await fetch(url + path, { ...init, headers: { authorization: `Bearer ${tenant.secretKey}`, ...headers } });
    const body: any = await response.json().catch(() => null);
    return { status: response.status, headers: response.headers, body };
  };
  const write = (method: string, path: string, body: object) =>
    ask(api, path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

  beforeAll(async () => {
    database = await freshDatabase('MariaDB');
    [mail, receiver] = await Promise.all([openMailServer(), openReceiver()]);
    environment = {
      DATABASE_URL: database.url,
      PORTICO_SECRET: secret,
      REDIS_URL: redisUrl()!,
      SMTP_URL: mail.url,
      MAIL_FROM: 'portico@vendor.example',
      WEBHOOK_ALLOW: receiver.url,
    };
    const world = await openWorld(database.url, { PORTICO_SECRET: secret });
    tenant = await world.tenant();
    await world.portico.drain();
    await world.close();
    [api, realtime] = await Promise.all([node({}, ['--roles', 'api']), node({ ROLES: 'realtime' })]);
  });
  afterAll(async () => {
    await Promise.all(nodes.map((each) => each.kill()));
    await Promise.all([mail?.down(), receiver?.down()]);
    await database?.drop();
  });

  test('what is written by the one is on the pages of the next, and is sent by the third once it is there', async () => {
    const sql = await openDatabase(database.url.replace('mariadb:', 'mysql:'));
    const count = async (query: string): Promise<number> => Number(((await sql.query(query)) as any)[0][0].count);
    const before = await count('SELECT COUNT(*) AS count FROM jobs');
    expect((await write('POST', '/v1/webhooks', { url: `${receiver.url}/hook`, types: ['milestone.updated'] })).status).toBe(201);
    const { token } = (await write('POST', '/v1/sessions', { contact: tenant.contacts.owner })).body;
    const line = await openLine(realtime.url, { token });
    try {
      const stream = `project:${tenant.projectId}:client`;
      const { head } = await line.ask('subscribe', { stream, epoch: '', seq: 0 });
      const began = performance.now();
      expect((await write('PATCH', `/v1/milestones/${tenant.milestoneIds[0]}`, { due: '2026-12-24' })).status).toBe(200);
      await until(() => line.events.some(({ seq, type }) => seq > head && type === 'milestone.updated'));
      const arrived = performance.now() - began;
      expect(arrived).toBeLessThan(1000);

      // Nobody is there who sends: nothing is lost, nothing is made of it yet.
      expect(await count('SELECT COUNT(*) AS count FROM outbox')).toBeGreaterThan(0);
      expect(await count('SELECT COUNT(*) AS count FROM jobs')).toBe(before);
      expect([mail.mails.length, receiver.received.length]).toEqual([0, 0]);

      const worker = await node({ ROLES: 'worker' });
      const ready = performance.now();
      await until(() => mail.mails.length >= 2 && receiver.received.length === 1, 15_000);
      console.log(`api → page ${arrived.toFixed()} ms; worker ready → mails and webhook ${(performance.now() - ready).toFixed()} ms`);
      expect(mail.mails.map(({ to }) => to).toSorted()).toEqual(['editor@x.example', 'owner@x.example']);
      expect(worker.log()).toContain('"roles":["worker"]');
    } finally {
      line.close();
      await sql.end();
    }
  });

  test('each says in its own words what it does not do, and all answer for their health', async () => {
    const [, , worker] = nodes as [Node, Node, Node];
    for (const each of nodes) {
      expect((await ask(each, '/healthz')).body).toEqual({ status: 'ok' });
      expect((await ask(each, '/readyz')).body).toEqual({ status: 'ready' });
      expect((await fetch(`${each.url}/metrics`)).status).toBe(200);
    }
    for (const each of [realtime, worker]) {
      for (const path of [
        '/v1/me',
        '/v1/openapi.json',
        '/docs',
        '/embed/v1/portico.js',
        `/v1/projects/${tenant.projectId}/snapshot`,
        '/trpc/sessions.me',
      ]) {
        const { status, headers, body } = await ask(each, path);
        expect([status, body?.code, headers.get('content-type')], path).toEqual([
          404,
          'not_served',
          expect.stringContaining('problem+json'),
        ]);
        expect(body.detail).toContain('ROLES lack api');
      }
    }
    const { token } = (await write('POST', '/v1/sessions', { contact: tenant.contacts.owner })).body;
    for (const each of [api, worker]) {
      const { status, body } = await ask(each, '/socket.io/?EIO=4&transport=websocket');
      expect([status, body.code]).toEqual([404, 'not_served']);
      expect(body.detail).toContain('ROLES lack realtime');
      await expect(openLine(each.url, { token })).rejects.toBeTruthy();
    }
    expect((await ask(realtime, '/socket.io/', { headers: { 'accept-language': 'zh-CN' } })).body.title).toBe('此节点不提供该服务');
  });
});
