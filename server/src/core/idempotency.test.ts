import { QueryTypes } from 'sequelize';
import { describe, expect, it } from 'vitest';
import { figure } from '../testing/figure.ts';
import { freshFolder, startPortico } from '../testing/command.ts';
import { onEachDialect } from '../testing/suite.ts';
import { keptHours } from './idempotency.ts';

onEachDialect('Idempotency-Key', (given) => {
  let count = 0;
  const fresh = (): Record<string, string> => ({ 'idempotency-key': `key-${++count}` });
  const milestone = (name: string) => ({ stageId: given.tenant.stageIds[0], name });
  const named = async (name: string): Promise<number> => {
    const { items } = await given.tenant.key.ok(`GET /v1/projects/${given.tenant.projectId}/milestones?limit=100`);
    return items.filter((item: { name: string }) => item.name === name).length;
  };
  const trpc = async (procedure: string, input: unknown, headers: Record<string, string>, token = given.tenant.secretKey) => {
    const response = await fetch(`${given.world.url}/trpc/${procedure}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(input),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as any };
  };

  it('T07: answers a repeated request as the first time and does it once, over REST and tRPC alike', async () => {
    const key = fresh();
    const first = await given.tenant.key.rest('POST /v1/milestones', milestone('once'), key);
    const again = await given.tenant.key.rest('POST /v1/milestones', milestone('once'), key);
    const over = await trpc('milestones.create', milestone('once'), key);
    expect([first.status, again.status, over.status]).toEqual([201, 201, 200]);
    expect(again.body).toEqual(first.body);
    expect(over.body.result.data).toEqual(first.body);
    expect([first, again, over].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true', 'true']);
    expect(await named('once')).toBe(1);
  });

  it('T07: does 50 of the same request at once exactly once', async () => {
    const key = fresh();
    const rounds = process.env['SECURITY'] === 'long' ? 200 : 1;
    const answers: string[] = [];
    for (let round = 0; round < rounds; round++) answers.push(...(await volley(key)));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^mst_/);
    expect(await named('herd')).toBe(1);
    figure('T07', `one write, repeated 50 at once, ${given.dialect}`, answers.length, '1 effect', '1');
  }, 300_000);

  const volley = (key: ReturnType<typeof fresh>): Promise<string[]> =>
    Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        if (index % 2 === 0) return (await given.tenant.key.rest('POST /v1/milestones', milestone('herd'), key)).body.id;
        return (await trpc('milestones.create', milestone('herd'), key)).body.result.data.id;
      }),
    );

  it('refuses the same key for another body or another call with 422, and changes nothing', async () => {
    const key = fresh();
    const { id } = await given.tenant.key.ok('POST /v1/milestones', milestone('mine'), key);
    const other = await given.tenant.key.rest('POST /v1/milestones', milestone('other'), key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } });
    expect(await given.tenant.key.rest(`PATCH /v1/milestones/${id}`, { name: 'changed' }, key)).toMatchObject({ status: 422 });
    expect((await trpc('milestones.create', milestone('other'), key)).body.error.data).toMatchObject({
      code: 'idempotency_mismatch',
      status: 422,
    });
    expect(await named('other')).toBe(0);
    expect(await given.tenant.key.ok(`GET /v1/milestones/${id}`)).toMatchObject({ name: 'mine', rev: 1 });
  });

  it('takes the order of members and defaults that are written out as the same request', async () => {
    const key = fresh();
    const first = await given.tenant.key.ok('POST /v1/keys', { name: 'same', mode: 'live' }, key);
    expect((await given.tenant.key.ok('POST /v1/keys', { name: 'same' }, key)).id).toBe(first.id);
  });

  it('is a person’s own: another actor with the same key makes another thing', async () => {
    const key = fresh();
    const [manager, lead] = [await given.tenant.as('manager'), await given.tenant.as('lead')];
    const ids = [];
    for (const caller of [given.tenant.key, manager, lead]) ids.push((await caller.ok('POST /v1/milestones', milestone('each'), key)).id);
    expect(new Set(ids).size).toBe(3);
    const neighbour = await given.world.tenant('neighbour');
    expect((await neighbour.key.rest('POST /v1/milestones', { stageId: neighbour.stageIds[0], name: 'each' }, key)).status).toBe(201);
  });

  it('shows a secret once: the repeated answer has null in its place, and nothing is kept', async () => {
    const key = fresh();
    const first = await given.tenant.key.ok('POST /v1/keys', { name: 'shown once' }, key);
    const again = await given.tenant.key.ok('POST /v1/keys', { name: 'shown once' }, key);
    expect(first.secretKey).toMatch(/^ptk_live_/);
    expect(again).toEqual({ ...first, secretKey: null });
    const successor = await given.tenant.key.ok(`POST /v1/keys/${first.id}/rotate`, { overlap: 1 }, fresh());
    const kept = await given.world.portico.runtime.sequelize.query<{ answer: string }>('SELECT answer FROM idempotency', {
      type: QueryTypes.SELECT,
    });
    for (const secret of [first.secretKey, successor.secretKey]) expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it('answers a repeated removal although the thing is gone, and a repeated change of what was removed since', async () => {
    const { id } = await given.tenant.key.ok('POST /v1/milestones', milestone('going'));
    const [change, removal] = [fresh(), fresh()];
    const changed = await given.tenant.key.ok(`PATCH /v1/milestones/${id}`, { progress: 5 }, change);
    await given.tenant.key.ok(`DELETE /v1/milestones/${id}`, undefined, removal);
    expect(await given.tenant.key.rest(`DELETE /v1/milestones/${id}`, undefined, removal)).toMatchObject({ status: 200, body: { id } });
    expect(await given.tenant.key.rest(`PATCH /v1/milestones/${id}`, { progress: 5 }, change)).toMatchObject({
      status: 200,
      body: changed,
    });
    expect((await given.tenant.key.rest(`DELETE /v1/milestones/${id}`, undefined, fresh())).status).toBe(404);
    const stage = await given.tenant.key.ok('POST /v1/stages', { projectId: given.tenant.projectId, name: 'short' });
    const twice = fresh();
    for (let time = 0; time < 2; time++)
      expect((await given.tenant.key.rest(`DELETE /v1/stages/${stage.id}`, undefined, twice)).status).toBe(200);
  });

  it('keeps nothing of a request that was refused, so that it can be put right', async () => {
    const key = fresh();
    expect(
      (await given.tenant.key.rest('POST /v1/milestones', { ...milestone('right'), ownerId: 'mbr_00000000000000000000000000' }, key))
        .status,
    ).toBe(404);
    expect((await given.tenant.key.rest('POST /v1/milestones', { stageId: 'nothing' }, key)).status).toBe(400);
    expect((await given.tenant.key.rest('POST /v1/milestones', milestone('right'), key)).status).toBe(201);
  });

  it('is forgotten after a day, by a job that ends as done', async () => {
    const { portico, clock } = given.world;
    const count = async (sql: string): Promise<number> =>
      Number((await portico.runtime.sequelize.query<{ n: number }>(sql, { type: QueryTypes.SELECT }))[0]!.n);
    expect(await count('SELECT COUNT(*) AS n FROM idempotency')).toBeGreaterThan(0);
    clock.advance((keptHours + 1) * 3_600_000);
    await expect.poll(() => count('SELECT COUNT(*) AS n FROM idempotency'), { timeout: 5000 }).toBe(0);
    await expect
      .poll(() => count("SELECT COUNT(*) AS n FROM jobs WHERE state = 'done' AND finishedAt IS NOT NULL"), { timeout: 3000 })
      .toBeGreaterThan(0);
    expect(await count("SELECT COUNT(*) AS n FROM jobs WHERE state = 'dead' OR attempts > 1")).toBe(0);
  });
});

describe('SQLite: Idempotency-Key', () => {
  it('T15: outlives kill -9: what was answered is answered again, and done once', async () => {
    // A busy machine must not make it refuse what is asked here.
    const environment = { PORTICO_DATA: freshFolder(), PORT: '0', LOG_LEVEL: 'info', RATE_LIMITS: 'off', DELAY_LIMIT: '0' };
    const keys = startPortico(['keys', 'create', '--new-workspace', 'one'], { environment });
    const secretKey = /ptk_\w+/.exec((await keys.ended).out)![0];
    const serve = async () => {
      const started = startPortico(['serve'], { environment });
      await started.says('Portico is ready');
      const [, url] = /ready at (\S+)/.exec(started.out)!;
      const post = (name: string) =>
        fetch(`${url}/v1/clients`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json', 'idempotency-key': name },
          body: JSON.stringify({ name }),
        }).then(async (response) => (await response.json()) as { id: string });
      return { started, url, post };
    };
    const first = await serve();
    const before = new Map<string, string>();
    const flood = Array.from({ length: 60 }, async (_, index) => {
      const { id } = await first.post(`client-${index}`);
      expect(id).toMatch(/^cli_/);
      before.set(`client-${index}`, id);
      if (before.size === 20) first.started.child.kill('SIGKILL');
    });
    await Promise.allSettled(flood);
    first.started.child.kill('SIGKILL');
    expect(before.size, 'answered before it was killed').toBeGreaterThanOrEqual(20);
    await first.started.ended;
    const second = await serve();
    for (let index = 0; index < 60; index++) {
      const { id } = await second.post(`client-${index}`);
      if (before.has(`client-${index}`)) expect(id).toBe(before.get(`client-${index}`));
    }
    const { items } = (await (
      await fetch(`${second.url}/v1/clients?limit=100`, { headers: { authorization: `Bearer ${secretKey}` } })
    ).json()) as { items: { name: string }[] };
    expect(items.map(({ name }) => name).toSorted()).toEqual(Array.from({ length: 60 }, (_, index) => `client-${index}`).toSorted());
    second.started.child.kill('SIGTERM');
    expect((await second.started.ended).code).toBe(0);
  });
});
