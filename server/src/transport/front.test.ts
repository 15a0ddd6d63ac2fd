import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onEachDialect } from '../testing/suite.ts';
import { send, type RawAnswer } from '../testing/wire.ts';
import { restProcedures } from './rest.ts';

onEachDialect('hot reads', (given) => {
  /** The same server by the ordinary way alone. */
  let ordinary: Server;
  beforeAll(async () => {
    ordinary = createServer(given.world.portico.app);
    await new Promise<void>((resolve) => ordinary.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void ordinary.close());
  const ordinaryUrl = () => `http://127.0.0.1:${(ordinary.address() as AddressInfo).port}`;
  const comparable = ({ status, headers: { date: _, ...headers }, text }: RawAnswer) => ({ status, headers, text });

  /** Whoever may ask, and whoever may not; the first may. */
  async function callers(neighbour: typeof given.tenant): Promise<(string | null)[]> {
    const sessionOf = async (role: 'manager' | 'owner' | 'viewer' | 'finance' | 'editor', options = {}) =>
      `Bearer ${(await given.tenant.as(role, options)).token}`;
    const short = await sessionOf('manager', { ttl: 5 });
    given.world.clock.advance(6000);
    const revoked = await sessionOf('viewer');
    await given.tenant.key.ok('POST /v1/sessions/revoke', { contact: given.tenant.contacts.viewer });
    const manager = await sessionOf('manager');
    return [
      manager,
      manager.replace('Bearer', 'bearer'),
      await sessionOf('owner'),
      await sessionOf('editor', { widgets: ['portico-intake'] }),
      await sessionOf('manager', { project: given.tenant.projectId }),
      await sessionOf('finance', { origins: ['https://lent.example'] }),
      `Bearer ${(await neighbour.as('manager')).token}`,
      `Bearer ${given.tenant.secretKey}`,
      `Bearer ${neighbour.secretKey}`,
      short,
      revoked,
      `${manager}x`,
      'Bearer ptk_test_mistyped',
      'Bearer nonsense',
      'Basic bm9ib2R5OnNlY3JldA==',
      null,
    ];
  }

  /** Requests as they come in, odd ones too. @param etag of what the first caller reads */
  const requests = (paths: readonly string[], people: readonly (string | null)[], etag: string, encodings: readonly string[]) =>
    fc.record(
      {
        method: fc.constantFrom('GET', 'GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE', 'PUT'),
        path: fc.constantFrom(...paths),
        // Half of them by who may, so that what comes after the check is drawn too.
        authorization: fc.oneof(fc.constant(people[0]!), fc.constantFrom(...people)),
        origin: fc.constantFrom(
          'https://x.example',
          'https://x.example',
          'https://other.example',
          'https://lent.example',
          'https://evil.example',
          'null',
          'é',
        ),
        'if-none-match': fc.constantFrom(etag, etag, `W/${etag}`, `"a", ${etag}`, '*', '"other"', ''),
        'idempotency-key': fc.constantFrom('some-key', 'x'.repeat(300)),
        'access-control-request-method': fc.constant('GET'),
        'accept-encoding': fc.constantFrom(...encodings),
        'content-length': fc.constant('0'),
        'accept-language': fc.constantFrom('zh-CN', 'en-GB, en;q=0.8', 'xx'),
        'if-match': fc.constantFrom('"3"', 'nonsense'),
      },
      { requiredKeys: ['method', 'path', 'authorization'] },
    );

  type Headers = Record<string, string>;
  type Compare = (front: RawAnswer, app: RawAnswer, path: string, headers: Headers) => void | Promise<void>;

  async function ask(compare: Compare, method: string, path: string, headers: Headers): Promise<number> {
    const [one, other] = await Promise.all([send(given.world.url, method, path, headers), send(ordinaryUrl(), method, path, headers)]);
    await compare(one, other, path, headers);
    return one.status;
  }

  /** Asks both ways, so often, and hands on what they answer; tells which statuses there were. */
  async function draw(request: ReturnType<typeof requests>, numRuns: number, compare: Compare): Promise<number[]> {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(request, fc.stringMatching(/^[\w]{8,20}$/), async ({ method, path, authorization, ...more }, id) => {
        const known = authorization === null ? {} : { authorization };
        seen.add(await ask(compare, method, path, { ...more, 'x-request-id': id, ...known } as Headers));
      }),
      { numRuns },
    );
    return [...seen];
  }

  it('are answered before Express as Express answers them: status, headers and body, whoever asks and however', async () => {
    const neighbour = await given.world.tenant('other');
    const people = await callers(neighbour);
    const path = `/v1/projects/${given.tenant.projectId}/snapshot`;
    const { headers } = await send(given.world.url, 'GET', path, { authorization: people[0]! });
    const paths = [
      path,
      path,
      path,
      '/v1/me/snapshot',
      `/v1/projects/${neighbour.projectId}/snapshot`,
      '/v1/projects/prj_00000000000000000000000000/snapshot',
      '/v1/projects/nonsense/snapshot',
      '/v1/projects//snapshot',
      `${path}?`,
      `${path}?id=${given.tenant.projectId}`,
      `${path}?more=1`,
      `${path}/`,
      `//v1/projects/${given.tenant.projectId}/snapshot`,
      path.replace('snapshot', 'Snapshot'),
      path.replace('prj', '%70rj'),
      path.replace('prj', '%zz'),
      `${path}#part`,
    ];
    const request = requests(paths, people, String(headers['etag']), ['gzip', 'br, gzip', 'identity', 'gzip;q=0', '*']);
    const seen = await draw(request, 300, (one, other) => expect(comparable(one)).toEqual(comparable(other)));
    // The draw reaches what is told apart.
    expect(seen).toEqual(expect.arrayContaining([200, 304, 400, 401, 403, 404, 405]));
  });

  it('are answered by the address of tRPC too, as tRPC answers: what differs is the tag, and the order of members', async () => {
    const neighbour = await given.world.tenant('another');
    const people = await callers(neighbour);
    const hot = restProcedures(given.world.portico.runtime).filter(({ cached }) => cached);
    const own = { id: given.tenant.projectId };
    const inputs = [
      own,
      { id: neighbour.projectId },
      { id: 'prj_00000000000000000000000000' },
      { id: 'x' },
      { ...own, more: 1 },
      {},
      [],
      null,
      'x',
    ];
    const called = (path: string, input: unknown): string => `/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;
    const usual = hot.map(({ path }) => called(path, path === 'feed.own' ? {} : own));
    const strange = hot.flatMap(({ path }) => [
      `/trpc/${path}`,
      `/trpc/${path}?input=`,
      `/trpc/${path}?input={`,
      `/trpc/${path}?input=%zz`,
      `/trpc/${path}?input=+${encodeURIComponent(JSON.stringify(own))}+`,
      `/trpc/${path}/?input={}`,
      `/trpc/${path}?input={}#part`,
      `/trpc/${path}?batch=1&input={}`,
      `/trpc/${path}?input={}&input={}`,
      `/trpc/${path}?input={}?`,
      `/trpc/${path.replace('.', '%2E')}?input={}`,
      `/trpc/${path},${path}?input={}`,
    ]);
    const plain = ({
      status,
      headers: { date: _, etag, vary, 'cache-control': control, 'content-length': length, 'transfer-encoding': _way, ...rest },
    }: RawAnswer) => ({
      told: status === 304 ? 200 : status,
      // A 304 is of no type.
      rest: { ...rest, 'content-type': status === 304 ? 'application/json' : rest['content-type'] },
      ...(status < 400 ? {} : { etag, vary, control, length }),
    });
    const compare: Compare = async (one, other, path, headers) => {
      expect(plain(one)).toEqual(plain(other));
      if (one.status >= 400 || one.text === other.text) return expect(one.text).toBe(other.text);
      if (one.status === 304) return expect(headers['if-none-match']).toContain(one.headers['etag']);
      expect(JSON.parse(one.text)).toEqual(JSON.parse(other.text));
      const { route } = hot.find((each) => path.startsWith(`/trpc/${each.path}?`))!;
      const { id = '' } = JSON.parse(new URLSearchParams(path.split('?')[1]).get('input')!);
      const bytes = await send(given.world.url, 'GET', route.replace('{id}', id), { authorization: headers['authorization']! });
      expect([one.text, one.headers['etag']]).toEqual([`{"result":{"data":${bytes.text}}}`, bytes.headers['etag']]);
    };
    for (const path of usual) {
      const seen: number[] = [];
      for (const each of people)
        seen.push(await ask(compare, 'GET', path, { 'x-request-id': 'the-same-for-both', ...(each && { authorization: each }) }));
      expect(seen).toEqual(expect.arrayContaining([200, 401, 403]));
      const known = { authorization: people[0]! };
      const { headers } = await send(given.world.url, 'GET', path, known);
      const again = await send(given.world.url, 'GET', path, { ...known, 'if-none-match': String(headers['etag']) });
      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', headers['etag']]);
    }
    // How calls are told has nothing to do with the database.
    if (given.dialect !== 'SQLite') return;
    const { headers } = await send(given.world.url, 'GET', usual[0]!, { authorization: people[0]! });
    const paths = [...usual, ...hot.flatMap(({ path }) => inputs.map((input) => called(path, input))), ...strange];
    const request = requests(paths, people, String(headers['etag']), ['identity', '*']);
    expect(await draw(request, 300, compare)).toEqual(expect.arrayContaining([400, 401, 403, 404, 405]));
  });

  it('are compressed by the address of tRPC too', async () => {
    const { token } = await given.tenant.as('manager');
    const path = `/trpc/feed.project?input=${encodeURIComponent(JSON.stringify({ id: given.tenant.projectId }))}`;
    const read = (encoding: string) =>
      fetch(given.world.url + path, { headers: { authorization: `Bearer ${token}`, 'accept-encoding': encoding } });
    const plain = await (await read('identity')).text();
    for (const encoding of ['br', 'gzip']) {
      const answer = await read(encoding);
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      expect(await answer.text()).toBe(plain);
    }
  });

  it('plain commands are answered so too, whatever they say and whoever says it', async () => {
    const { tenant, world } = given;
    const neighbour = await world.tenant('third');
    const sessionOf = async (role: 'manager' | 'viewer' | 'owner', options = {}) => `Bearer ${(await tenant.as(role, options)).token}`;
    const revoked = await sessionOf('viewer');
    await tenant.key.ok('POST /v1/sessions/revoke', { contact: tenant.contacts.viewer });
    const manager = await sessionOf('manager');
    const tokens = [
      manager,
      `Bearer ${tenant.secretKey}`,
      `Bearer ${neighbour.secretKey}`,
      await sessionOf('owner'),
      revoked,
      'Bearer no',
      null,
    ];
    const milestone = `/v1/milestones/${tenant.milestoneIds[1]}`;
    // Whoever knows the first revision alone is behind from the start.
    for (const note of ['first', 'second']) await tenant.key.ok(`PATCH ${milestone}`, { note });
    /** Mostly the first, so that what comes after the checks is drawn too. */
    const mostly = <T>(usual: T, ...others: T[]) =>
      fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
    const request = fc.record({
      method: mostly('PATCH', 'POST', 'PUT'),
      path: mostly(
        milestone,
        `${milestone}?`,
        `${milestone}?note=x`,
        `${milestone}/`,
        milestone.replace('mst', '%6dst'),
        `/v1/milestones/${neighbour.milestoneIds[0]}`,
        '/v1/requirements/parse',
        '/v1/nothing',
      ),
      body: mostly(
        '{"note":"a"}',
        '{"note":"b"}',
        ' \n{"note":"ü"}',
        '\ufeff{"note":"mark"}',
        '{"note":1}',
        '{"more":1}',
        `{"id":"${tenant.milestoneIds[1]}","note":"a"}`,
        '{"id":"mst_other"}',
        '{"rev":1,"note":"c"}',
        `{"project":"${tenant.projectId}","text":"希望支持导出"}`,
        `{"note":"${'x'.repeat(20_000)}"}`,
        '[]',
        '"text"',
        'null',
        '{',
        '',
        ' ',
        '{"__proto__":{"note":"a"}}',
      ),
      authorization: mostly(manager, ...tokens),
      'content-type': mostly(
        'application/json',
        'application/json; charset=utf-8',
        'Application/JSON',
        'application/json;charset=latin1',
        'text/plain',
        'application/json+x',
      ),
      origin: mostly<string | null>(null, 'https://x.example', 'https://evil.example'),
      'idempotency-key': mostly<string | null>(null, 'x'.repeat(300), 'é'),
      'if-match': mostly<string | null>(null, '"1"', 'nonsense', '*'),
      'content-encoding': mostly<string | null>(null, 'identity', 'br'),
      'accept-language': mostly<string | null>(null, 'zh-CN', 'xx'),
    });
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(request, fc.stringMatching(/^[\w]{8,20}$/), async ({ method, path, body, ...more }, id) => {
        const said = Object.entries({ ...more, 'x-request-id': id, 'content-length': String(Buffer.byteLength(body)) });
        const headers = Object.fromEntries(said.filter(([, value]) => value !== null)) as Record<string, string>;
        // One after the other: the second changes nothing more, or is refused for the same reason.
        const one = await send(given.world.url, method, path, headers, body);
        const other = await send(ordinaryUrl(), method, path, headers, body);
        expect(comparable(one)).toEqual(comparable(other));
        seen.set(one.status, (seen.get(one.status) ?? 0) + 1);
      }),
      { numRuns: 300 },
    );
    expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 405, 409, 415]));
  });

  it('are noted in metrics and carry the id of their request', async () => {
    const { token } = await given.tenant.as('manager');
    const path = `/v1/projects/${given.tenant.projectId}/snapshot`;
    const counted = async (): Promise<number> => {
      const { text } = await send(given.world.url, 'GET', '/metrics');
      return Number(
        /portico_http_request_seconds_count\{route="\/v1\/projects\/\{id\}\/snapshot",method="GET",status="200"\} (\d+)/.exec(text)?.[1],
      );
    };
    const before = await counted();
    const { headers } = await send(given.world.url, 'GET', path, { authorization: `Bearer ${token}`, 'x-request-id': 'from-a-proxy-7' });
    expect(headers['x-request-id']).toBe('from-a-proxy-7');
    expect(await counted()).toBe(before + 1);
  });

  it('T05: are refused to who was revoked a moment ago, here and on another node, however often they were answered before', async () => {
    const node = await given.node();
    const { token } = await given.tenant.as('lead');
    const path = `/v1/projects/${given.tenant.projectId}/snapshot`;
    const ask = async (url: string) => (await send(url, 'GET', path, { authorization: `Bearer ${token}` })).status;
    for (const url of [given.world.url, node.url]) expect([await ask(url), await ask(url)]).toEqual([200, 200]);
    await given.tenant.key.ok('POST /v1/sessions/revoke', { member: given.tenant.members.lead });
    for (const url of [given.world.url, node.url]) expect(await ask(url)).toBe(401);
  });

  it('share the look-ups of those who ask at the same moment', async () => {
    const { runtime } = given.world.portico;
    const { options } = runtime.sequelize as unknown as { options: { logging: false | ((sql: string) => void) } };
    const { workspaceId, members, projectId } = given.tenant;
    const everyone = Object.values(members).flatMap((id) => [id, id, id]);
    const asked: string[] = [];
    options.logging = (sql) => void asked.push(sql);
    const [people, positions] = await Promise.all([
      Promise.all(everyone.map((id) => runtime.identities.person('member', { workspaceId, id }))),
      Promise.all(['client', 'team', 'nobody'].map((view) => runtime.positions({ workspaceId, stream: `project:${projectId}:${view}` }))),
    ]);
    options.logging = false;
    expect(people.map((person) => person?.role)).toEqual(Object.keys(members).flatMap((role) => [role, role, role]));
    expect(positions.map((position) => position?.stream.split(':')[2])).toEqual(['client', 'team', undefined]);
    expect(asked.filter((sql) => /FROM members WHERE \(/.test(sql)).length).toBeLessThanOrEqual(2);
    expect(asked.filter((sql) => /FROM streams WHERE \(/.test(sql)).length).toBeLessThanOrEqual(2);
  });
});
