/** Bad input by hand: what people, proxies and scanners send. Each gets one clear error. (`fuzz.test.ts` sends what nobody thinks of.) */
import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { onEachDialect } from '../testing/suite.ts';
import { expectProblem, send, sendBytes, type RawAnswer } from '../testing/wire.ts';

onEachDialect('bad input', (given) => {
  const authorized = () => ({ authorization: `Bearer ${given.tenant.secretKey}` });
  const json = () => ({ ...authorized(), 'content-type': 'application/json' });
  const milestone = () => `/v1/milestones/${given.tenant.milestoneIds[0]}`;
  const raw = (
    method: string,
    path: string,
    headers: Record<string, string | string[]> = authorized(),
    body?: string | Buffer,
    chunked = false,
  ) => send(given.world.url, method, path, headers, body, chunked);
  const post = (body: string | Buffer, headers: Record<string, string> = {}, chunked = false) =>
    raw('POST', '/v1/milestones', { ...json(), ...headers }, body, chunked);
  const call = (body: string | Buffer, headers: Record<string, string> = {}, chunked = false) =>
    raw('POST', '/trpc/milestones.create', { ...json(), ...headers }, body, chunked);
  const good = (more: object = {}) => ({ stageId: given.tenant.stageIds[0], name: 'good', ...more });
  const both = async (body: string, code: string): Promise<void> => {
    expect(expectProblem(await post(body), `REST ${body.slice(0, 80)}`), body.slice(0, 80)).toBe(code);
    expect(expectProblem(await call(body), `tRPC ${body.slice(0, 80)}`, 'trpc'), body.slice(0, 80)).toBe(code);
  };

  it('T02: malformed JSON', async () => {
    const id = `"stageId":"${given.tenant.stageIds[0]}"`;
    for (const body of [
      '{',
      '}',
      '{bad',
      `{${id},}`,
      `{${id} "name":"x"}`,
      "{'name':'x'}",
      '{"name":NaN}',
      '{"name":01}',
      '{"name":"\n"}',
      '{"name":"\\u12"}',
      'undefined',
      '\u0000',
      '{}{}',
      `\ufffe{}`,
      '{"a":1e}',
    ])
      await both(body, 'malformed_json');
  });

  it('T02: JSON that is no object', async () => {
    for (const body of ['[]', '[{}]', '{"0":{}}', '[[[[]]]]']) await both(body, 'invalid_input');
    // What is no JSON text of an object is not even read over REST.
    for (const body of ['null', '5', '"text"', 'true']) {
      expect(['invalid_input', 'malformed_json'], body).toContain(expectProblem(await post(body), body));
      expectProblem(await call(body), body, 'trpc');
    }
  });

  it('T02, T03: unknown fields, fields of the table that nobody may set, and reserved names', async () => {
    const names = [
      'nme',
      'id',
      'workspaceId',
      'projectId',
      'rev',
      'createdAt',
      'deletedAt',
      'ownerName',
      'doneOn',
      'constructor',
      'prototype',
      'toString',
      '$where',
      '',
      ' ',
      'x'.repeat(5000),
    ];
    for (const name of names) await both(JSON.stringify(good({ [name]: 'x' })), 'invalid_input');
    for (const own of [
      '{"__proto__":{"admin":true}}',
      `{"stageId":"${given.tenant.stageIds[0]}","name":"x","__proto__":{"visibility":"internal"}}`,
    ])
      await both(own, 'invalid_input');
    // A record drops this name instead: nothing of it is kept, and nobody inherits it.
    const { text } = await post(`{"stageId":"${given.tenant.stageIds[0]}","name":"x","translations":{"__proto__":{"name":"polluted"}}}`);
    expect(text).not.toContain('polluted');
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('T02: wrong types, ids of another kind, text that is none, numbers out of range', async () => {
    const values: [string, unknown[]][] = [
      [
        'stageId',
        [
          null,
          5,
          [],
          {},
          '',
          'stg_',
          given.tenant.milestoneIds[0],
          given.tenant.stageIds[0]!.toUpperCase(),
          `${given.tenant.stageIds[0]} `,
          `${given.tenant.stageIds[0]}\n`,
          `${given.tenant.stageIds[0]}'--`,
          { $ne: null },
        ],
      ],
      ['name', [null, 5, [], {}, ['x'], '', '   ', 'a\u0000b', 'two\nlines', '\ud800', '\u202egnirts', 'x'.repeat(201), { toString: 'x' }]],
      ['position', [-1, 1.5, 1e21, '1', null, true, Number.MAX_SAFE_INTEGER]],
      ['progress', [-1, 101, 50.5, '50', '1e1', null]],
      ['due', ['2026-02-30', '2026-13-01', '26-1-1', '2026-01-01T00:00:00Z', 20260101, '', '0000-00-00', '٢٠٢٦-٠١-٠١']],
      ['status', ['Done', 'deleted', 0, null, ['done']]],
      [
        'translations',
        [
          [],
          'x',
          { english: { name: 'x' } },
          { en: { title: 'x' } },
          { en: { name: 5 } },
          { en: 'x' },
          Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`a${'bcdefghijk'[index]}`, { name: 'x' }])),
        ],
      ],
      ['atRisk', ['true', 1, null]],
      ['reason', ['', '\u0007', 'x'.repeat(501), 5]],
      ['ownerId', ['', given.tenant.contacts.owner, 5, {}]],
    ];
    for (const [name, wrong] of values) for (const value of wrong) await both(JSON.stringify(good({ [name]: value })), 'invalid_input');
    await both('{"stageId":1e999999}', 'invalid_input');
  });

  it('T02: 10,000 levels, 30,000 fields and 256 KB of one text are refused without holding up others', async () => {
    const deep = (open: string, close: string, inner = '1'): string => open.repeat(10_000) + inner + close.repeat(10_000);
    const bodies = [
      deep('[', ']'),
      deep('{"a":', '}'),
      `{"translations":${deep('{"en":', '}')}}`,
      JSON.stringify(Object.fromEntries(Array.from({ length: 18_000 }, (_, index) => [`k${index}`, 1]))),
      JSON.stringify(good({ translations: Object.fromEntries(Array.from({ length: 18_000 }, (_, index) => [`k${index}`, 1])) })),
      JSON.stringify(good({ name: 'x'.repeat(250_000) })),
      JSON.stringify(good({ note: '\u202e '.repeat(60_000) })),
    ];
    for (const body of bodies) {
      // Of the processor, not of the wall, and of the best of three: other suites run beside this one, and none of them makes it cheaper.
      const costs: number[] = [];
      while (costs.length < 3 && !(Math.min(...costs) < 200)) {
        const before = process.cpuUsage();
        await both(body, 'invalid_input');
        const { user, system } = process.cpuUsage(before);
        costs.push((user + system) / 2000);
      }
      expect(Math.min(...costs), body.slice(0, 60)).toBeLessThan(200);
    }
  });

  it('T13: bodies above 256 KB, whole or in chunks, packed or not', async () => {
    const big = JSON.stringify(good({ note: 'x'.repeat(300 * 1024) }));
    for (const answer of [
      await post(big),
      await post(big, {}, true),
      await post(gzipSync(big), { 'content-encoding': 'gzip' }),
      await raw('PATCH', milestone(), json(), big),
    ])
      expect(expectProblem(answer, 'REST')).toBe('too_large');
    for (const answer of [await call(big), await call(big, {}, true)]) expect(expectProblem(answer, 'tRPC', 'trpc')).toBe('too_large');
    expectProblem(await call(gzipSync(big), { 'content-encoding': 'gzip' }), 'tRPC packed', 'trpc');
    const fits = JSON.stringify({ ...good(), note: 'x'.repeat(1000) }).padEnd(255 * 1024);
    expect([(await post(fits)).status, (await call(fits)).status, (await post(fits, {}, true)).status]).toEqual([201, 200, 201]);
  });

  it('T13: what will be too large, or is nobody’s, is refused when that is known, not when it has come, and its line ends', async () => {
    const head = (path: string) => `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
    const announced = `Content-Length: ${100 * 1024 * 1024}\r\n\r\n{"name":"`;
    const part = `${(300 * 1024).toString(16)}\r\n${'x'.repeat(300 * 1024)}\r\n`;
    const unknown = `${head('/v1/clients')}Content-Length: 200000\r\n\r\n{"name":"`;
    expect(await sendBytes(given.world.url, unknown, 10_000)).toMatch(/^HTTP\/1\.1 401 /);
    const sent = [`${head('/v1/clients')}${announced}`, `${head('/trpc/clients.create')}${announced}`];
    const chunked = `${head('/v1/clients')}Authorization: Bearer ${given.tenant.secretKey}\r\nTransfer-Encoding: chunked\r\n\r\n${part}`;
    // None of them is ever whole.
    for (const answer of await Promise.all([...sent, chunked].map((bytes) => sendBytes(given.world.url, bytes, 10_000)))) {
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer).toContain('too_large');
    }
  });

  it('other types, encodings and packings than JSON in UTF-8', async () => {
    const body = JSON.stringify(good());
    for (const type of [
      'text/plain',
      'text/html',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/octet-stream',
      'application/xml',
      'application/jsonp',
      'application/problem',
      ';',
      'application/json/../x',
      '',
    ]) {
      expect(expectProblem(await post(body, { 'content-type': type }), type), type).toBe('unsupported_media_type');
      expect(expectProblem(await call(body, { 'content-type': type }), type, 'trpc'), type).toBe('unsupported_media_type');
    }
    expect(expectProblem(await post(body, { 'content-type': 'application/json; charset=koi8-r' }), 'charset')).toBe(
      'unsupported_media_type',
    );
    expect(expectProblem(await post(body, { 'content-encoding': 'lzma' }), 'encoding')).toBe('unsupported_media_type');
    for (const packing of ['gzip', 'deflate', 'br']) expectProblem(await post('not packed', { 'content-encoding': packing }), packing);
    expectProblem(await post(deflateRawSync(body).subarray(0, 20), { 'content-encoding': 'deflate' }), 'cut off');
    expect((await post(body, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(201);
    expect((await post(gzipSync(body), { 'content-encoding': 'gzip' })).status).toBe(201);
    expectProblem(await raw('POST', '/v1/milestones', authorized()), 'no body');
    expectProblem(await raw('POST', '/trpc/milestones.create', json(), ''), 'no body', 'trpc');
  });

  it('Idempotency-Key and If-Match that are none', async () => {
    const body = JSON.stringify(good());
    for (const key of ['', ' ', 'a b', 'é', 'x'.repeat(256), '\t', 'ключ']) {
      const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
      expect(expectProblem(await post(body, headers), key), key).toBe('invalid_input');
      expect(expectProblem(await call(body, headers), key, 'trpc'), key).toBe('invalid_input');
    }
    expect(expectProblem(await raw('POST', '/v1/milestones', { ...json(), 'idempotency-key': ['a', 'b'] }, body), 'two keys')).toBe(
      'invalid_input',
    );
    for (const match of ['3', '"x"', '"1", "2"', '"1.5"', '"-1"', '"9999999999999"', '""', 'W/', '"0"', '"1'])
      expect(expectProblem(await raw('PATCH', milestone(), { ...json(), 'if-match': match }, '{"progress":1}'), match), match).toBe(
        'invalid_input',
      );
    expect((await raw('PATCH', milestone(), { ...json(), 'if-match': 'W/"1"' }, '{"atRisk":false}')).status).toBe(200);
    expect(expectProblem(await raw('PATCH', milestone(), { ...json(), 'if-match': '"99"' }, '{"atRisk":true}'), 'a revision to come')).toBe(
      'conflict',
    );
  });

  it('cursors, limits and other words in the address', async () => {
    const coded = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');
    const cursors = [
      '',
      'x',
      '%00',
      '!!!!',
      coded(null),
      coded({}),
      coded([]),
      coded(['a', 'b', 'c']),
      coded([null]),
      coded([{}]),
      coded([['x']]),
      coded(['é']),
      coded(['\ud800']),
      coded(['\0']),
      coded([1.5]),
      coded([5]),
      'A'.repeat(501),
      coded(["'; DROP TABLE members; --\u2028"]),
    ];
    for (const cursor of cursors)
      expect(expectProblem(await raw('GET', `/v1/members?cursor=${encodeURIComponent(cursor)}`), cursor), cursor).toBe('invalid_input');
    for (const key of [['x', 'y'], [1], [1, 2], [1e300, 'x'], ['1', given.tenant.milestoneIds[0]], [true, 'x']])
      expect(
        expectProblem(await raw('GET', `/v1/projects/${given.tenant.projectId}/milestones?cursor=${coded(key)}`), coded(key)),
        coded(key),
      ).toBe('invalid_input');
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=-1',
      'limit=1.5',
      'limit=x',
      'limit=',
      'limit=1&limit=2',
      'limit[]=1',
      'limit[gt]=1',
      'limit=1e1000',
      'limit=0x',
      'unknown=1',
      '__proto__=1',
      '__proto__[x]=1',
      'constructor=1',
      'cursor=a&cursor=b',
    ]) {
      expect(expectProblem(await raw('GET', `/v1/members?${query}`), query), query).toBe('invalid_input');
    }
    for (const query of [
      '',
      'stream=',
      'stream=x&seq=-1',
      `stream=project:${given.tenant.projectId}:team&seq=x`,
      'stream=x&limit=501',
      `stream=${'x'.repeat(81)}`,
    ])
      expect(['invalid_input', 'not_found'], query).toContain(expectProblem(await raw('GET', `/v1/feed?${query}`), query));
    expect(
      expectProblem(await raw('PATCH', milestone(), json(), JSON.stringify({ id: given.tenant.milestoneIds[1], progress: 1 })), 'two ids'),
    ).toBe('invalid_input');
  });

  it('T01: ids that are foreign, deleted or random look the same', async () => {
    const neighbour = await given.world.tenant('neighbour');
    const removed = (await given.tenant.key.ok('POST /v1/milestones', good())).id as string;
    await given.tenant.key.ok(`DELETE /v1/milestones/${removed}`);
    const shape = ({ status, text, headers }: RawAnswer) => [status, text.replace(/"requestId":"[^"]*"/, ''), headers['content-length']];
    for (const [method, body] of [['GET'], ['PATCH', '{"progress":1}'], ['DELETE']] as const) {
      const answers = [];
      for (const id of [neighbour.milestoneIds[0]!, removed, 'mst_00000000000000000000000000'])
        answers.push(await raw(method, `/v1/milestones/${id}`, json(), body));
      expect(expectProblem(answers[0]!, method)).toBe('not_found');
      expect(shape(answers[1]!)).toEqual(shape(answers[0]!));
      expect(shape(answers[2]!)).toEqual(shape(answers[0]!));
    }
  });

  it('addresses that are none, in every spelling', async () => {
    const paths = [
      '/',
      '/v1',
      '/v1/',
      '/v2/members',
      '/v1/milestone',
      '/V1/members',
      '/v1/members/x/y',
      '//v1/members',
      '/v1//members',
      '/v1/../etc/passwd',
      '/v1/%2e%2e/%2e%2e/etc/passwd',
      '/.env',
      '/embed/../../package.json',
      '/embed/%2e%2e/%2e%2e/package.json',
      '/embed/..%2f..%2fpackage.json',
      '/embed/.',
      '/v1/members%00',
      '/v1/members;x=1',
      '/socket.io',
      '/socket.iox',
      '/?x=%',
      `/${'x'.repeat(4000)}`,
      '/\u0080'.replace('\u0080', '%80'),
    ];
    for (const path of paths) expect(['not_found', 'invalid_input'], path).toContain(expectProblem(await raw('GET', path), path));
    for (const id of [
      '%',
      '%E0%A4%A',
      '%00',
      '%ff',
      '..',
      "'",
      '%27%20OR%201=1--',
      'null',
      'undefined',
      'mst_',
      '[object%20Object]',
      given.tenant.stageIds[0]!,
      'x'.repeat(3000),
    ]) {
      for (const method of ['GET', 'PATCH', 'DELETE'])
        expect(['not_found', 'invalid_input'], `${method} ${id}`).toContain(
          expectProblem(await raw(method, `/v1/milestones/${id}`, json(), method === 'PATCH' ? '{}' : undefined), `${method} ${id}`),
        );
    }
    for (const path of [
      '',
      '/',
      '/nothing',
      '/milestones',
      '/milestones.nothing',
      '/milestones.get.get',
      '/__proto__',
      '/constructor',
      '/milestones.__proto__',
      '/toString',
      '/milestones.get/',
      '/%E0%A4%A',
      '/%00',
      '/milestones%2Eget%2',
      '/..',
      '/milestones.get,milestones.list',
    ]) {
      expect(['not_found', 'invalid_input'], path).toContain(expectProblem(await raw('GET', `/trpc${path}`), path, 'trpc'));
    }
  });

  it('methods that are not answered, with those that are; HEAD as GET without its body', async () => {
    for (const method of ['PUT', 'POST', 'TRACE', 'OPTIONS', 'PROPFIND', 'SEARCH', 'LOCK']) {
      const answer = await raw(method, milestone());
      expect(expectProblem(answer, method), method).toBe('method_not_allowed');
      expect(answer.headers['allow']).toBe('GET, PATCH, DELETE');
    }
    for (const [method, path] of [
      ['GET', '/trpc/milestones.create'],
      ['PUT', '/trpc/milestones.create'],
      ['DELETE', '/trpc/milestones.get'],
      ['OPTIONS', '/trpc/milestones.get'],
    ] as const) {
      expect(expectProblem(await raw(method, path, json(), method === 'GET' ? undefined : '{}'), method, 'trpc')).toBe(
        'method_not_allowed',
      );
    }
    const [get, head] = [await raw('GET', milestone()), await raw('HEAD', milestone())];
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', get.headers['content-length']]);
    expect((await raw('HEAD', '/v1/milestones/mst_00000000000000000000000000')).status).toBe(404);
    const snapshot = `/v1/projects/${given.tenant.projectId}/snapshot`;
    expect((await raw('HEAD', snapshot)).headers['etag']).toBe((await raw('GET', snapshot)).headers['etag']);
  });

  it('batched and streamed calls, other inputs of tRPC', async () => {
    const input = encodeURIComponent(JSON.stringify({ 0: { id: given.tenant.milestoneIds[0] } }));
    for (const query of [
      `?batch=1&input=${input}`,
      '?batch=1',
      '?batch=0',
      '?connectionParams=%7B',
      '?connectionParams=1',
      '?input=%7B',
      '?input=',
      '?input=5',
      '?input=null',
      '?input=[]',
      '?input=%E0',
      '?input={}&input={}',
    ]) {
      expect(['invalid_input', 'malformed_json'], query).toContain(
        expectProblem(await raw('GET', `/trpc/milestones.get${query}`), query, 'trpc'),
      );
    }
    expect(
      expectProblem(
        await raw('POST', '/trpc/milestones.create?batch=1', json(), JSON.stringify({ 0: good(), 1: good() })),
        'batch',
        'trpc',
      ),
    ).toBe('invalid_input');
    for (const accept of ['application/jsonl', 'text/event-stream', 'x'])
      expect(
        expectProblem(
          await raw('GET', '/trpc/milestones.get?input={}', { ...authorized(), 'trpc-accept': accept, accept }),
          accept,
          'trpc',
        ),
      ).toBe('invalid_input');
  });

  it('credentials in every wrong form', async () => {
    for (const header of [
      '',
      'Bearer',
      'Bearer ',
      'Basic dXNlcjpwYXNz',
      `Bearer  ${given.tenant.secretKey} x`,
      given.tenant.secretKey,
      'Bearer \u00e9',
      `Bearer ${'x'.repeat(9000)}`,
      'Bearer a,b c',
    ]) {
      expect(['unauthenticated', 'token_invalid'], header).toContain(
        expectProblem(await raw('GET', '/v1/members', { authorization: header }), header),
      );
      expect(['unauthenticated', 'token_invalid'], header).toContain(
        expectProblem(await raw('GET', '/trpc/members.list?input={}', { authorization: header }), header, 'trpc'),
      );
    }
    expect(expectProblem(await raw('GET', `/v1/members?token=${given.tenant.secretKey}&access_token=x`, {}), 'in the address')).toBe(
      'unauthenticated',
    );
    expect(expectProblem(await raw('GET', '/v1/members', { cookie: `token=${given.tenant.secretKey}` }), 'in a cookie')).toBe(
      'unauthenticated',
    );
  });

  it('T13: bytes that are no HTTP, and requests that contradict themselves', async () => {
    const lines = [
      '\0\0\0\0',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /v1/members HTTP/1.1\r\n\r\n',
      'POST /v1/members HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /v1/members HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'GET /v1/members HTTP/1.1\r\nHost: x\r\nHeader\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(3000)}\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\nA: ${'b'.repeat(20_000)}\r\n\r\n`,
      'GET * HTTP/1.1\r\nHost: x\r\n\r\n',
      'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'GET http://evil.example/v1/members HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      'CONNECT evil.example:80 HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET /v1/members HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n',
    ];
    const heard = await Promise.all(lines.map((bytes) => sendBytes(given.world.url, bytes)));
    for (const answer of heard) if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await raw('GET', '/healthz')).status).toBe(200);
  });
});
