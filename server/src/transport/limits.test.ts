/** T08: how often somebody may ask, and that nobody gets around it or shuts others out by it. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { figure } from '../testing/figure.ts';
import { redisUrl } from '../../../test/services/index.ts';
import { addressOf } from '../core/address.ts';
import { newSecretKey } from '../core/auth/keys.ts';
import { createLimits } from '../core/limits.ts';
import { openLine } from '../testing/line.ts';
import { hearStatements } from '../testing/statements.ts';
import { onEachDialect } from '../testing/suite.ts';
import type { Answer, Caller } from '../testing/world.ts';

const rates = 'key=20 session=1 address=3 person=2';
/** The statuses of so many calls at once. */
const volley = async (count: number, send: () => Promise<Answer>): Promise<Answer[]> => Promise.all(Array.from({ length: count }, send));
const refused = (answers: readonly Answer[]): number => answers.filter(({ status }) => status === 429).length;
/** How many of these were not refused, without those for whom the allowance refilled meanwhile, at so many a second: a busy machine takes its time. */
async function through<T>(rate: number, asked: Promise<readonly T[]>, isRefused: (one: T) => boolean): Promise<number> {
  const began = performance.now();
  const answers = await asked;
  return answers.filter((one) => !isRefused(one)).length - Math.ceil(((performance.now() - began) / 1000) * rate);
}
const passed = (rate: number, asked: Promise<readonly Answer[]>): Promise<number> => through(rate, asked, ({ status }) => status === 429);
const me = (caller: Caller, headers: Record<string, string> = {}) => caller.rest('GET /v1/me', undefined, headers);

onEachDialect(
  'limits',
  (given) => {
    it('T08: a person has a burst, then what refills; the answer says what is left and when to come again', async () => {
      const [owner, editor] = [await given.tenant.as('owner'), await given.tenant.as('editor')];
      const first = await me(owner);
      expect(first.headers.get('ratelimit-policy')).toBe('"session";q=5;w=5');
      expect(first.headers.get('ratelimit')).toMatch(/^"session";r=4;t=1$/);
      const began = performance.now();
      const answers = await volley(50, () => me(owner));
      const refills = Math.ceil((performance.now() - began) / 1000);
      expect(refused(answers)).toBeGreaterThanOrEqual(40 - refills);
      const last = answers.findLast(({ status }) => status === 429)!;
      expect(last.body).toMatchObject({ code: 'rate_limited', status: 429, retryAfter: 1 });
      expect(last.headers.get('retry-after')).toBe('1');
      expect((await me(editor)).status, 'a colleague').toBe(200);
      const another = await given.tenant.as('owner');
      expect(
        await passed(
          1,
          volley(5, () => me(another)),
        ),
        'another session of the same person',
      ).toBeLessThan(3);
      await expect.poll(async () => (await me(owner)).status, { timeout: 2500 }).toBe(200);
    });

    it('T08: REST and tRPC take of the same allowance, and so do sockets, however many are opened', async () => {
      const lead = await given.tenant.as('lead');
      const stream = `project:${given.tenant.projectId}:team`;
      const lines = await Promise.all(Array.from({ length: 3 }, () => openLine(given.world.url, { token: lead.token! })));
      const asked = Promise.all(
        lines.flatMap((line) => Array.from({ length: 8 }, () => line.ask('subscribe', { stream, epoch: '', seq: 0 }))),
      );
      expect(await through(1, asked, ({ error }) => error?.code === 'rate_limited')).toBeLessThan(9);
      expect(
        await passed(
          1,
          volley(5, () => me(lead)),
        ),
      ).toBeLessThan(3);
      const trpc = Promise.all(
        Array.from({ length: 5 }, () =>
          fetch(`${given.world.url}/trpc/sessions.me`, { headers: { authorization: `Bearer ${lead.token}` } }),
        ),
      );
      expect(await through(1, trpc, ({ headers }) => headers.get('retry-after') === '1')).toBeLessThan(3);
      const opening = Promise.allSettled(Array.from({ length: 5 }, () => openLine(given.world.url, { token: lead.token! })));
      expect(await through(1, opening, ({ status }) => status === 'rejected')).toBeLessThan(3);
      const opened = await opening;
      const turnedAway = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      for (const reason of turnedAway) expect(reason).toMatchObject({ code: 'rate_limited', retryAfter: 1 });
      for (const one of opened) if (one.status === 'fulfilled') one.value.close();
      for (const line of lines) line.close();
    });

    it('T08: a key has its own; what it mints goes on', async () => {
      const session = await given.tenant.as('manager');
      const { secretKey } = await given.tenant.key.ok('POST /v1/keys', { name: 'one that floods' });
      const asked = volley(120, () => me(given.world.caller(secretKey)));
      expect(await passed(20, asked)).toBeLessThan(60);
      const answers = await asked;
      expect(answers.find(({ status }) => status === 200)!.headers.get('ratelimit-policy')).toBe('"key";q=40;w=2');
      expect((await me(session)).status).toBe(200);
      expect((await me(given.tenant.key)).status).toBe(200);
    });

    it('T08: the first burst of a key is no flood of guesses; that of a wrong one is', async () => {
      const { secretKey } = await given.tenant.key.ok('POST /v1/keys', { name: 'a back end that starts' });
      expect(refused(await volley(30, () => me(given.world.caller(secretKey))))).toBe(0);
      const wrong = given.world.caller(newSecretKey('live'));
      expect(
        await passed(
          3,
          volley(30, () => me(wrong)),
        ),
      ).toBeLessThan(10);
      await expect.poll(async () => (await me(wrong)).status, { timeout: 2500 }).toBe(401);
    });

    it('T08: what is ours but revoked, or comes from the wrong place, looks as seldom as anybody, and takes nothing from the person', async () => {
      const { key, members } = given.tenant;
      const { secretKey, id } = await key.ok('POST /v1/keys', { name: 'dismissed' });
      const dismissed = given.world.caller(secretKey);
      await expect.poll(async () => (await me(dismissed)).status, { timeout: 2500 }).toBe(200);
      const sales = await given.tenant.as('sales');
      const elsewhere = volley(30, () => me(sales, { origin: 'https://elsewhere.example' }));
      expect(await passed(3, elsewhere)).toBeLessThan(10);
      expect((await elsewhere)[0]!.body.code).toBe('origin_not_allowed');
      expect((await me(sales)).status).toBe(200);
      await key.ok(`POST /v1/keys/${id}/revoke`, {});
      expect((await me(dismissed)).body.code).toBe('token_revoked');
      expect(
        await passed(
          3,
          volley(30, () => me(dismissed)),
        ),
      ).toBeLessThan(10);
      await key.ok('POST /v1/sessions/revoke', { member: members.sales });
      expect(
        await passed(
          3,
          volley(30, () => me(sales)),
        ),
      ).toBeLessThan(10);
      expect((await me(await given.tenant.as('sales'))).status).toBe(200);
    });

    it('T08: what is written for others to read, or takes much work, has less; the vendor’s key has not', async () => {
      const viewer = await given.tenant.as('viewer');
      const parse = (caller: Caller) =>
        caller.rest('POST /v1/requirements/parse', { project: given.tenant.projectId, text: 'We need a list.' });
      const editor = await given.tenant.as('editor');
      const answers = await volley(4, () => parse(editor));
      expect(refused(answers)).toBe(2);
      expect(answers.find(({ status }) => status === 429)!.body).toMatchObject({ code: 'rate_limited', retryAfter: 30 });
      expect((await me(editor)).status).toBe(200);
      expect((await parse(viewer)).status).not.toBe(429);
      expect(refused(await volley(9, () => parse(given.tenant.key)))).toBe(0);
    });

    it('T08: 20 who guess at once: 429 within a second, hardly a look into the database, and good credentials of the same address go on', async () => {
      const { token } = await given.tenant.as('finance');
      const lookups: string[] = [];
      const deaf = hearStatements((text) => void lookups.push(text));
      const node = await given.node();
      // A key that was good here before is no guess.
      expect((await me(node.caller(given.tenant.secretKey))).status).toBe(200);
      lookups.length = 0;
      const { options } = node.portico.runtime.sequelize as unknown as { options: { logging: unknown } };
      const digests = new Set<string>();
      options.logging = (sql: string) => void lookups.push(sql);
      const guess = (): Promise<Answer> => {
        const key = newSecretKey('live');
        digests.add(createHash('sha256').update(key).digest('hex'));
        // Whatever a caller says of where it is, it is where its connection is.
        const somewhere = `203.0.113.${digests.size % 250}`;
        return me(node.caller(key), { 'x-forwarded-for': somewhere, forwarded: `for=${somewhere}`, 'x-real-ip': somewhere });
      };
      const began = performance.now();
      const answers: Answer[] = [];
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          for (let turn = 0; turn < 5; turn++) answers.push(await guess());
        }),
      );
      const seconds = (performance.now() - began) / 1000;
      options.logging = false;
      deaf();
      const looked = [...digests].filter((digest) => lookups.some((sql) => sql.includes(digest))).length;
      figure(
        'T08',
        `guesses of keys by 20 at once, ${given.dialect}`,
        digests.size,
        `${looked} looked up`,
        `${6 + Math.ceil(seconds * 3)}`,
      );
      // None at all would mean that nobody listened.
      expect(looked).toBeGreaterThan(0);
      expect(looked).toBeLessThanOrEqual(6 + Math.ceil(seconds * 3));
      expect(answers.length - refused(answers)).toBeLessThan(40 + seconds * 3);
      // One or two are let through again if these took a while.
      for (const nobody of ['nonsense', null])
        expect(
          await passed(
            3,
            volley(5, () => me(node.caller(nobody))),
          ),
        ).toBeLessThan(3);
      expect(answers.find(({ status }) => status === 429)!.body).toMatchObject({ code: 'rate_limited' });
      expect((await me(node.caller(token))).status).toBe(200);
      expect((await me(node.caller(given.tenant.secretKey))).status).toBe(200);
    });
  },
  { RATE_LIMITS: rates },
);

onEachDialect(
  'limits behind a proxy',
  (given) => {
    it('T08: an address is what the last proxy says, and not what stands further left', async () => {
      const guess = (forwarded: string) => me(given.world.caller('nonsense'), { 'x-forwarded-for': forwarded });
      const flood = async (forwarded: (turn: number) => string): Promise<number> => {
        const answers: Answer[] = [];
        for (let turn = 0; turn < 12; turn++) answers.push(await guess(forwarded(turn)));
        return refused(answers);
      };
      expect(await flood((turn) => `203.0.113.${turn}, 198.51.100.7`)).toBeGreaterThan(3);
      expect((await guess('198.51.100.8')).status).toBe(401);
      expect(await flood((turn) => `198.51.101.${turn}`)).toBe(0);
      // A machine has a whole network of these.
      expect(await flood((turn) => `2001:db8:1:2::${turn + 1}`)).toBeGreaterThan(3);
      expect((await guess('2001:db8:1:3::1')).status).toBe(401);
    });
  },
  { RATE_LIMITS: 'address=1', TRUST_PROXY: '1' },
);

it('T08: an address has one spelling, and nothing that is no address is believed', () => {
  const from = (remoteAddress: string, forwarded: string | undefined, hops: number) =>
    addressOf({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as never, hops);
  expect(from('::ffff:198.51.100.7', '203.0.113.1', 0)).toBe('198.51.100.7');
  expect(from('10.0.0.1', '203.0.113.1, ::ffff:198.51.100.7', 1)).toBe('198.51.100.7');
  expect(from('10.0.0.1', '203.0.113.1, 198.51.100.7', 2)).toBe('203.0.113.1');
  expect(from('10.0.0.1', '198.51.100.7', 2)).toBe('10.0.0.1');
  expect(from('10.0.0.1', 'unknown', 1)).toBe('10.0.0.1');
  expect(from('10.0.0.1', undefined, 1)).toBe('10.0.0.1');
  expect(from('2001:db8:1:2:3:4:5:6', undefined, 0)).toBe('2001:db8:1:2::');
});

it('T08: remembers so many callers and no more, and forgets those who were quiet for longest', () => {
  const limits = createLimits({ key: 0, session: 0, address: 1, person: 0 });
  const guesses = (address: string): number => {
    for (let count = 0; ; count++) {
      try {
        limits.stranger(address);
      } catch {
        return count;
      }
    }
  };
  expect(guesses('192.0.2.1')).toBe(2);
  for (let at = 0; at < 50_000; at++) limits.stranger(`10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`);
  expect(guesses('10.0.195.79')).toBeLessThan(2);
  expect(guesses('192.0.2.1')).toBe(2);
});

onEachDialect('limits of several nodes', (given) => {
  const allowance = { RATE_LIMITS: 'session=2' };
  /** Calls that pass before the first is refused. */
  async function passes(caller: Caller): Promise<number> {
    for (let count = 0; count < 100; count++) {
      if ((await me(caller)).status === 429) return count;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    return 100;
  }

  it.skipIf(redisUrl() === null)('T08: share one allowance where they have a Redis', async () => {
    const [a, b] = [await given.node({ ...allowance, REDIS_URL: redisUrl()! }), await given.node({ ...allowance, REDIS_URL: redisUrl()! })];
    for (const { url } of [a, b])
      await expect
        .poll(async () => ((await (await fetch(`${url}/readyz`)).json()) as { note?: string }).note, { timeout: 5000 })
        .toBeUndefined();
    const { token } = await given.tenant.as('owner');
    expect(refused(await volley(14, () => me(a.caller(token))))).toBeGreaterThan(0);
    expect(await passes(b.caller(token))).toBeLessThan(7);
  });

  it('T08: hold on each of them while Redis is away', async () => {
    const alone = await given.node({ ...allowance, REDIS_URL: 'redis://127.0.0.1:9' });
    const { token } = await given.tenant.as('editor');
    expect(refused(await volley(20, () => me(alone.caller(token))))).toBeGreaterThan(7);
  });
});
