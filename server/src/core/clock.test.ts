/** T24: clocks that are wrong or jump. Order is by `seq`, what was taken away stays away, and nothing is done twice. */
import { QueryTypes } from 'sequelize';
import { expect, it } from 'vitest';
import { verifyChain } from '../feed/verify.ts';
import { keepMark } from '../jobs/mark.ts';
import { onEachDialect } from '../testing/suite.ts';
import { signSession } from './auth/session.ts';
import { movableClock, today } from './clock.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

onEachDialect('clocks', (given) => {
  /** Runs with the clock moved by so much, then puts it back. */
  async function moved<T>(milliseconds: number, run: () => Promise<T>): Promise<T> {
    const { clock } = given.world;
    const now = clock.now();
    clock.set(now + milliseconds);
    try {
      return await run();
    } finally {
      clock.set(now);
    }
  }

  it('T24: events stand in the order in which they were made, whatever the clock said: back an hour, on by a month, over the change to summer time', async () => {
    const { key, projectId, milestoneIds } = given.tenant;
    const stream = `project:${projectId}:team`;
    const jumps = [0, -hour, 30 * day, -30 * day, Date.parse('2027-03-28T00:59:59.999Z') - given.world.clock.now(), 0];
    const { head, epoch } = await key.ok(`GET /v1/feed?stream=${stream}&epoch=&seq=0&limit=1`);
    for (const [at, jump] of jumps.entries())
      await moved(jump, () => key.ok(`PATCH /v1/milestones/${milestoneIds[0]}`, { progress: at + 1 }));
    const { events } = await key.ok(`GET /v1/feed?stream=${stream}&epoch=${epoch}&seq=${head}`);
    expect(events.map(({ seq, data }: { seq: number; data: { progress: number } }) => [seq - head, data.progress])).toEqual(
      jumps.map((_, at) => [at + 1, at + 1]),
    );
    expect((await key.ok(`GET /v1/milestones/${milestoneIds[0]}`)).progress).toBe(jumps.length);
    expect((await verifyChain(given.world.portico.runtime)).broken).toEqual([]);
  });

  it('T24: a session ends with its last second and not before, and what has ended stays so wherever the clock is set', async () => {
    const { key, contacts } = given.tenant;
    const { clock } = given.world;
    const mint = () => key.ok('POST /v1/sessions', { contact: contacts.owner, ttl: 300 });
    const me = async (token: string) => (await given.world.caller(token).rest('GET /v1/me')).body.code ?? 'good';
    const { token, expiresAt } = await mint();
    const at = (jump: number) => moved(jump, () => me(token));
    // While it lasts it is good wherever the clock is set back to.
    expect([await at(0), await at(-hour), await at(-30 * day)]).toEqual(['good', 'good', 'good']);
    clock.advance(Date.parse(expiresAt) - clock.now() - 1);
    expect(await at(0)).toBe('good');
    clock.advance(2000);
    for (const jump of [0, -4 * minute, -hour, -30 * day]) expect(await at(jump), `set by ${jump}`).toBe('token_expired');
    // Set on by months and back again: what it ended has ended, and nobody has to wait as long for a new one.
    const [before, after] = [await mint(), await moved(400 * day, mint)];
    expect([await me(before.token), await me(after.token)]).toEqual(['token_expired', 'good']);
    const fresh = await mint();
    expect(await me(fresh.token)).toBe('good');
    expect(Math.round((Date.parse(fresh.expiresAt) - clock.now()) / 1000)).toBeGreaterThanOrEqual(298);
    clock.advance(301_000);
    expect([await me(fresh.token), await me(after.token)]).toEqual(['token_expired', 'token_expired']);
    // Taken away is taken away.
    const revoked = (await mint()).token;
    await key.ok('POST /v1/sessions/revoke', { contact: contacts.owner });
    for (const jump of [0, -hour, 30 * day, -30 * day])
      expect(await moved(jump, () => me(revoked)), `set by ${jump}`).toMatch(/^token_(?:revoked|expired)$/);
    const minted = await key.ok('POST /v1/keys', { name: 'short' });
    await key.ok(`POST /v1/keys/${minted.id}/revoke`, {});
    for (const jump of [-hour, 30 * day]) expect(await moved(jump, () => me(minted.secretKey))).toBe('token_revoked');
  });

  it('T24: a node that was set back while it was stopped, and one whose clock is behind, honour nothing that had ended', async () => {
    const { key, contacts } = given.tenant;
    const { token } = await key.ok('POST /v1/sessions', { contact: contacts.owner, ttl: 60 });
    given.world.clock.advance(61_000);
    // (What a node puts forward every quarter of a minute.)
    await keepMark(given.world.portico.runtime).then((mark) => mark.stop());
    const late = await given.node({}, given.world.clock.now() - hour);
    const me = async (of: string, world = late) => (await world.caller(of).rest('GET /v1/me')).body.code ?? 'good';
    expect(await me(token)).toBe('token_expired');
    const { token: fresh } = await given.world
      .caller(given.tenant.secretKey, late.url)
      .ok('POST /v1/sessions', { contact: contacts.owner });
    expect([await me(fresh), await me(fresh, given.world)]).toEqual(['good', 'good']);
  });

  it('T24: the clocks of nodes may be four minutes apart and not six: what is minted further ahead would live for too long', async () => {
    const { runtime } = given.world.portico;
    const { token } = await given.tenant.key.ok('POST /v1/sessions', { contact: given.tenant.contacts.owner });
    const claims = JSON.parse(Buffer.from((token as string).split('.')[1]!, 'base64url').toString());
    const ahead = async (by: number) => {
      const steady = { ...runtime.steady, now: () => runtime.steady.now() + by };
      const { token: other } = await signSession({ ...runtime, steady }, claims, 600);
      return (await given.world.caller(other).rest('GET /v1/me')).body.code ?? 'good';
    };
    expect([await ahead(4 * minute), await ahead(-4 * minute)]).toEqual(['good', 'good']);
    expect([await ahead(6 * minute), await ahead(30 * day)]).toEqual(['token_invalid', 'token_invalid']);
  });

  it('T24: a device may be four minutes ahead and not six, and what it says is never the future', async () => {
    const { projectId } = given.tenant;
    const editor = await given.tenant.as('editor');
    const now = given.world.clock.now();
    const submit = (ahead: number) =>
      editor.rest('POST /v1/change-requests', {
        project: projectId,
        title: 'More',
        description: 'of it',
        category: 'scope',
        at: new Date(now + ahead).toISOString(),
      });
    const [early, late] = [await submit(4 * minute), await submit(6 * minute)];
    expect([early.status, late.status, late.body.errors]).toEqual([
      201,
      400,
      [{ path: 'at', message: 'is in the future; check the clock of the device' }],
    ]);
    expect(early.body.trail[0].at).toBe(new Date(now).toISOString());
  });

  it('T24: what is done by the hour is done once an hour, although the clock goes over the same hour again', async () => {
    const { portico } = given.world;
    const scheduled = async (): Promise<string[]> =>
      (
        await portico.runtime.sequelize.query<{ name: string }>(
          "SELECT `key` AS name FROM jobs WHERE `key` LIKE 'every:%' ORDER BY `key`",
          {
            type: QueryTypes.SELECT,
          },
        )
      ).map(({ name }) => name.split(':').slice(0, 3).join(':'));
    await moved(hour, () => portico.drain());
    const before = await scheduled();
    expect(before.length).toBeGreaterThan(0);
    for (const jump of [-hour, 0, hour]) await moved(jump, () => portico.drain());
    const after = await scheduled();
    expect(new Set(after).size).toBe(after.length);
    expect(before.every((name) => after.includes(name))).toBe(true);
  });
});

it('T24: a day is the project’s own, over the change of the clocks too', () => {
  const clock = movableClock(0);
  for (const [instant, zone, date] of [
    ['2027-03-27T23:30:00Z', 'Europe/Berlin', '2027-03-28'],
    ['2027-03-28T21:59:59Z', 'Europe/Berlin', '2027-03-28'],
    ['2027-03-28T22:00:00Z', 'Europe/Berlin', '2027-03-29'],
    ['2027-10-30T22:30:00Z', 'Europe/Berlin', '2027-10-31'],
    ['2027-10-31T23:00:00Z', 'Europe/Berlin', '2027-11-01'],
    ['2027-03-28T16:00:00Z', 'Asia/Shanghai', '2027-03-29'],
  ] as const) {
    clock.set(Date.parse(instant));
    expect(today(clock, zone), `${instant} in ${zone}`).toBe(date);
  }
});
