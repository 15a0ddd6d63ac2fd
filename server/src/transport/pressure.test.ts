/** T13, T14: more than can be done is refused at once and said; who does not read is cut and resumes; the rest is served as before. */
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { openLine, until } from '../testing/line.ts';
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

  it('T14: a socket that does not read is cut when a megabyte waits for it, and resumes complete; another hears everything in time', async () => {
    const { token } = await tenant.as('owner');
    const stream = `project:${tenant.projectId}:client`;
    const good = await openLine(world.url, { token });
    const position = await good.ask('subscribe', { stream, epoch: '', seq: 0 });
    const deaf = await openDeaf(world.url, token!, stream);
    await until(
      () =>
        world.portico.io.sockets.sockets.size === 2 &&
        world.portico.io.sockets.adapter.rooms.get(`${tenant.workspaceId} ${stream}`)?.size === 2,
    );
    deaf.pause();
    const note = '长'.repeat(1900);
    let sent = 0;
    // The kernels of both ends take some megabytes before anything waits in our memory.
    while (world.portico.io.sockets.sockets.size === 2 && sent < 4000) {
      world.portico.io.to(`${tenant.workspaceId} ${stream}`).emit('event', { stream: 'noise', note });
      if (++sent % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await until(() => world.portico.io.sockets.sockets.size === 1);
    expect(await (await fetch(`${world.url}/metrics`)).text()).toMatch(/portico_slow_sockets_total 1/);
    expect(good.socket.connected).toBe(true);
    await until(() => good.events.length >= sent);
    await tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { progress: 77 });
    const again = await openLine(world.url, { token });
    const missed = await again.ask('subscribe', { stream, epoch: position.epoch, seq: position.head });
    expect(missed.events.map(({ seq }: { seq: number }) => seq)).toEqual([position.head + 1]);
    for (const line of [good, again]) line.close();
    deaf.destroy();
  });
});

/** A page whose machine is asleep: it has subscribed, and then reads nothing more. Spoken by hand, for a client would read. */
async function openDeaf(url: string, token: string, stream: string): Promise<Socket> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  let heard = '';
  socket.on('data', (data) => (heard += data.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  await until(() => heard.includes('pingInterval'));
  socket.write(frame(`40${JSON.stringify({ token })}`));
  await until(() => /40\{"sid"/.test(heard));
  socket.write(frame(`421["subscribe",${JSON.stringify({ stream, epoch: '', seq: 0 })}]`));
  await until(() => heard.includes('431['));
  return socket;
}

/** One masked text frame (RFC 6455); the mask is of zeros. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const head = body.length < 126 ? Buffer.from([0x81, 0x80 | body.length]) : Buffer.from([0x81, 0xfe, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, Buffer.alloc(4), body]);
}
