/** T25 on SQLite: the disk is full, and there is room again. `npm run test:faults -- disk` has the same of a server's disk. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '../../server/src/feed/verify.ts';
import { openWorld, type Tenant, type World } from '../../server/src/testing/world.ts';
import { openDisk } from './disk.ts';

const disk = openDisk(4);

describe.skipIf(disk === null)('SQLite, a disk of its own (which needs the right to mount one)', () => {
  let world: World;
  let tenant: Tenant;
  beforeAll(async () => {
    world = await openWorld(`sqlite:${disk!.folder}/portico.db`);
    tenant = await world.tenant();
  });
  afterAll(async () => {
    await world?.close();
    disk?.close();
  });

  const create = (name: string, headers: Record<string, string> = {}) =>
    tenant.key.rest('POST /v1/milestones', { stageId: tenant.stageIds[0], name }, { 'idempotency-key': name, ...headers });
  const names = async (): Promise<string[]> => {
    const { entities } = await (await tenant.as('manager')).ok(`GET /v1/projects/${tenant.projectId}/snapshot`);
    return entities.milestones.map(({ name }: { name: string }) => name);
  };

  test('T25: full: writes are refused with what to do, in both languages, reads go on; room again: all goes on, nothing lost, doubled or broken', async () => {
    const manager = await tenant.as('manager');
    const done: string[] = [];
    disk!.fill();
    let refused = await create('first');
    for (let count = 0; refused.status === 201 && count < 500; count++) {
      done.push(refused.body.name);
      refused = await create(`more ${count}`);
    }
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable', retryAfter: 30, detail: expect.stringContaining('disk') } });
    expect(refused.headers.get('retry-after')).toBe('30');
    const chinese = await create('refused', { 'accept-language': 'zh-CN' });
    expect([chinese.status, chinese.body.detail]).toEqual([503, expect.stringContaining('磁盘已满')]);
    for (const path of [`/v1/projects/${tenant.projectId}/snapshot`, '/v1/projects', '/v1/me'])
      expect([path, (await manager.rest(`GET ${path}`)).status]).toEqual([path, 200]);
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200);

    disk!.empty();
    expect((await create('refused')).status).toBe(201);
    expect((await create('refused')).status).toBe(201);
    const found = (await names()).filter((name) => done.includes(name) || name === 'refused');
    expect(found.toSorted()).toEqual([...done, 'refused'].toSorted());
    expect((await verifyChain(world.portico.runtime)).broken).toEqual([]);
    await world.portico.drain();
  });
});
