/** T09 from outside: whoever gives Portico an address, wherever it takes one, makes it knock at no door inside. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { hostname } from 'node:os';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { figure } from '../testing/figure.ts';
import { procedures } from '../testing/procedures.ts';
import { openReceiver } from '../testing/receiver.ts';
import { openWorld, type Tenant, type World } from '../testing/world.ts';
import { literals } from './inside.fixture.ts';

/** Names that lead to this machine without anybody's name server. */
const own = ['localhost', 'localhost.', 'LOCALHOST', 'a.localhost', 'localhost.localdomain', 'ip6-localhost', 'ip6-loopback', hostname()];

/** Whether an input takes a web address, in any of its fields. */
const takesAddress = (input: z.ZodType): boolean =>
  JSON.stringify(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })).includes('"format":"uri"');

describe('SQLite: addresses that people give', () => {
  let database: FreshDatabase;
  let world: World;
  let tenant: Tenant;
  let canary: Server;
  let port: number;
  let knocks = 0;
  let receiver: Awaited<ReturnType<typeof openReceiver>>;
  beforeAll(async () => {
    canary = createServer((socket) => {
      knocks++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => canary.listen({ port: 0, host: '::', ipv6Only: false }, resolve));
    ({ port } = canary.address() as AddressInfo);
    database = await freshDatabase('SQLite');
    receiver = await openReceiver();
    // The operator has opened the port, so that nothing but the machine is what is wrong.
    world = await openWorld(database.url, { WEBHOOK_ALLOW: `:${port} ${receiver.url}` });
    tenant = await world.tenant();
    await world.portico.drain();
  });
  afterAll(async () => {
    await world?.close();
    await receiver?.down();
    canary?.close();
    await database?.drop();
  });

  const endpoint = (url: string) => tenant.key.rest('POST /v1/webhooks', { url, types: ['milestone.*'] });
  const logOf = async (webhook: string): Promise<any[]> => {
    const { items } = await tenant.key.ok(`GET /v1/webhooks/${webhook}/deliveries`);
    return Promise.all(items.map(async ({ id }: { id: string }) => (await tenant.key.ok(`GET /v1/deliveries/${id}`)).log));
  };
  const happen = async (progress: number): Promise<void> => {
    await tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { progress });
    await world.portico.drain();
  };

  it('T09: stand in these inputs and no others; one that is new belongs into this file', () => {
    const places = procedures.filter(({ input }) => takesAddress(input)).map(({ path }) => path);
    expect(places.toSorted()).toEqual(['webhooks.create', 'webhooks.update', 'workspaces.update']);
  });

  it(`T09: ${literals.length} spellings and ${own.length} names, other schemes, user names and ports: refused as they are given, or when they are used`, async () => {
    const { id } = (await endpoint(`${receiver.url}/own`)).body;
    const hosts = [...literals, ...own];
    const urls = [
      ...hosts.flatMap((host, at) => [`https://${host}:${port}/`, ...(at % 5 === 0 ? [`http://${host}:${port}/`] : [])]),
      ...['file:///etc/passwd', `gopher://127.0.0.1:${port}/_x`, `ftp://127.0.0.1:${port}/`, 'data:text/plain,x', `//127.0.0.1:${port}/`],
      ...[`https://user:word@127.0.0.1:${port}/`, `https://example.com@127.0.0.1:${port}/`, `https://127.0.0.1:${port}#@example.com/`],
      ...[22, 25, 3306, 6379].map((closed) => `https://93.184.215.14:${closed}/`),
    ];
    const taken: string[] = [];
    for (const [at, url] of urls.entries()) {
      // By turns, for time; `update` and `create` look by the same function.
      const answer = at % 3 === 0 ? await tenant.key.rest(`PATCH /v1/webhooks/${id}`, { url }) : await endpoint(url);
      expect([200, 201, 400], url).toContain(answer.status);
      if (answer.status < 300) taken.push(url);
      // It is printed in letters, and never fetched.
      if (at % 3 === 1) await tenant.key.rest('PATCH /v1/workspace', { portalUrl: url });
    }
    // Only what a name server is asked about is let through, and looked at when it is used.
    expect(taken.every((url) => !literals.some((literal) => url.includes(`//${literal}:`)))).toBe(true);
    await happen(11);
    for (const { id: webhook } of (await tenant.key.ok('GET /v1/webhooks?limit=100')).items)
      await tenant.key.ok(`POST /v1/webhooks/${webhook}/deliveries`, {});
    await world.portico.drain();
    figure('T09', 'addresses given to the inputs that take one', urls.length, `${knocks} connections at the canary`, '0');
    expect(knocks).toBe(0);
    for (const { id: webhook } of (await tenant.key.ok('GET /v1/webhooks?limit=100')).items)
      await tenant.key.ok(`DELETE /v1/webhooks/${webhook}`);
  }, 60_000);

  it('T09: an address that was good when it was given, and leads inside by now', async () => {
    const { id } = (await endpoint(`${receiver.url}/later`)).body;
    await world.portico.runtime.sequelize.query('UPDATE webhooks SET url = ?', { replacements: [`https://localhost:${port}/`] });
    await happen(12);
    const [log] = await logOf(id);
    expect(log).toMatchObject([{ status: null, error: expect.stringContaining('public machine') }]);
    expect(knocks).toBe(0);
    await tenant.key.ok(`DELETE /v1/webhooks/${id}`);
  });

  it.each([301, 302, 303, 307, 308])('T09: a redirect (%i) to what is inside is a failure and nothing more', async (status) => {
    const { id } = (await endpoint(`${receiver.url}/moved`)).body;
    receiver.answers((_, response) => void response.writeHead(status, { location: `http://127.0.0.1:${port}/` }).end());
    await happen(status % 100);
    expect(await logOf(id)).toMatchObject([[{ status }]]);
    expect(knocks).toBe(0);
    await tenant.key.ok(`DELETE /v1/webhooks/${id}`);
  });

  it('T09: an endless body and a packed bomb cost what is kept of them: one kilobyte', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    let sent = 0;
    for (const path of ['endless', 'bomb']) {
      const { id } = (await endpoint(`${receiver.url}/${path}`)).body;
      receiver.answers((_, response) => {
        const more = (): void => {
          if (response.destroyed) return;
          sent += 64 * 1024;
          if (response.write('x'.repeat(64 * 1024))) setImmediate(more);
          else response.once('drain', more);
        };
        if (path === 'bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
        else more();
      });
      const before = process.memoryUsage().rss;
      await happen(path.length);
      const [[attempt]] = (await logOf(id)) as [[any]];
      expect(attempt.status).toBe(200);
      expect(attempt.answer.length, path).toBeLessThanOrEqual(1024);
      expect(attempt.milliseconds).toBeLessThan(15_000);
      expect(process.memoryUsage().rss - before, path).toBeLessThan(50e6);
      await tenant.key.ok(`DELETE /v1/webhooks/${id}`);
    }
    expect(sent).toBeLessThan(8 * 1024 * 1024);
    expect(knocks).toBe(0);
  });
});
