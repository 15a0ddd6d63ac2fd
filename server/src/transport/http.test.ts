import { rmSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { freshFolder, runPortico, startPortico } from '../testing/command.ts';
import { openGate, type Gate } from '../testing/gate.ts';
import { openLine, until } from '../testing/line.ts';
import { onEachDialect } from '../testing/suite.ts';
import { send, sendBytes } from '../testing/wire.ts';
import { openWorld, type Tenant, type World } from '../testing/world.ts';

onEachDialect('the HTTP face', (given) => {
  const forged = [
    'null',
    'file://',
    'https://evil.example',
    'http://x.example',
    'https://x.example:443',
    'https://x.example:8443',
    'https://X.example',
    'HTTPS://x.example',
    'https://x.example.',
    'https://x.example/',
    'https://x.example.evil.example',
    'https://evil-x.example',
    'https://evil.example/x.example',
    'https://evil.example#x.example',
    'https://x.example@evil.example',
    'https://user@x.example',
    'https://xx.example',
    'https://x.exampl',
    'https://x.example evil',
    'https://x.example,https://evil.example',
    'https://*.example',
    '*',
    'x.example',
    '//x.example',
    'ws://x.example',
    'https:x.example',
    'https://x%2eexample',
    'https://\u00ff.example',
    "https://x.example' OR '1'='1",
    `https://${'x'.repeat(3000)}.example`,
    'chrome-extension://abcdefgh',
    'https://127.0.0.1',
    'http://localhost',
  ];
  const preflight = (origin: string, path = '/v1/members') =>
    send(given.world.url, 'OPTIONS', path, {
      origin: Buffer.from(origin, 'latin1').toString('latin1'),
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization',
    });

  it('T12: answers a preflight of a listed origin, and of none of 33 forged ones', async () => {
    for (const path of ['/v1/members', '/trpc/members.list', '/v1/openapi.json', '/nothing']) {
      const good = await preflight('https://x.example', path);
      expect(good).toMatchObject({
        status: 204,
        headers: { 'access-control-allow-origin': 'https://x.example', 'access-control-allow-methods': 'GET, POST, PATCH, DELETE' },
      });
      expect(good.headers['access-control-allow-headers']).toContain('Idempotency-Key');
      expect(good.headers['vary']).toContain('Origin');
    }
    for (const origin of forged) {
      const { status, headers } = await preflight(origin);
      expect(status, origin).toBe(204);
      expect(
        Object.keys(headers).filter((name) => name.startsWith('access-control')),
        origin,
      ).toEqual([]);
    }
  });

  it('T12: never lets a forged origin read, never allows credentials, never answers data for any origin', async () => {
    const { token } = await given.tenant.as('owner');
    const path = `/v1/projects/${given.tenant.projectId}/snapshot`;
    for (const origin of forged) {
      const answer = await send(given.world.url, 'GET', path, { origin, authorization: `Bearer ${token}` });
      expect(answer.status, origin).toBe(403);
      expect(JSON.parse(answer.text).code, origin).toBe('origin_not_allowed');
      expect(answer.headers['access-control-allow-origin'], origin).toBeUndefined();
    }
    const good = await send(given.world.url, 'GET', path, { origin: 'https://x.example', authorization: `Bearer ${token}` });
    expect(good).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': 'https://x.example' } });
    expect(good.headers['access-control-expose-headers']).toBe(
      'ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Idempotency-Replayed',
    );
    for (const answer of [good, await preflight('https://x.example')])
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    // A neighbour's origin gets a preflight, but not this workspace's data.
    const neighbour = await given.world.tenant('next');
    expect((await send(given.world.url, 'GET', path, { origin: 'https://next.example', authorization: `Bearer ${token}` })).status).toBe(
      403,
    );
    expect((await send(given.world.url, 'GET', path, { authorization: `Bearer ${(await neighbour.as('owner')).token}` })).status).toBe(404);
  });

  it('sends the protective headers and a request id with every answer', async () => {
    const { secretKey, projectId } = given.tenant;
    const asks: [string, string, Record<string, string>?, string?][] = [
      ['GET', '/'],
      ['GET', '/healthz'],
      ['GET', '/readyz'],
      ['GET', '/metrics'],
      ['GET', '/v1/openapi.json'],
      ['GET', '/v1/members'],
      ['GET', '/embed/v1/nothing.js'],
      ['GET', '/socket.io/'],
      ['OPTIONS', '/v1/members'],
      ['GET', `/v1/projects/${projectId}/snapshot`, { authorization: `Bearer ${secretKey}` }],
      ['POST', '/trpc/members.create', { 'content-type': 'text/plain' }, 'x'],
      ['GET', '/trpc/members.list?input={}', { authorization: `Bearer ${secretKey}` }],
      ['POST', '/v1/members', { 'content-type': 'application/json' }, '{'],
      ['POST', '/v1/members', { 'content-type': 'application/json' }, `"${'x'.repeat(300_000)}"`],
      ['GET', '/v1/%E0%A4%A'],
    ];
    for (const [method, path, headers, body] of asks) {
      const answer = await send(given.world.url, method, path, headers, body);
      expect(answer.headers, `${method} ${path}`).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'referrer-policy': 'no-referrer',
        'x-frame-options': expect.any(String),
        'strict-transport-security': expect.any(String),
        'x-request-id': expect.stringMatching(/^[\w.:-]{8,80}$/),
      });
      expect(answer.headers['x-powered-by']).toBeUndefined();
    }
    const kept = await send(given.world.url, 'GET', '/healthz', { 'x-request-id': 'from-a-proxy-1' });
    expect(kept.headers['x-request-id']).toBe('from-a-proxy-1');
    for (const id of ['short', 'a b c d e f g', 'x'.repeat(81), '<script>alert(1)</script>'])
      expect((await send(given.world.url, 'GET', '/healthz', { 'x-request-id': id })).headers['x-request-id']).not.toBe(id);
  });

  it('keeps private answers out of shared caches', async () => {
    const headers = { authorization: `Bearer ${given.tenant.secretKey}` };
    for (const path of ['/v1/members', '/trpc/members.list?input={}'])
      expect((await send(given.world.url, 'GET', path, headers)).headers['cache-control']).toBe('private, no-store');
    expect((await send(given.world.url, 'GET', `/v1/projects/${given.tenant.projectId}/snapshot`, headers)).headers['cache-control']).toBe(
      'private, no-cache',
    );
  });

  it('ends what runs when it stops, cuts off who does not, and takes nothing new', async () => {
    const node = await given.node();
    const line = await openLine(node.url, { token: (await given.tenant.as('lead')).token });
    const running = Array.from({ length: 12 }, (_, index) =>
      node.caller(given.tenant.secretKey).rest('POST /v1/clients', { name: `while stopping ${index}` }),
    );
    const half = sendBytes(node.url, 'POST /v1/clients HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    await new Promise((resolve) => setTimeout(resolve, 10));
    const began = performance.now();
    const stopped = node.portico.stop();
    const answers = await Promise.allSettled(running);
    await Promise.all([stopped, half, line.ended]);
    expect(performance.now() - began).toBeLessThan(7000);
    const done = answers.filter((answer) => answer.status === 'fulfilled').map(({ value }) => value.body.id as string);
    const { items } = await given.tenant.key.ok('GET /v1/clients?limit=100');
    for (const id of done) expect(items.some((item: { id: string }) => item.id === id)).toBe(true);
    await expect(fetch(`${node.url}/healthz`)).rejects.toThrow();
    expect((await given.world.caller(null).rest('GET /readyz')).status).toBe(200);
  });

  it('that stops says so by /readyz first, and still answers everything, so that who leads requests here loses none', async () => {
    const node = await given.node({ STOP_DELAY: '2000' });
    const line = await openLine(node.url, { token: (await given.tenant.as('lead')).token });
    const order: string[] = [];
    line.socket.on('server:stopping', () => order.push('sockets told'));
    const stopped = node.portico.stop().then(() => order.push('ended'));
    const probe = await node.caller(null).rest('GET /readyz');
    expect(probe).toMatchObject({ status: 503, body: { status: 'not ready', reason: 'stopping' } });
    // Nobody's connection waits for a next request that would not be answered.
    expect(probe.headers.get('connection')).toBe('close');
    for (let turn = 0; turn < 5; turn += 1)
      expect((await node.caller(given.tenant.secretKey).rest('POST /v1/clients', { name: `late ${turn}` })).status).toBe(201);
    expect((await node.caller(null).rest('GET /healthz')).status).toBe(200);
    order.push('answered');
    await Promise.all([stopped, line.ended]);
    expect(order).toEqual(['answered', 'sockets told', 'ended']);
  });
});

describe('SQLite: metrics', () => {
  let world: World;
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase('SQLite');
    world = await openWorld(database.url, {
      HOST: '0.0.0.0',
      PORTICO_SECRET: 'k3JvNw8sQzXr5TyUbMfHgLpDcVeAiOnW',
      METRICS_TOKEN: 'a-token-for-prometheus',
    });
  });
  afterAll(async () => {
    await world?.close();
    await database?.drop();
  });

  it('are for loopback and for who has the token, not for what comes through a proxy', async () => {
    const local = await send(world.url, 'GET', '/metrics');
    expect([local.status, local.text.includes('portico_http_request_seconds')]).toEqual([200, true]);
    // By a proxy on this machine, or by a page whose name leads here.
    for (const header of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via', 'x-forwarded-host'])
      expect((await send(world.url, 'GET', '/metrics', { [header]: '127.0.0.1' })).status, header).toBe(404);
    for (const host of ['attacker.example', '127.0.0.1.attacker.example', 'localhost.attacker.example:4400'])
      expect((await send(world.url, 'GET', '/metrics', { host })).status, host).toBe(404);
    expect(
      (await send(world.url, 'GET', '/metrics', { 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer a-token-for-prometheus' }))
        .status,
    ).toBe(200);
    expect((await send(world.url, 'GET', '/metrics', { 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer wrong' })).status).toBe(
      404,
    );
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    if (!outside) return;
    const url = `http://${outside.address}:${new URL(world.url).port}`;
    expect((await send(url, 'GET', '/metrics')).status).toBe(404);
    expect((await send(url, 'GET', '/metrics', { authorization: 'Bearer a-token-for-prometheus' })).status).toBe(200);
    expect((await send(url, 'GET', '/healthz')).text).toBe('{"status":"ok"}');
  });
});

for (const { name, url } of dialects().filter((dialect) => dialect.name !== 'SQLite')) {
  describe.skipIf(url === null)(`${name}: a database that goes away`, () => {
    let database: FreshDatabase;
    let gate: Gate;
    let world: World;
    let tenant: Tenant;
    beforeAll(async () => {
      database = await freshDatabase(name);
      gate = await openGate(database.url);
      world = await openWorld(gate.url);
      tenant = await world.tenant();
    });
    afterAll(async () => {
      await world?.close();
      await gate?.shut();
      await database?.drop();
    });

    it('is told with 503 and when to come back, is ready again by itself, and stops cleanly without one', async () => {
      const probe = () => world.caller(null).rest('GET /readyz');
      expect(await probe()).toMatchObject({ status: 200, body: { status: 'ready' } });
      const line = await openLine(world.url, { token: (await tenant.as('manager')).token });
      await line.ask('subscribe', { stream: `project:${tenant.projectId}:team`, epoch: '', seq: 0 });
      await gate.shut();
      await until(async () => (await probe()).status === 503);
      expect((await probe()).body).toEqual({ status: 'not ready', reason: 'the database does not answer' });
      expect((await world.caller(null).rest('GET /healthz')).status).toBe(200);
      for (const call of [
        'GET /v1/members',
        `GET /v1/projects/${tenant.projectId}/snapshot`,
        `PATCH /v1/milestones/${tenant.milestoneIds[0]}`,
      ]) {
        const refused = await tenant.key.rest(call, call.startsWith('PATCH') ? { progress: 3 } : undefined, {
          'idempotency-key': 'while-away',
        });
        expect(refused, call).toMatchObject({ status: 503, body: { code: 'unavailable', retryAfter: expect.any(Number) } });
        expect(refused.headers.get('retry-after'), call).toMatch(/^\d+$/);
      }
      expect((await line.ask('subscribe', { stream: `project:${tenant.projectId}:team`, epoch: '', seq: 0 })).error).toMatchObject({
        code: 'unavailable',
      });
      await gate.open();
      await until(async () => (await probe()).status === 200, 5000);
      expect(
        await tenant.key.rest(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { progress: 3 }, { 'idempotency-key': 'while-away' }),
      ).toMatchObject({ status: 200, body: { progress: 3 } });
      await until(() => line.events.some(({ data }) => (data as { progress?: number }).progress === 3));
      await gate.shut();
      await world.close();
      await gate.open();
    });
  });
}

describe('SQLite: the log', () => {
  it('T20: holds no token, key, secret, mail address, name or body at any level', async () => {
    const folder = freshFolder();
    const environment = { PORTICO_DATA: folder, PORT: '0', LOG_LEVEL: 'trace' };
    const { out } = await runPortico(['keys', 'create', '--new-workspace', 'one'], { environment });
    const secretKey = /ptk_\w+/.exec(out)![0];
    const server = startPortico(['serve'], { environment });
    await server.says('Portico is ready');
    const url = /ready at (\S+)/.exec(server.out)![1]!;
    const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json', 'idempotency-key': 'canary-idempotency' };
    const post = (path: string, body: unknown, more: Record<string, string> = {}) =>
      send(
        url,
        'POST',
        path,
        { ...headers, 'idempotency-key': crypto.randomUUID(), ...more },
        typeof body === 'string' ? body : JSON.stringify(body),
      );
    const member = JSON.parse((await post('/v1/members', { name: 'Canary Name', email: 'canary@secret.example', role: 'admin' })).text);
    const { token } = JSON.parse((await post('/v1/sessions', { member: member.id })).text);
    await post('/v1/members', { name: 'Canary Name', email: 'canary-not-a-mail', role: 'admin' });
    await post('/v1/members', '{"name":"canary-broken');
    await post('/v1/members?canary-query=1', {});
    await post('/trpc/members.create', { name: 'Canary Name', email: 'canary@secret.example', role: 'canary-role' });
    await post('/v1/clients', { name: 'Canary Client' }, { 'idempotency-key': 'canary-idempotency' });
    await post('/v1/clients', { name: 'Canary Other' }, { 'idempotency-key': 'canary-idempotency' });
    await send(url, 'GET', `/v1/members?cursor=canary-cursor&token=${token}`, headers);
    await send(url, 'GET', '/v1/me', { authorization: `Bearer ${token}x`, cookie: 'session=canary-cookie' });
    await send(url, 'GET', '/v1/me', { authorization: `Bearer ${token}`, origin: 'https://canary-origin.example' });
    const line = await openLine(url, { token });
    await line.ask('subscribe', { stream: `workspace:${member.id}`, epoch: 'canary-epoch', seq: 0 });
    await line.ask('session:renew', { token: `${token}x` });
    line.close();
    await expect(openLine(url, { token: secretKey })).rejects.toMatchObject({ code: 'token_invalid' });
    server.child.kill('SIGTERM');
    const { err, code } = await server.ended;
    expect(code).toBe(0);
    expect(err.split('\n').filter((text) => text.includes('"msg":"request"')).length).toBeGreaterThan(8);
    const signature = token.split('.')[2]!;
    for (const secret of [secretKey, secretKey.slice(13, 30), token, signature, 'canary', 'Canary', '@secret'])
      expect(err.includes(secret), secret.slice(0, 12)).toBe(false);
    for (const text of err.trim().split('\n')) expect(() => JSON.parse(text) as unknown, text).not.toThrow();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
});
