import { afterEach, expect, it } from 'vitest';
import { openLine, until, type Line } from '../testing/line.ts';
import { onEachDialect } from '../testing/suite.ts';

onEachDialect('the bell', (given) => {
  const lines: Line[] = [];
  afterEach(() => {
    for (const line of lines.splice(0)) line.close();
  });
  const team = () => `project:${given.tenant.projectId}:team`;
  let epoch = '';
  const follow = async (seq = 0) => {
    const line = await openLine(given.world.url, { token: (await given.tenant.as('manager')).token });
    lines.push(line);
    const missed = await line.ask('subscribe', { stream: team(), epoch: seq === 0 ? '' : epoch, seq });
    ({ epoch } = missed);
    return { line, missed };
  };
  const touch = (by: { key: { ok: (call: string, body: unknown) => Promise<unknown> } }, note: string) =>
    by.key.ok(`PATCH /v1/milestones/${given.tenant.milestoneIds[0]}`, { note });

  it('rings what another process has committed within two seconds, with no Redis and no word from it; each event once', async () => {
    const { line, missed } = await follow();
    const other = await given.node();
    const key = other.caller(given.tenant.secretKey);
    await touch({ key }, 'from afar');
    expect(await until(() => line.events.length > 0)).toBeLessThan(2000);
    await touch({ key }, 'again');
    await touch(given.tenant, 'from here');
    // What is committed here brings what stands before it along.
    expect(await until(() => line.events.length === 3)).toBeLessThan(700);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(line.events.map(({ seq }) => seq)).toEqual([1, 2, 3].map((more) => missed.head + more));
    expect(line.events.find(({ seq }) => seq === missed.head + 1)).toMatchObject({
      stream: team(),
      epoch: missed.epoch,
      data: { note: 'from afar' },
    });
  });

  it('rings for a process that died between commit and ring', async () => {
    const { line, missed } = await follow();
    const other = await given.node();
    other.portico.runtime.committed.clear();
    await touch({ key: other.caller(given.tenant.secretKey) }, 'last words');
    expect(await until(() => line.events.length > 0)).toBeLessThan(2000);
    expect(line.events).toMatchObject([{ seq: missed.head + 1, data: { note: 'last words' } }]);
  });

  it('does not ring what went by while nobody was there: who comes back is answered with it', async () => {
    const { line, missed } = await follow();
    await touch(given.tenant, 'before');
    await until(() => line.events.length === 1);
    line.close();
    const { sockets } = given.world.portico.io!.sockets;
    await until(() => sockets.size === 0);
    for (const note of ['one', 'two', 'three']) await touch(given.tenant, note);
    const back = await follow(missed.head);
    expect(back.missed.events).toHaveLength(4);
    // By then everything has been looked for.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(back.line.events).toEqual([]);
    await touch(given.tenant, 'four');
    await until(() => back.line.events.length === 1);
    expect(back.line.events).toMatchObject([{ seq: missed.head + 5, data: { note: 'four' } }]);
  });

  it('after more than it rings at once a client sees the gap and is answered with it', async () => {
    const { line, missed } = await follow();
    const other = await given.node();
    const { sequelize } = other.portico.runtime;
    // As an import appends them: many, in one transaction, by a process without sockets.
    await sequelize.transaction(async (transaction) => {
      const columns = 'workspaceId, epoch, type, entity, entityId, rev, actor, at, data, dataHash, hash';
      const copies = Array.from({ length: 450 }, (_, index) => missed.head + 1 + index);
      for (const seq of copies) {
        await sequelize.query(
          `INSERT INTO feed (stream, seq, ${columns}) SELECT stream, ${seq}, ${columns} FROM feed WHERE stream = ? AND seq = 1`,
          { replacements: [team()], transaction },
        );
      }
      await sequelize.query('UPDATE streams SET seq = ? WHERE stream = ?', { replacements: [copies.at(-1), team()], transaction });
    });
    await until(() => line.events.some(({ seq }) => seq === missed.head + 450));
    expect(line.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, index) => missed.head + 251 + index));
    const rest: number[] = [];
    for (let more = true; more;) {
      const answer = await line.ask('subscribe', { stream: team(), epoch: missed.epoch, seq: missed.head + rest.length });
      expect(answer.head).toBe(missed.head + 450);
      rest.push(...answer.events.map(({ seq }: { seq: number }) => seq));
      ({ more } = answer);
    }
    expect(rest).toEqual(Array.from({ length: 450 }, (_, index) => missed.head + 1 + index));
  });

  it('asks the database once a second, however many sockets follow, and for nothing where none does', async () => {
    const { options } = given.world.portico.runtime.sequelize as unknown as { options: { logging: false | ((sql: string) => void) } };
    const asked: string[] = [];
    const count = async (): Promise<number> => {
      asked.length = 0;
      options.logging = (sql) => void (/FROM streams|FROM feed/.test(sql) && asked.push(sql));
      await new Promise((resolve) => setTimeout(resolve, 3100));
      options.logging = false;
      return asked.length;
    };
    for (let index = 0; index < 6; index++) await follow();
    expect(await count()).toBeLessThanOrEqual(4);
    expect(asked.length).toBeGreaterThanOrEqual(2);
    for (const line of lines.splice(0)) line.close();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await count()).toBe(0);
  });
});
