import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server as TcpServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OutboundFailure } from '../core/outbound.ts';
import { readAllowed, type Allowed } from './addresses.ts';
import { literals, names } from './inside.fixture.ts';
import { createSafeFetch } from './safe-fetch.ts';

const nobody: Allowed = { origins: [], networks: [], ports: [], onlyLoopback: false };
const allowed = (text: string): Allowed => readAllowed(text) as Allowed;
const post = { method: 'POST' as const, headers: {}, body: '{}' };
const reasonOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof OutboundFailure ? error.reason : String(error)),
  );

describe('T09: safeFetch', () => {
  let canary: TcpServer;
  let port: number;
  let connections = 0;
  const servers: Server[] = [];

  beforeAll(async () => {
    canary = createTcp((socket) => {
      connections++;
      socket.destroy();
    });
    // Both families where the machine has them.
    await new Promise<void>((resolve) => canary.listen({ port: 0, host: '::', ipv6Only: false }, resolve)).catch(() => {});
    ({ port } = canary.address() as AddressInfo);
  });
  afterAll(() => {
    canary.close();
    for (const server of servers) server.closeAllConnections();
    for (const server of servers) server.close();
  });
  beforeEach(() => (connections = 0));

  async function receiver(answer: RequestListener): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('the canary hears who comes', async () => {
    const fetch = createSafeFetch({ allowed: allowed(`http://127.0.0.1:${port}`) });
    expect(await reasonOf(fetch(`http://127.0.0.1:${port}`, post))).toBe('unreachable');
    expect(connections).toBe(1);
  });

  it(`goes to none of ${literals.length} spellings of inner addresses, by http or https`, async () => {
    const fetch = createSafeFetch({ allowed: { ...nobody, ports: [port] } });
    const urls = literals.flatMap((literal) => [`https://${literal}:${port}/`, `https://${literal}/`, `http://${literal}:${port}/`]);
    const reasons = await Promise.all(urls.map(async (url) => [url, await reasonOf(fetch(url, post))]));
    expect(reasons.filter(([, reason]) => reason !== 'refused')).toEqual([]);
    expect(connections).toBe(0);
  });

  it(`goes to none of ${Object.keys(names).length} names that lead inside, even where one of their machines is public`, async () => {
    const ascii = new Map(Object.entries(names).map(([name, addresses]) => [new URL(`https://${name}`).hostname, addresses]));
    const fetch = createSafeFetch({ allowed: { ...nobody, ports: [port] }, resolve: async (name) => ascii.get(name)! });
    const reasons = await Promise.all(
      Object.keys(names).map(async (name) => [name, await reasonOf(fetch(`https://${name}:${port}/`, post))]),
    );
    expect(reasons.filter(([, reason]) => reason !== 'refused')).toEqual([]);
    expect(connections).toBe(0);
  });

  it('rebinding: asks for a name once, and connects to what it has checked', async () => {
    const answers = [['203.0.114.7'], ['127.0.0.1'], ['127.0.0.1']];
    let asked = 0;
    const fetch = createSafeFetch({ allowed: { ...nobody, ports: [port] }, resolve: async () => answers[asked++]!, timeout: 300 });
    expect(await reasonOf(fetch(`https://rebinding.attacker.dev:${port}/`, post))).not.toBe('answered');
    expect([asked, connections]).toEqual([1, 0]);
    expect(await reasonOf(fetch(`https://rebinding.attacker.dev:${port}/`, post))).toBe('refused');
    expect(connections).toBe(0);
    // And nobody else is asked for the name: this one has an address here alone.
    const url = `http://receiver.example:${port}`;
    await reasonOf(createSafeFetch({ allowed: allowed(url), resolve: async () => ['127.0.0.1'] })(url, post));
    expect(connections).toBe(1);
  });

  it.each([
    'file:///etc/passwd',
    'gopher://93.184.215.14/',
    'ftp://93.184.215.14/',
    'data:text/plain,x',
    'javascript:1',
    'ws://93.184.215.14/',
    'https://',
    'nonsense',
    '',
    'http://93.184.215.14/',
    'https://user:pass@93.184.215.14/',
    'https://user@93.184.215.14/',
    'https://93.184.215.14:22/',
    'https://93.184.215.14:3306/',
    'https://93.184.215.14:6379/',
  ])('refuses %s', async (url) => {
    expect(await reasonOf(createSafeFetch({ allowed: nobody, resolve: async () => ['93.184.215.14'] })(url, post))).toBe('refused');
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%i) is an answer', async (status) => {
    const url = await receiver((_, response) => response.writeHead(status, { location: `http://127.0.0.1:${port}/` }).end());
    expect((await createSafeFetch({ allowed: allowed(url) })(url, post)).status).toBe(status);
    expect(connections).toBe(0);
  });

  it('does not ask a proxy of the environment', async () => {
    const url = await receiver((_, response) => response.end('straight'));
    const before = { ...process.env };
    Object.assign(process.env, {
      http_proxy: `http://127.0.0.1:${port}`,
      HTTP_PROXY: `http://127.0.0.1:${port}`,
      ALL_PROXY: `http://127.0.0.1:${port}`,
      NODE_USE_ENV_PROXY: '1',
    });
    try {
      expect((await createSafeFetch({ allowed: allowed(url) })(url, post)).body.toString()).toBe('straight');
    } finally {
      process.env = before;
    }
    expect(connections).toBe(0);
  });

  it('reads 256 KB of an endless body, and less if less is wanted', async () => {
    const url = await receiver((_, response) => {
      const more = (): void => void (response.write('x'.repeat(65_536)) ? setImmediate(more) : response.once('drain', more));
      more();
    });
    const fetch = createSafeFetch({ allowed: allowed(url) });
    const { body, complete, status } = await fetch(url, post);
    expect([status, body.byteLength, complete]).toEqual([200, 256 * 1024, false]);
    expect((await fetch(url, { ...post, mostBytes: 1024 })).body.byteLength).toBe(1024);
  });

  it('unpacks nothing', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const url = await receiver((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const { body, complete } = await createSafeFetch({ allowed: allowed(url) })(url, post);
    expect(body.equals(bomb.subarray(0, 256 * 1024))).toBe(true);
    expect(complete).toBe(bomb.byteLength <= 256 * 1024);
  });

  it('waits for no slow machine', async () => {
    const silent = await receiver(() => {});
    const dripping = await receiver((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(drip));
    });
    const fetch = createSafeFetch({ allowed: allowed(`${silent} ${dripping}`), timeout: 400 });
    const began = performance.now();
    expect(await reasonOf(fetch(silent, post))).toBe('timeout');
    expect(await fetch(dripping, post)).toMatchObject({ status: 200, complete: false });
    const stuck = createSafeFetch({ allowed: nobody, resolve: () => new Promise(() => {}), timeout: 200 });
    expect(await reasonOf(stuck('https://slow-names.dev', post))).toBe('timeout');
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('the demo reaches this machine by its plain names on a port of a developer, and nothing else', async () => {
    const url = await receiver((request, response) => response.end(request.headers.host));
    const fetch = createSafeFetch({ allowed: { ...nobody, onlyLoopback: true } });
    expect((await fetch(url, post)).body.toString()).toBe(new URL(url).host);
    const own = new URL(url).port;
    const others = [
      'https://93.184.215.14/',
      'https://example.com/',
      'http://127.0.0.1/',
      'http://127.0.0.1:22/',
      'http://127.0.0.1:3306/',
      'http://127.0.0.1:6379/',
      `http://10.0.0.1:${own}/`,
      ...literals.filter((literal) => literal !== '127.0.0.1' && literal !== '[::1]').map((literal) => `http://${literal}:${port}/`),
    ];
    const reasons = await Promise.all(others.map(async (other) => [other, await reasonOf(fetch(other, post))]));
    expect(reasons.filter(([, reason]) => reason !== 'refused')).toEqual([]);
    expect(connections).toBe(0);
  });

  it('a listed network opens neither loopback nor link-local addresses', async () => {
    const fetch = createSafeFetch({ allowed: allowed(`0.0.0.0/0 ::/0 :${port}`), timeout: 200 });
    for (const literal of ['127.0.0.1', '169.254.169.254', '[::1]', '[fe80::1]', '0.0.0.0', '[::ffff:127.0.0.1]']) {
      expect([literal, await reasonOf(fetch(`https://${literal}:${port}/`, post))]).toEqual([literal, 'refused']);
    }
    expect(connections).toBe(0);
    expect(await reasonOf(fetch(`https://10.255.255.1:${port}/`, post))).not.toBe('refused');
  });
});

describe('the way out', () => {
  it('is one file: nothing else in the server opens a connection by HTTP', () => {
    const folder = join(import.meta.dirname, '..');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !/\.test\.ts$|^testing\/|^demo\/site|^outbound\/safe-fetch\.ts$|^db\/lines\.ts$/.test(path),
    );
    const doors =
      /(?<![.\w])fetch\(|globalThis\.fetch|\b(?:https?|net|tls)\.(?:request|get|connect|createConnection)\(|from '(?:undici|axios|got|node:https|node:tls|node:http2)'|import \{[^}]*\b(?:request|get|connect|createConnection)\b[^}]*\} from 'node:(?:http|net)'/;
    const open = files.filter((path) => doors.test(readFileSync(join(folder, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')));
    expect(open).toEqual([]);
    expect(files.length).toBeGreaterThan(100);
    expect(doors.test(readFileSync(join(folder, 'outbound/safe-fetch.ts'), 'utf8'))).toBe(true);
  });
});
