/** T13: more than can be done is refused at once, and said. */
import { request } from 'node:http';
import { connect } from 'node:net';
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
    // A busy machine is late by itself.
    world = await openWorld(database.url, { REQUESTS_LIMIT: '8', DELAY_LIMIT: '0' });
    tenant = await world.tenant();
  });
  afterAll(async () => {
    await world?.close();
    await database?.drop();
  });

  /** Changes that wait for the writer: they are under way until `end`. */
  function hold(count: number): { end(): Promise<unknown> } {
    let end = (): void => undefined;
    const gate = new Promise<void>((resolve) => (end = resolve));
    void world.portico.runtime.writer(() => gate);
    const held = Array.from({ length: count }, (_, note) =>
      tenant.key.rest(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { note: `held ${note}` }),
    );
    return { end: () => (end(), Promise.all(held)) };
  }

  /** A request whose body never ends, and what it was answered. */
  function trickle(): { status: Promise<number>; end(): void } {
    const sent = request(`${world.url}/v1/requirements/parse`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked', authorization: `Bearer ${tenant.secretKey}` },
      agent: false,
    });
    const status = new Promise<number>((resolve) => {
      sent.on('response', (answer) => resolve(answer.resume().statusCode!));
      sent.on('error', () => resolve(0));
    });
    sent.write('{');
    return { status, end: () => void sent.destroy() };
  }

  /** What somebody who sends this, and no more, hears until the connection ends. */
  function cutOff(bytes: string): Promise<string> {
    return new Promise((resolve) => {
      let heard = '';
      const socket = connect(Number(new URL(world.url).port), '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (part) => (heard += String(part)));
      socket.on('error', () => undefined).on('close', () => resolve(heard));
    });
  }

  it('T13: beyond the requests that may be under way: 503 with when to come back, readable on every page, /readyz says so; then all is well again', async () => {
    const owner = await tenant.as('owner');
    const held = hold(8);
    try {
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
    } finally {
      await held.end();
    }
    await until(async () => (await owner.rest('GET /v1/me')).status === 200);
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
  });

  it('T13: bodies that never end are not under way: others are served meanwhile, and who has sent for longest is cut off', async () => {
    const owner = await tenant.as('owner');
    // As many as may be under way at all.
    const first = Array.from({ length: 8 }, trickle);
    const others: ReturnType<typeof trickle>[] = [];
    let left = first.length;
    for (const { status } of first) void status.then(() => left--);
    await until(() => (others.push(trickle()), left === 0), 20_000);
    expect(await Promise.all(first.map(({ status }) => status))).toEqual(Array.from({ length: 8 }, () => 503));
    // A few of the others go on sending.
    await until(async () => (await owner.rest('GET /v1/me')).status === 200, 20_000);
    for (const { end } of [...first, ...others]) end();
  });

  it('T13: who does not send a whole head, or a whole body, in time is cut off', async () => {
    const { http } = world.portico;
    expect([http.headersTimeout, http.requestTimeout]).toEqual([10_000, 30_000]);
    Object.assign(http, { headersTimeout: 200, requestTimeout: 400 });
    try {
      const heads = ['', 'GET', 'GET /v1/me HTTP/1.1\r\nHost: x\r\nX-A: '].map((bytes) => cutOff(bytes));
      const body = cutOff(
        `POST /v1/clients HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tenant.secretKey}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
      );
      for (const answer of await Promise.all([...heads, body])) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    } finally {
      Object.assign(http, { headersTimeout: 10_000, requestTimeout: 30_000 });
    }
  });

  it('T13: while the event loop drowns, what comes is refused; a single pause is forgiven', async () => {
    const { secret } = world.portico.runtime.config;
    const drowning = await openWorld(database.url, { PORTICO_SECRET: secret, DELAY_LIMIT: '200' });
    const owner = drowning.caller((await tenant.as('owner')).token);
    const block = (milliseconds: number): void => {
      const until = performance.now() + milliseconds;
      while (performance.now() < until);
    };
    const breathe = () => new Promise((resolve) => setImmediate(resolve));
    // Whatever else holds this machine up: some pause is a single one.
    await until(async () => {
      block(600);
      await breathe();
      return (await owner.rest('GET /v1/me')).status === 200;
    });
    const sent = owner.rest('GET /v1/me');
    for (let turn = 0; turn < 4; turn++) {
      block(600);
      await breathe();
    }
    const statuses = [(await sent).status, (await owner.rest('GET /v1/me')).status];
    expect(statuses).toContain(503);
    await until(async () => (await owner.rest('GET /v1/me')).status === 200);
    await drowning.close();
  });
});
