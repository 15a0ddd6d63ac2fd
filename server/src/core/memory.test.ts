/** Commands that are carried out on what their node remembers: nobody can tell, but by the packets that go to the database. */
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { modelOf } from '../db/table.ts';
import { verifyChain } from '../feed/verify.ts';
import { MilestoneTable } from '../modules/milestones/index.ts';
import { onEachDialect } from '../testing/suite.ts';
import { createRandom, seed } from '../testing/random.ts';
import type { World } from '../testing/world.ts';

onEachDialect(`commands from memory (SEED=${seed})`, (given) => {
  let node: World;
  beforeEach(async () => {
    node ??= await given.node();
  });
  const address = () => `/v1/milestones/${given.tenant.milestoneIds[0]}`;
  const at = (world: World) => world.caller(given.tenant.secretKey);
  const guessed = (world: World) => {
    const { memory } = world.portico.runtime;
    const counted = { guesses: 0, wrong: 0 };
    const { guess, forget } = memory;
    memory.guess = (...asked) => {
      const found = guess(...asked);
      if (found) counted.guesses++;
      return found;
    };
    memory.forget = (...asked) => {
      counted.wrong++;
      forget(...asked);
    };
    return counted;
  };

  it('are as many as one node changes one row again and again, and each is answered as it stands', async () => {
    const counted = guessed(node);
    for (let nth = 0; nth < 8; nth++) {
      const { rev } = await at(node).ok(`GET ${address()}`);
      const changed = await at(node).ok(`PATCH ${address()}`, { note: `note ${nth}`, progress: nth });
      expect(changed).toMatchObject({ rev: rev + 1, note: `note ${nth}`, progress: nth });
      expect(await at(node).ok(`GET ${address()}`)).toEqual(changed);
    }
    // The first finds where the streams stand, the second that nobody else moves them.
    expect(counted).toEqual({ guesses: given.dialect === 'SQLite' ? 0 : 6, wrong: 0 });
  });

  it('see what another node has written meanwhile', async () => {
    for (let nth = 0; nth < 4; nth++) await at(node).ok(`PATCH ${address()}`, { note: `here ${nth}` });
    await at(given.world).ok(`PATCH ${address()}`, { reason: 'there', progress: 77 });
    expect(await at(node).ok(`PATCH ${address()}`, { note: 'here again' })).toMatchObject({
      note: 'here again',
      reason: 'there',
      progress: 77,
    });
  });

  it('see what somebody has changed in the database by hand', async () => {
    for (let nth = 0; nth < 4; nth++) await at(node).ok(`PATCH ${address()}`, { note: `by us ${nth}` });
    await modelOf(node.portico.runtime.sequelize, MilestoneTable).update(
      { reason: 'by hand' },
      { where: { workspaceId: given.tenant.workspaceId, id: given.tenant.milestoneIds[0] } },
    );
    expect(await at(node).ok(`PATCH ${address()}`, { note: 'by us again' })).toMatchObject({ note: 'by us again', reason: 'by hand' });
  });

  it('are done once by their Idempotency-Key, and told apart from others with it', async () => {
    for (let nth = 0; nth < 4; nth++) await at(node).ok(`PATCH ${address()}`, { note: `again ${nth}` });
    const key = { 'idempotency-key': randomUUID() };
    const first = await at(node).rest(`PATCH ${address()}`, { note: 'once' }, key);
    await at(node).ok(`PATCH ${address()}`, { note: 'between' });
    const again = await at(node).rest(`PATCH ${address()}`, { note: 'once' }, key);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await at(node).rest(`PATCH ${address()}`, { note: 'other' }, key)).body).toMatchObject({ code: 'idempotency_mismatch' });
    expect((await at(node).ok(`GET ${address()}`)).note).toBe('between');
  });

  it('refuse what is refused, by the row as it is', async () => {
    for (let nth = 0; nth < 4; nth++) await at(node).ok(`PATCH ${address()}`, { note: `refuse ${nth}` });
    expect((await at(node).rest(`PATCH ${address()}`, { note: 'late', rev: 1 })).body).toMatchObject({ code: 'conflict' });
    const { id } = await at(given.world).ok('POST /v1/milestones', { stageId: given.tenant.stageIds[0], name: 'short-lived' });
    for (let nth = 0; nth < 4; nth++) await at(node).ok(`PATCH /v1/milestones/${id}`, { note: `short ${nth}` });
    await at(given.world).ok(`DELETE /v1/milestones/${id}`);
    expect((await at(node).rest(`PATCH /v1/milestones/${id}`, { note: 'too late' })).status).toBe(404);
  });

  it('of two nodes in any order lose nothing, and every stream is dense and its chain holds', async () => {
    const random = createRandom(seed);
    const fields = ['note', 'reason'] as const;
    const last: Partial<Record<(typeof fields)[number], string>> = {};
    for (let nth = 0; nth < 60; nth++) {
      // Mostly the same one, so that it comes to rely on what it remembers.
      const world = random.pick([node, node, node, node, given.world]);
      const field = random.pick([...fields]);
      last[field] = `${nth}`;
      expect(await at(world).ok(`PATCH ${address()}`, { [field]: `${nth}` })).toMatchObject(last);
    }
    const several = Array.from({ length: 24 }, (_, nth) =>
      at(nth % 3 === 0 ? given.world : node).ok(`PATCH ${address()}`, { progress: nth }),
    );
    const revs = (await Promise.all(several)).map(({ rev }) => rev as number).toSorted((a, b) => a - b);
    expect(new Set(revs).size).toBe(24);
    expect(await at(given.world).ok(`GET ${address()}`)).toMatchObject({ ...last, rev: revs.at(-1) });
    expect((await verifyChain(node.portico.runtime)).broken).toEqual([]);
  });
});
