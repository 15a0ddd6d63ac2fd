import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnection, PorticoError, type ConnectionOptions } from '../index.ts';
import { createSessions } from '../server/index.ts';

type Sent = { url: string; method: string; headers: Headers; body: unknown };

/** A server that gives these answers in turn, the last one for good; an Error is a network that fails. */
function answering(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  const fetch: typeof globalThis.fetch = async (url, init = {}) => {
    sent.push({
      url: String(url),
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      body: init.body ? JSON.parse(init.body as string) : undefined,
    });
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer instanceof Error) throw answer;
    return answer.clone();
  };
  return { sent, fetch };
}

const token = { token: 'tok', expiresAt: new Date(Date.now() + 600_000).toISOString() };
const connect = (fetch: typeof globalThis.fetch, options: Partial<ConnectionOptions> = {}) =>
  createConnection({ url: 'https://portico.test/', fetchToken: async () => token, fetch, ...options });
const ok = (data: unknown): Response => Response.json({ result: { data } });
const bad = (status: number, code: string, more = {}, headers = {}): Response =>
  Response.json({ error: { message: code, code: -32000, data: { status, code, requestId: 'req_1', ...more } } }, { status, headers });
const lost = new TypeError('Failed to fetch');

// Back-off without the waiting.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.02));

describe('call', () => {
  test('a write is a POST with the input as body and a key', async () => {
    const { sent, fetch } = answering(ok({ id: 'mst_1' }));
    expect(await connect(fetch).call('milestones.update', { id: 'mst_1', progress: 60 })).toEqual({ id: 'mst_1' });
    expect(sent[0]).toMatchObject({
      url: 'https://portico.test/trpc/milestones.update',
      method: 'POST',
      body: { id: 'mst_1', progress: 60 },
    });
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer tok');
    expect(sent[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a read is asked in the same way: its input stays out of the address', async () => {
    const { sent, fetch } = answering(ok([]));
    const connection = connect(fetch);
    await connection.call('milestones.list', { project: 'prj_1' });
    await connection.call('sessions.me');
    expect(sent.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', 'https://portico.test/trpc/milestones.list', { project: 'prj_1' }],
      ['POST', 'https://portico.test/trpc/sessions.me', {}],
    ]);
  });

  test('asks in the language that the widgets show, else in the browser’s', async () => {
    const { sent, fetch } = answering(ok(1));
    const connection = connect(fetch);
    await connection.call('sessions.me');
    connection.lang = 'zh-CN';
    await connection.call('sessions.me');
    expect(sent.map(({ headers }) => headers.get('accept-language'))).toEqual([null, 'zh-CN']);
  });

  test('as one person: not sent when the page has changed hands', async () => {
    const { sent, fetch } = answering(ok(1));
    const of = (sub: string) => `x.${btoa(JSON.stringify({ sub }))}.x`;
    const connection = connect(fetch, { fetchToken: async () => ({ ...token, token: of('con_2') }) });
    await expect(connection.call('sessions.me', {}, { person: 'con_1' })).rejects.toMatchObject({ code: 'other_person', status: 0 });
    expect([sent.length, connection.visitor.value]).toEqual([0, { visit: 1, id: 'con_2' }]);
    await connection.call('sessions.me', {}, { person: 'con_2' });
    connection.reset();
    expect([sent.length, connection.visitor.value]).toEqual([1, { visit: 2, id: null }]);
  });

  test('is tried again on loss and on 502 to 504, under one key', async () => {
    const { sent, fetch } = answering(lost, bad(503, 'unavailable'), new Response('<html>', { status: 502 }), ok(1));
    await connect(fetch).call('milestones.update', { id: 'mst_1' });
    expect(sent).toHaveLength(4);
    expect(new Set(sent.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
  });

  test('keeps the key that the caller made', async () => {
    const { sent, fetch } = answering(ok(1));
    await connect(fetch).call('milestones.update', { id: 'mst_1' }, { idempotencyKey: 'mine' });
    expect(sent[0]?.headers.get('idempotency-key')).toBe('mine');
  });

  test('waits as long as a 429 asks for', async () => {
    const { sent, fetch } = answering(bad(429, 'rate_limited', {}, { 'retry-after': '1' }), ok(1));
    const before = performance.now();
    await connect(fetch).call('milestones.update', { id: 'mst_1' });
    expect(performance.now() - before).toBeGreaterThan(950);
    expect(sent).toHaveLength(2);
  });

  test('the first try may still be at work: 409 idempotency_in_progress is waited for', async () => {
    const { fetch } = answering(bad(409, 'idempotency_in_progress'), ok('done'));
    expect(await connect(fetch).call('milestones.update', { id: 'mst_1' })).toBe('done');
  });

  test.each([
    [400, 'invalid_input'],
    [409, 'conflict'],
    [403, 'forbidden'],
    [500, 'internal'],
  ])('%i %s is not tried again', async (status, code) => {
    const { sent, fetch } = answering(bad(status, code, { errors: [{ path: 'due', message: 'no date' }], current: { rev: 4 } }));
    const error = await connect(fetch)
      .call('milestones.update', { id: 'mst_1' })
      .catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(PorticoError);
    expect(error).toMatchObject({ status, code, requestId: 'req_1', retryable: false, errors: [{ path: 'due' }], current: { rev: 4 } });
    expect(sent).toHaveLength(1);
  });

  test('gives up after four tries, with what the network said as the cause', async () => {
    const { sent, fetch } = answering(lost);
    await expect(connect(fetch).call('milestones.update', { id: 'mst_1' })).rejects.toMatchObject({
      code: 'network',
      retryable: true,
      cause: lost,
    });
    expect(sent).toHaveLength(4);
  });

  test('stops when the caller does', async () => {
    const { sent, fetch } = answering(lost);
    const stop = new AbortController();
    const call = connect(fetch).call('milestones.update', { id: 'mst_1' }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 15);
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect(sent.length).toBeLessThan(4);
  });

  test('an answer that is not JSON is no success', async () => {
    const { fetch } = answering(new Response('<html>login</html>'));
    await expect(connect(fetch).call('sessions.me')).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('works where there is no randomUUID: a page that is not a secure context', async () => {
    const { sent, fetch } = answering(ok(1));
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    try {
      await connect(fetch).call('milestones.update', { id: 'mst_1' });
    } finally {
      vi.unstubAllGlobals();
    }
    expect(sent[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('token', () => {
  const counting = (life = 600_000) => {
    let count = 0;
    return vi.fn(async () => ({ token: `tok${(count += 1)}`, expiresAt: new Date(Date.now() + life).toISOString() }));
  };

  test('one fetch for calls at the same time, kept for later ones', async () => {
    const fetchToken = counting();
    const connection = connect(answering(ok(1)).fetch, { fetchToken, project: 'prj_1' });
    await Promise.all([connection.call('sessions.me'), connection.call('sessions.me')]);
    await connection.call('sessions.me');
    expect(fetchToken.mock.calls).toEqual([[{ project: 'prj_1' }]]);
  });

  test('a 401 is answered by one new token and one more try', async () => {
    const fetchToken = counting();
    const { sent, fetch } = answering(bad(401, 'token_expired'), ok('yes'));
    expect(await connect(fetch, { fetchToken }).call('sessions.me')).toBe('yes');
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer tok1', 'Bearer tok2']);
  });

  test('a second 401 is the end', async () => {
    const fetchToken = counting();
    await expect(connect(answering(bad(401, 'token_invalid')).fetch, { fetchToken }).call('sessions.me')).rejects.toMatchObject({
      code: 'token_invalid',
    });
    expect(fetchToken).toHaveBeenCalledTimes(2);
  });

  test("a page's clock that runs ahead does not make every call fetch a token", async () => {
    const fetchToken = counting(-3_600_000);
    const connection = connect(answering(ok(1)).fetch, { fetchToken });
    for (let call = 0; call < 5; call += 1) await connection.call('sessions.me');
    expect(fetchToken).toHaveBeenCalledTimes(1);
  });

  test('past 80 % of its life a new one is fetched; if that fails the old one still serves', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const fetchToken = counting(100_000);
      const { sent, fetch } = answering(ok(1));
      const connection = connect(fetch, { fetchToken });
      await connection.call('sessions.me');
      vi.setSystemTime(Date.now() + 79_000);
      await connection.call('sessions.me');
      expect(fetchToken).toHaveBeenCalledTimes(1);
      vi.setSystemTime(Date.now() + 2000);
      fetchToken.mockRejectedValue(new Error('down'));
      await connection.call('sessions.me');
      expect([fetchToken.mock.calls.length, sent.at(-1)?.headers.get('authorization')]).toEqual([2, 'Bearer tok1']);
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([
    [401, 'forbidden', false],
    [500, 'token_unavailable', true],
  ])('the vendor answers %i: %s', async (status, code, retryable) => {
    const fetchToken = async (): Promise<never> => Promise.reject(Object.assign(new Error('no'), { status }));
    await expect(connect(answering(ok(1)).fetch, { fetchToken }).call('sessions.me')).rejects.toMatchObject({ code, retryable });
  });

  test('an answer of the wrong shape is said so, not used', async () => {
    const { sent, fetch } = answering(ok(1));
    await expect(connect(fetch, { fetchToken: async () => ({ jwt: 'x' }) as never }).call('sessions.me')).rejects.toMatchObject({
      code: 'token_unavailable',
    });
    expect(sent).toHaveLength(0);
  });
});

describe('sessions of the back end', () => {
  test('mints with the secret key', async () => {
    const { sent, fetch } = answering(lost, Response.json(token, { status: 201 }));
    const sessions = createSessions({ url: 'https://portico.test', secretKey: 'sk_1', fetch });
    expect(await sessions.mint({ contact: 'con_1', project: 'prj_1', ttl: 60 })).toEqual(token);
    expect(sent[1]).toMatchObject({
      url: 'https://portico.test/v1/sessions',
      method: 'POST',
      body: { contact: 'con_1', project: 'prj_1', ttl: 60 },
    });
    expect(sent[1]?.headers.get('authorization')).toBe('Bearer sk_1');
    expect(sent[1]?.headers.get('idempotency-key')).toBe(sent[0]?.headers.get('idempotency-key'));
  });

  test("the server's refusal is a PorticoError", async () => {
    const refusal = Response.json(
      { type: 'about:blank', status: 404, code: 'not_found', detail: 'No such contact.', requestId: 'req_1' },
      { status: 404 },
    );
    const sessions = createSessions({ url: 'https://portico.test', secretKey: 'sk_1', fetch: answering(refusal).fetch });
    await expect(sessions.mint({ contact: 'con_9' })).rejects.toMatchObject({ code: 'not_found', message: 'No such contact.' });
  });

  test('refuses to start without a key, and in a browser', () => {
    expect(() => createSessions({ url: 'https://portico.test', secretKey: '' })).toThrow('secret key');
    vi.stubGlobal('document', {});
    try {
      expect(() => createSessions({ url: 'https://portico.test', secretKey: 'sk_1' })).toThrow('browser');
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
