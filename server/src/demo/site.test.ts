import { once } from 'node:events';
import { createServer, request, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSite, type Demo, type MintRequest } from './site.ts';

const asked: MintRequest[] = [];
let refusal: { code: string; status: number } | null = null;
let port = 0;
let close = (): void => undefined;

const person = (kind: string) => (role: string) => `${kind}_${role}`;
const named = <Role extends string>(roles: readonly Role[], make: (role: string) => string) =>
  Object.fromEntries(roles.map((role) => [role, make(role)])) as Record<Role, string>;

beforeAll(async () => {
  const demo: Demo = {
    url: 'http://127.0.0.1:1',
    siteUrl: '',
    staffUrl: '',
    secretKey: 'ptk_test_never_sent',
    workspaceId: 'wks_1',
    clientId: 'cli_1',
    projectId: 'prj_1',
    contacts: named(['owner', 'editor', 'viewer'], person('con')),
    members: named(['admin', 'manager', 'lead', 'executive', 'engineer', 'sales', 'finance'], person('mbr')),
  };
  const mint = async (wanted: MintRequest) => {
    if (refusal) throw Object.assign(new Error('refused'), refusal);
    asked.push(wanted);
    return { token: 'token', expiresAt: '2026-11-22T00:00:00.000Z' };
  };
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = () => void server.close();
  port = (server.address() as AddressInfo).port;
  server.on('request', createSite({ demo: { ...demo, siteUrl: `http://127.0.0.1:${port}` }, mint }));
});
afterAll(() => close());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** By `node:http`, because `fetch` sets `Host` by itself. */
function ask(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on('error', reject).end(body);
  });
}

const json = { 'content-type': 'application/json' };
const token = (headers: OutgoingHttpHeaders = {}, body = '{"project":"prj_1"}') =>
  ask('POST', '/portico/token', { ...json, ...headers }, body);

test('the first address leads to the project in the language that the browser asks for', async () => {
  expect((await ask('GET', '/', { 'accept-language': 'en-GB,en;q=0.9' })).headers['location']).toBe('/en/client');
  expect((await ask('GET', '/', { 'accept-language': 'de' })).headers['location']).toBe('/zh-CN/client');
  expect((await ask('GET', '/')).headers['location']).toBe('/zh-CN/client');
});

test.each(['/zh-CN/home', '/en/home', '/zh-CN/services', '/en/cases', '/zh-CN/about', '/en/client', '/staff', '/staff?lang=en&as=sales'])(
  '%s is a page',
  async (path) => {
    const { status, headers, body } = await ask('GET', path);
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/html');
    expect(body).not.toMatch(/undefined|\[object|ptk_test/);
  },
);

test('the policy of the pages allows Portico and nothing inline', async () => {
  const { headers, body } = await ask('GET', '/zh-CN/client');
  expect(headers['content-security-policy']).toBe(
    "default-src 'none';script-src 'self' http://127.0.0.1:1;style-src 'self';img-src 'self';connect-src 'self' http://127.0.0.1:1 ws://127.0.0.1:1;" +
      "form-action 'self';base-uri 'none';frame-ancestors 'none';require-trusted-types-for 'script';trusted-types portico-html",
  );
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(body).toContain('<portico-timeline project="prj_1"');
  expect(body).not.toMatch(/ style=| on[a-z]+=|<script>|javascript:/);
});

test('an unknown address gets the vendor’s own 404 page in its language, and nothing of the address', async () => {
  const { status, body } = await ask('GET', '/en/%3Cscript%3Ealert(1)%3C/script%3E');
  expect(status).toBe(404);
  expect(body).toContain('There is no such page');
  expect(body).not.toContain('alert(1)');
  expect((await ask('GET', '/assets/../site.ts')).status).toBe(404);
  expect((await ask('GET', '/en/%E0%A4%A')).status).toBe(400);
});

test('files have an ETag and are not sent twice', async () => {
  const { headers } = await ask('GET', '/assets/brand.css');
  expect((await ask('GET', '/assets/brand.css', { 'if-none-match': headers['etag'] as string })).status).toBe(304);
});

test('the token address mints for the contact who is signed in', async () => {
  asked.length = 0;
  expect(JSON.parse((await token()).body)).toEqual({ token: 'token', expiresAt: '2026-11-22T00:00:00.000Z' });
  await token({ cookie: 'a=1; xc_person=viewer' });
  expect(asked).toEqual([
    { contact: 'con_owner', project: 'prj_1' },
    { contact: 'con_viewer', project: 'prj_1' },
  ]);
  expect((await token({ cookie: 'xc_person=nobody' })).status).toBe(401);
  expect((await token({ cookie: 'xc_person=constructor' })).status).toBe(200);
});

test('the staff’s token address knows the seven members and no one else', async () => {
  asked.length = 0;
  expect((await ask('POST', '/portico/staff-token?member=mbr_lead', json, '{}')).status).toBe(200);
  expect((await ask('POST', '/portico/staff-token?member=con_owner', json, '{}')).status).toBe(404);
  expect((await ask('POST', '/portico/staff-token?member[]=mbr_lead', json, '{}')).status).toBe(404);
  expect(asked).toEqual([{ member: 'mbr_lead' }]);
});

test('a page of another origin, or of a name that was rebound to this machine, gets no token', async () => {
  asked.length = 0;
  const refused = [
    token({ origin: 'https://evil.example' }),
    token({ origin: 'null' }),
    token({ 'sec-fetch-site': 'cross-site' }),
    token({ 'sec-fetch-site': 'same-site' }),
    token({ host: 'evil.example' }),
    token({ host: `127.0.0.1.evil.example:${port}` }),
    token({ host: 'evil.example', origin: 'http://evil.example' }),
  ];
  for (const { status } of await Promise.all(refused)) expect(status).toBe(403);
  expect(asked).toEqual([]);
  expect((await token({ origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
});

test('bad input to the token address is one clear error', async () => {
  expect((await token({}, '{"project":')).status).toBe(400);
  expect((await token({}, JSON.stringify({ project: 'x'.repeat(9000) }))).status).toBe(413);
  expect((await ask('POST', '/portico/token', { 'content-type': 'text/plain' }, '{}')).status).toBe(415);
  expect((await ask('GET', '/portico/token')).status).toBe(405);
  refusal = { code: 'network', status: 0 };
  expect((await token()).status).toBe(503);
  refusal = { code: 'not_found', status: 404 };
  expect((await token()).status).toBe(404);
  refusal = null;
});

test('signing in as another contact is for pages of this site, and leads to this site', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const { status, headers } = await ask('POST', '/session', form, 'person=viewer&to=/en/client');
  expect([status, headers['location']]).toEqual([303, '/en/client']);
  expect(headers['set-cookie']?.[0]).toMatch(/^xc_person=viewer;.*HttpOnly; SameSite=Strict/);
  expect((await ask('POST', '/session', form, 'person=viewer&to=https://evil.example')).headers['location']).toBe('/zh-CN/client');
  expect((await ask('POST', '/session', { ...form, origin: 'https://evil.example' }, 'person=viewer')).status).toBe(403);
  expect((await ask('POST', '/session', form, 'person=admin')).headers['set-cookie']).toBeUndefined();
});

test('another name of this machine is sent to the address that sessions are minted for', async () => {
  const { status, headers } = await ask('GET', '/en/client?a=1', { host: `localhost:${port}` });
  expect([status, headers['location']]).toEqual([302, `http://127.0.0.1:${port}/en/client?a=1`]);
});
