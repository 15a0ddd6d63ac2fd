import { expect, it } from 'vitest';
import type { Committed } from '../feed/append.ts';
import { openLine, until } from '../testing/line.ts';
import { onEachDialect } from '../testing/suite.ts';
import { framesOf } from './packet.ts';

/** Text of each frame, read as a browser reads it. */
function read(frames: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < frames.length;) {
    expect(frames[at]).toBe(0x81);
    const short = frames[at + 1]!;
    const [length, head] =
      short < 126 ? [short, 2] : short === 126 ? [frames.readUInt16BE(at + 2), 4] : [Number(frames.readBigUInt64BE(at + 2)), 10];
    texts.push(frames.subarray(at + head, at + head + length).toString());
    at += head + length;
  }
  return texts;
}

it('frames of every length are whole, one behind the other', () => {
  const texts = [1, 105, 106, 107, 300, 65_000, 65_525, 65_530, 70_000].map((length) => JSON.stringify('里'.padEnd(length, 'x')));
  expect(read(framesOf(texts))).toEqual(texts.map((text) => `42["event",${text}]`));
});

onEachDialect('packets', (given) => {
  const follow = async (stream: string, token: string) => {
    const line = await openLine(given.world.url, { token });
    return { line, missed: await line.ask('subscribe', { stream, epoch: '', seq: 0 }) };
  };

  it('what is committed at the same moment is written to a socket at once, and is so many events, the same that the feed has', async () => {
    const stream = `project:${given.tenant.projectId}:team`;
    const { token } = await given.tenant.as('manager');
    const { line, missed } = await follow(stream, token!);
    const engine = line.socket.io.engine as unknown as { transport: { ws: { _socket: { on(name: 'data', hear: () => void): void } } } };
    let chunks = 0;
    engine.transport.ws._socket.on('data', () => void chunks++);
    const projectId = given.tenant.projectId;
    await given.tenant.key.ok('POST /v1/tasks', { projectId, name: 'first' });
    await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        given.tenant.key.ok(`PATCH /v1/milestones/${given.tenant.milestoneIds[index % 3]}`, { note: `n${index}` }),
      ),
    );
    const { events } = await given.tenant.key.ok(`GET /v1/feed?stream=${stream}&epoch=${missed.epoch}&seq=${missed.head}`);
    await until(() => line.events.length >= events.length);
    expect(line.events).toEqual(events);
    // Who comes back is answered with the same.
    const again = await follow(stream, token!);
    expect(again.missed.events.slice(missed.events.length)).toEqual(events);
    expect(chunks).toBeLessThanOrEqual(events.length);
    for (const each of [line, again.line]) each.close();
  });

  it('T14: who does not read is cut off when a megabyte waits for it, and nobody else notices', async () => {
    const tenant = await given.world.tenant('slow');
    const stream = `project:${tenant.projectId}:team`;
    const { token } = await tenant.as('manager');
    const [slow, quick] = [await follow(stream, token!), await follow(stream, token!)];
    const { runtime } = given.world.portico;
    const io = given.world.portico.io!;
    const engine = slow.line.socket.io.engine as unknown as { transport: { ws: { _socket: { pause(): void } } } };
    engine.transport.ws._socket.pause();
    const open = io.sockets.sockets.size;
    const [last] = slow.missed.events.slice(-1);
    const data = JSON.stringify({ id: last.id, text: 'x'.repeat(60_000) });
    let { head: seq } = slow.missed;
    const tell = (): void => {
      const event: Committed = { ...last, workspaceId: tenant.workspaceId, actor: JSON.stringify(last.actor), data, seq: ++seq };
      for (const listener of runtime.committed) listener([event]);
    };
    for (let told = 0; told < 400 && io.sockets.sockets.size === open; told++) {
      tell();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(io.sockets.sockets.size).toBe(open - 1);
    console.log(`T14: cut after ${seq - slow.missed.head} events of 60 kB, ${runtime.sequelize.getDialect()}`);
    await until(() => quick.line.events.length === seq - slow.missed.head, 10_000);
    expect(quick.line.events.map((event) => event.seq)).toEqual(quick.line.events.map((_, index) => slow.missed.head + 1 + index));
    for (const { line } of [slow, quick]) line.close();
  });

  it('a server that stops says over which time its pages should come back', async () => {
    const node = await given.node();
    const { token } = await given.tenant.as('manager');
    const line = await openLine(node.url, { token });
    const advised = new Promise<{ spread: number }>((resolve) => line.socket.on('server:stopping', resolve));
    await node.portico.stop();
    expect((await advised).spread).toBeGreaterThan(0);
    await line.ended;
  });

  // What a socket is sent is no matter of the dialect.
  if (given.dialect !== 'SQLite') return;
  it('T14: who was cut off with megabytes to come is back at once and has everything, each once, as it stands in the feed', async () => {
    const tenant = await given.world.tenant('slow-and-back');
    const stream = `project:${tenant.projectId}:team`;
    const { token } = await tenant.as('manager');
    const { line, missed } = await follow(stream, token!);
    const engine = line.socket.io.engine as unknown as { transport: { ws: { _socket: { pause(): void } } } };
    engine.transport.ws._socket.pause();
    const { sockets } = given.world.portico.io!.sockets;
    const open = sockets.size;
    // As an import appends them: a hundred of 60 kB, rung by the next look.
    const { sequelize } = given.world.portico.runtime;
    const columns = 'workspaceId, epoch, type, entity, entityId, rev, actor, at, dataHash, hash';
    const head = missed.head + 100;
    const data = JSON.stringify({ id: missed.events[0].id, text: 'x'.repeat(60_000) });
    await given.world.portico.runtime.writer(() =>
      sequelize.transaction(async (transaction) => {
        for (let seq = missed.head + 1; seq <= head; seq++)
          await sequelize.query(
            `INSERT INTO feed (stream, seq, data, ${columns}) SELECT stream, ${seq}, ?, ${columns} FROM feed WHERE stream = ? AND seq = 1`,
            { replacements: [data, stream], transaction },
          );
        await sequelize.query('UPDATE streams SET seq = ? WHERE stream = ?', { replacements: [head, stream], transaction });
      }),
    );
    await until(() => sockets.size === open - 1);
    line.close();
    const back = await openLine(given.world.url, { token, subscriptions: [{ stream, epoch: missed.epoch, seq: missed.head }] });
    await until(() => back.subscribed.length > 0);
    let [answer] = back.subscribed;
    // By a slow line it must not take so long that what is told live meanwhile waits with it, beyond a megabyte.
    expect(JSON.stringify(answer).length).toBeLessThan(300_000);
    const events = [...answer.events];
    for (; answer.more; events.push(...answer.events))
      answer = await back.ask('subscribe', { stream, epoch: missed.epoch, seq: events.at(-1).seq });
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, index) => missed.head + 1 + index));
    expect(events).toEqual((await tenant.key.ok(`GET /v1/feed?stream=${stream}&epoch=${missed.epoch}&seq=${missed.head}`)).events);
    await tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { note: 'live again' });
    await until(() => back.events.length === 1);
    expect(back.events).toMatchObject([{ seq: head + 1, data: { note: 'live again' } }]);
    back.close();
  });
});
