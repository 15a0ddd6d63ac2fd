/** T13: more than can be done is refused at once, and said. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { until } from '../testing/line.ts';
import { openWorld, type Tenant, type World } from '../testing/world.ts';

describe('SQLite: pressure', () => {
  let database: FreshDatabase;
  let world: World;
  let tenant: Tenant;
  beforeAll(async () => {
    database = await freshDatabase('SQLite');
    world = await openWorld(database.url, { REQUESTS_LIMIT: '8', DELAY_LIMIT: '200' });
    tenant = await world.tenant();
  });
  afterAll(async () => {
    await world?.close();
    await database?.drop();
  });

  /** A request whose body does not end: it is under way until `end`. */
  function hold(): { end(): void } {
    const held = request(`${world.url}/v1/requirements/parse`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked', authorization: `Bearer ${tenant.secretKey}` },
      agent: false,
    });
    held.on('error', () => undefined);
    held.write('{');
    return { end: () => held.destroy() };
  }

  it('T13: beyond the requests that may be under way: 503 with when to come back, readable on every page, /readyz says so; then all is well again', async () => {
    const owner = await tenant.as('owner');
    const held = Array.from({ length: 8 }, hold);
    await until(async () => (await fetch(`${world.url}/readyz`)).status === 503);
    expect(await (await fetch(`${world.url}/readyz`)).json()).toEqual({ status: 'not ready', reason: 'too many requests are under way' });
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
    const refused = await owner.rest('GET /v1/me', undefined, { 'accept-language': 'zh-CN', origin: 'https://x.example' });
    expect(refused.body).toMatchObject({
      code: 'unavailable',
      status: 503,
      retryAfter: expect.any(Number),
      requestId: refused.headers.get('x-request-id'),
    });
    expect(refused.body.detail).toMatch(/^服务器繁忙/);
    expect(refused.headers.get('retry-after')).toBe(String(refused.body.retryAfter));
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(await (await fetch(`${world.url}/metrics`)).text()).toMatch(/portico_shed_total [1-9]/);
    for (const one of held) one.end();
    await until(async () => (await owner.rest('GET /v1/me')).status === 200);
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
  });

  it('T13: while the event loop drowns, what comes is refused; a single pause is forgiven', async () => {
    const owner = await tenant.as('owner');
    const block = (milliseconds: number): void => {
      const until = performance.now() + milliseconds;
      while (performance.now() < until);
    };
    const breathe = () => new Promise((resolve) => setImmediate(resolve));
    block(600);
    await breathe();
    expect((await owner.rest('GET /v1/me')).status).toBe(200);
    const sent = owner.rest('GET /v1/me');
    for (let turn = 0; turn < 4; turn++) {
      block(600);
      await breathe();
    }
    const statuses = [(await sent).status, (await owner.rest('GET /v1/me')).status];
    expect(statuses).toContain(503);
    await until(async () => (await owner.rest('GET /v1/me')).status === 200);
  });
});
