/** T18, in short: the line to the database falls silent, or falls at the worst moment. `npm run test:faults` has the long forms. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openProxy, type Proxy } from './proxy.ts';
import { dialects, freshDatabase, type FreshDatabase } from '../services/index.ts';
import { openWorld, type Tenant, type World } from '../../server/src/testing/world.ts';
import { connect } from '../../server/src/db/connection.ts';
import { longestSilence } from '../../server/src/db/lines.ts';

// These wait for time-outs.
vi.setConfig({ testTimeout: 90_000 });

const mariadb = dialects().find(({ name }) => name === 'MariaDB')!.url;

describe.skipIf(mariadb === null)('MariaDB', () => {
  let database: FreshDatabase;
  let proxy: Proxy;
  let world: World;
  let tenant: Tenant;

  beforeAll(async () => {
    database = await freshDatabase('MariaDB');
    const direct = new URL(database.url);
    const port = Number(direct.port);
    proxy = await openProxy(() => [port]);
    direct.port = String(proxy.port);
    world = await openWorld(direct.href);
    tenant = await world.tenant();
  });
  afterAll(async () => {
    await world?.close();
    await proxy?.close();
    await database?.drop();
  });

  const rename = (name: string, headers: Record<string, string> = {}) =>
    tenant.key.rest(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { name }, headers);
  const names = async (): Promise<string[]> => {
    const manager = await tenant.as('manager');
    const { entities } = await manager.ok(`GET /v1/projects/${tenant.projectId}/snapshot`);
    return entities.milestones.map(({ name }: { name: string }) => name);
  };
  const create = (name: string) => tenant.key.rest('POST /v1/milestones', { stageId: tenant.stageIds[0], name });

  test('the line is silent: a clear 503 in time, not ready but alive; it speaks again: all is well at once, and nothing was done twice', async () => {
    expect((await rename('before')).status).toBe(200);
    proxy.set({ silent: true });
    const began = performance.now();
    const answers = await Promise.all([
      rename('while', { 'idempotency-key': 'silent-1' }),
      ...Array.from({ length: 30 }, (_, index) => (index % 2 ? create(`crowd ${index}`) : tenant.key.rest('GET /v1/projects'))),
      fetch(`${world.url}/healthz`),
      fetch(`${world.url}/readyz`),
    ]);
    const [healthz, readyz] = answers.splice(-2);
    expect([healthz!.status, readyz!.status]).toEqual([200, 503]);
    for (const { status, headers } of answers) expect([status, headers.get('retry-after')]).toEqual([503, '2']);
    // A line to be had, and an answer on it.
    expect(performance.now() - began).toBeLessThan(2 * longestSilence + 5000);

    proxy.set({});
    await vi.waitFor(async () => expect((await fetch(`${world.url}/readyz`)).status).toBe(200), { timeout: 5000, interval: 50 });
    const again = performance.now();
    expect((await rename('while', { 'idempotency-key': 'silent-1' })).status).toBe(200);
    expect(performance.now() - again).toBeLessThan(3000);
    expect((await names()).filter((name) => name === 'while')).toHaveLength(1);
  });

  test('a transaction whose node has vanished keeps nobody else from its project for longer than a quarter of a minute', async () => {
    const stream = `project:${tenant.projectId}:team`;
    const lock = { sql: 'SELECT seq FROM streams WHERE workspaceId = ? AND stream = ? FOR UPDATE', values: [tenant.workspaceId, stream] };
    const other = connect(database.url);
    try {
      const vanished = world.portico.runtime.transactions.run(async (tx) => {
        await tx.read(lock);
        proxy.set({ silent: true });
        await tx.read(lock);
      });
      vanished.catch(() => undefined);
      const began = performance.now();
      await vi.waitFor(() => other.transaction((transaction) => other.query(lock.sql, { replacements: lock.values, transaction })), {
        timeout: 30_000,
        interval: 500,
      });
      expect(performance.now() - began).toBeLessThan(20_000);
      await expect(vanished).rejects.toThrow();
    } finally {
      proxy.set({});
      await other.close();
    }
  });

  test('the line falls when several have just been committed together: nobody without a key is done twice', async () => {
    await vi.waitFor(async () => expect((await create('warm')).status).toBe(201), { timeout: 5000 });
    proxy.set({ deafAfter: ';\nCOMMIT' });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => create(`together ${index}`)));
    proxy.set({});
    expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
    await sleep(200);
    const found = (await names()).filter((name) => name.startsWith('together'));
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found).size).toBe(found.length);
  });
});
