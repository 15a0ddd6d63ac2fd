import { QueryTypes } from 'sequelize';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../feed/verify.ts';
import { openLine, until } from '../testing/line.ts';
import { onEachDialect } from '../testing/suite.ts';
import { MilestoneTable } from '../modules/milestones/index.ts';
import { projectStreams } from '../feed/streams.ts';
import { record } from '../feed/append.ts';
import { transact } from './command.ts';
import { problem } from './errors.ts';
import { repo } from './repo.ts';
import { systemScope } from './scope.ts';
import { partsOf, type Command } from './together.ts';

/** Numbers from 0 to 1, the same each time. */
function walk(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

onEachDialect('commands', (given) => {
  const rows = <T extends object>(sql: string, ...replacements: unknown[]) =>
    given.world.portico.runtime.sequelize.query<T>(sql, { replacements, type: QueryTypes.SELECT });
  const dense = async (stream: string): Promise<number> => {
    const seqs = (await rows<{ seq: number }>('SELECT seq FROM feed WHERE stream = ? ORDER BY seq', stream)).map(({ seq }) => Number(seq));
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    return seqs.length;
  };
  const project = async (): Promise<{ id: string; milestones: string[] }> => {
    const { key, clientId, members } = given.tenant;
    const { id } = await key.ok('POST /v1/projects', { clientId, name: 'busy' });
    const stage = await key.ok('POST /v1/stages', { projectId: id, name: 'one' });
    const make = (name: string) => key.ok('POST /v1/milestones', { stageId: stage.id, name, ownerId: members.lead });
    return { id, milestones: [(await make('a')).id, (await make('b')).id] };
  };

  it('T15: takes 60 commands at once on one project: none is lost, none fails, every stream is dense and its chain holds', async () => {
    const { id, milestones } = await project();
    const before = await dense(`project:${id}:team`);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        given.tenant.key.rest(
          `PATCH /v1/milestones/${milestones[index % 2]}`,
          index % 3 === 0 ? { note: `n${index}`, ownerId: given.tenant.members.manager } : { note: `n${index}` },
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await dense(`project:${id}:team`)).toBe(before + 60);
    const revs = answers.map(({ body }) => `${body.id} ${body.rev}`);
    expect(new Set(revs).size).toBe(60);
    expect((await verifyChain(given.world.portico.runtime)).broken).toEqual([]);
  });

  it('is run again on the row as it is now when somebody else wrote it between load and write, and gives up as busy', async () => {
    const { id, milestones } = await project();
    const scope = systemScope(given.world.portico.runtime, given.tenant.workspaceId);
    const before = await dense(`project:${id}:team`);
    const note = (moves: number) => {
      let runs = 0;
      return transact(scope, projectStreams(id), async (inner) => {
        const row = (await repo(inner, MilestoneTable).find(milestones[0]!))!;
        if (++runs <= moves) await inner.tx!.line.write({ sql: 'UPDATE milestones SET rev = rev + 1 WHERE id = ?', values: [row.id] });
        const next = await repo(inner, MilestoneTable).update(row, { note: `run ${runs}` });
        record(inner, 'milestone.updated', MilestoneTable, next, row);
        return next.note;
      });
    };
    expect(await note(1)).toBe('run 2');
    await expect(note(100)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await dense(`project:${id}:team`)).toBe(before + 1);
  });

  it('commits together what arrives together: each keeps its own answer, and one that fails takes nobody along', async () => {
    const { id, milestones } = await project();
    const { runtime } = given.world.portico;
    const before = await dense(`project:${id}:team`);
    let groups = 0;
    const counted = (events: readonly { stream: string }[]) => void (groups += events.some(({ stream }) => stream.includes(id)) ? 1 : 0);
    runtime.committed.add(counted);
    const note = (text: string, fails = '') =>
      transact(systemScope(runtime, given.tenant.workspaceId), projectStreams(id), async (scope) => {
        const row = await repo(scope, MilestoneTable).get(milestones[0]!);
        if (fails === 'before') throw problem('conflict', `not ${text}`);
        const next = await repo(scope, MilestoneTable).update(row, { note: text });
        record(scope, 'milestone.updated', MilestoneTable, next, row);
        if (fails === 'after') throw problem('conflict', `not ${text}`);
        if (fails === 'badly') throw new Error(`broken ${text}`);
        return next.note;
      });
    const all = Array.from({ length: 12 }, (_, index) => `n${index}`);
    expect(await Promise.all(all.map((text) => note(text)))).toEqual(all);
    expect(groups).toBeLessThan(4);
    const refused = await Promise.allSettled(all.map((text, index) => note(text, index === 5 ? 'before' : '')));
    expect(refused.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual(
      all.map((text, index) => (index === 5 ? 'not n5' : text)),
    );
    expect(groups).toBeLessThan(8);
    const mixed = await Promise.allSettled(all.map((text, index) => note(text, { 3: 'after', 7: 'badly' }[index])));
    expect(mixed.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual(
      all.map((text, index) => ({ 3: 'not n3', 7: 'broken n7' })[index] ?? text),
    );
    runtime.committed.delete(counted);
    expect(await dense(`project:${id}:team`)).toBe(before + 12 + 11 + 10);
    expect((await verifyChain(runtime)).broken).toEqual([]);
  });

  it('finds out that what it remembers of a row is wrong, and looks again', async () => {
    const [one, other] = [await project(), await project()];
    const { runtime } = given.world.portico;
    runtime.owners.set(`${given.tenant.workspaceId} ${one.milestones[0]}`, other.id);
    expect(await given.tenant.key.ok(`PATCH /v1/milestones/${one.milestones[0]}`, { note: 'found' })).toMatchObject({ note: 'found' });
    expect(runtime.owners.get(`${given.tenant.workspaceId} ${one.milestones[0]}`)).toBe(one.id);
  });

  it('takes commands at once on several projects that share the stream of the workspace', async () => {
    const projects = [await project(), await project(), await project()];
    const before = await dense(`workspace:${given.tenant.workspaceId}`);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const { id, milestones } = projects[index % 3]!;
        return index % 2 === 0
          ? given.tenant.key.rest(`PATCH /v1/projects/${id}`, { name: `name ${index}` })
          : given.tenant.key.rest(`PATCH /v1/milestones/${milestones[0]}`, {
              note: `note ${index}`,
              ownerId: index % 4 === 1 ? given.tenant.members.lead : given.tenant.members.admin,
            });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await dense(`workspace:${given.tenant.workspaceId}`)).toBe(before + 30);
    for (const { id } of projects) await dense(`project:${id}:client`);
    expect((await verifyChain(given.world.portico.runtime)).broken).toEqual([]);
  });

  describe('on several projects at once', () => {
    /** Changes the note of one milestone, and fails where it is told to. */
    const change = (of: { id: string; milestones: string[] }, text: string, fails = '', workspaceId = given.tenant.workspaceId) =>
      transact(systemScope(given.world.portico.runtime, workspaceId), projectStreams(of.id), async (scope) => {
        runs++;
        const row = await repo(scope, MilestoneTable).get(of.milestones[0]!);
        if (fails === 'before') throw problem('conflict', `not ${text}`);
        const next = await repo(scope, MilestoneTable).update(row, { note: text });
        record(scope, 'milestone.updated', MilestoneTable, next, row);
        if (fails === 'after') throw new Error(`broken ${text}`);
        if (fails === 'read') await repo(scope, MilestoneTable).get(of.milestones[1]!);
        if (fails === 'read') throw new Error(`broken ${text}`);
        return next.note;
      });
    let runs = 0;
    let groups: string[][] = [];
    const watch = (events: readonly { workspaceId: string }[]) =>
      void groups.push([...new Set(events.map(({ workspaceId }) => workspaceId))]);
    const said = (all: readonly PromiseSettledResult<unknown>[]) =>
      all.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message));
    let projects: { id: string; milestones: string[] }[];
    beforeAll(async () => {
      projects = [];
      for (let nth = 0; nth < 8; nth++) projects.push(await project());
      given.world.portico.runtime.committed.add(watch);
    });
    beforeEach(() => {
      runs = 0;
      groups = [];
    });

    it('they share transactions, and each fails for itself', async () => {
      const before = await Promise.all(projects.map(({ id }) => dense(`project:${id}:client`)));
      const all = projects.map((_, index) => `several ${index}`);
      expect(await Promise.all(projects.map((one, index) => change(one, all[index]!)))).toEqual(all);
      expect([runs, groups.length < 6]).toEqual([8, true]);
      const refused = projects.map((one, index) => change(one, all[index]!, { 4: 'before', 6: 'after' }[index]));
      expect(said(await Promise.allSettled(refused))).toEqual(
        all.map((text, index) => ({ 4: `not ${text}`, 6: `broken ${text}` })[index] ?? text),
      );
      // Nothing of them had reached the others' transaction, which was not begun anew.
      expect(runs).toBe(16);
      const broken = projects.map((one, index) => change(one, all[index]!, { 5: 'read' }[index]));
      expect(said(await Promise.allSettled(broken))).toEqual(all.map((text, index) => (index === 5 ? `broken ${text}` : text)));
      const after = await Promise.all(projects.map(({ id }) => dense(`project:${id}:client`)));
      expect(after.map((count, index) => count - before[index]!)).toEqual([3, 3, 3, 3, 2, 2, 2, 3]);
      expect((await verifyChain(given.world.portico.runtime)).broken).toEqual([]);
    });

    it('each has its own Idempotency-Key, and one key is for one request wherever it is sent at the same moment', async () => {
      const send = (one: { milestones: string[] }, key: string) =>
        given.tenant.key.rest(`PATCH /v1/milestones/${one.milestones[0]}`, { note: 'keyed' }, { 'idempotency-key': key });
      const first = await Promise.all(projects.map((one, index) => send(one, `several ${index}`.replace(' ', '-'))));
      const again = await Promise.all(projects.map((one, index) => send(one, `several ${index}`.replace(' ', '-'))));
      expect(again.map(({ status, body }) => [status, body])).toEqual(first.map(({ body }) => [200, body]));
      expect(again.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual(projects.map(() => 'true'));
      const same = await Promise.all(projects.map((one) => send(one, 'one-for-all')));
      expect(same.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...projects.slice(1).map(() => 422)]);
    });

    it('two workspaces never share a transaction, and none is answered with what is another’s', async () => {
      const other = await given.world.tenant('elsewhere');
      const there = { id: other.projectId, milestones: other.milestoneIds };
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          index % 2 === 0 ? change(projects[index % 8]!, `here ${index}`) : change(there, `there ${index}`, '', other.workspaceId),
        ),
      );
      expect(answers).toEqual(answers.map((_, index) => `${index % 2 === 0 ? 'here' : 'there'} ${index}`));
      // Nor was one begun for both and given up.
      expect(runs).toBe(40);
      expect(groups.filter((workspaces) => workspaces.length !== 1)).toEqual([]);
      expect(new Set(groups.flat()).size).toBe(2);
      // Whoever names the other's milestone is told that there is none, in company as alone.
      const foreign = projects.map((one, index) => change(index === 3 ? { ...one, milestones: other.milestoneIds } : one, `x ${index}`));
      expect(said(await Promise.allSettled(foreign))[3]).toContain('milestone');
      expect(said(await Promise.allSettled(foreign)).filter((text) => text === `x 3`)).toEqual([]);
    });

    it('a walk over streams that overlap in every way ends, on two nodes, with every event once', async () => {
      const nodes = [given.world, given.dialect === 'SQLite' ? given.world : await given.node()];
      const before = await Promise.all(projects.map(({ id }) => dense(`project:${id}:team`)));
      const pick = walk(7);
      const expected = projects.map(() => 0);
      await Promise.all(
        Array.from({ length: 120 }, (_, nth) => {
          const some = projects.map((_, index) => index).filter(() => pick() < 0.25);
          for (const index of some) expected[index]!++;
          const streams = some.flatMap((index) => projectStreams(projects[index]!.id)).toSorted(() => pick() - 0.5);
          return transact(systemScope(nodes[nth % 2]!.portico.runtime, given.tenant.workspaceId), streams, async (scope) => {
            for (const index of some.toSorted(() => pick() - 0.5)) {
              const row = await repo(scope, MilestoneTable).get(projects[index]!.milestones[nth % 2]!);
              record(
                scope,
                'milestone.updated',
                MilestoneTable,
                await repo(scope, MilestoneTable).update(row, { note: `walk ${nth}` }),
                row,
              );
            }
          });
        }),
      );
      const after = await Promise.all(projects.map(({ id }) => dense(`project:${id}:team`)));
      expect(after.map((count, index) => count - before[index]!)).toEqual(expected);
      expect((await verifyChain(given.world.portico.runtime)).broken).toEqual([]);
    });

    it('append the very events that they append one by one', async () => {
      const twins = [projects.slice(0, 4), projects.slice(4)] as const;
      const lengths = async (id: string) => Promise.all(projectStreams(id).map(dense));
      const starts = await Promise.all(projects.map(({ id }) => lengths(id)));
      const pick = walk(11);
      const plans = twins[0].map(() =>
        Array.from({ length: 6 }, (_, nth) => ({
          which: pick() < 0.5 ? 0 : 1,
          body: { note: `n${nth}`, progress: Math.floor(pick() * 100), visibility: pick() < 0.3 ? 'internal' : 'client' },
        })),
      );
      const write = async (of: { milestones: string[] }, plan: (typeof plans)[number]) => {
        for (const { which, body } of plan) await given.tenant.key.ok(`PATCH /v1/milestones/${of.milestones[which]}`, body);
      };
      await Promise.all(twins[0].map((one, index) => write(one, plans[index]!)));
      for (const [index, one] of twins[1].entries()) await write(one, plans[index]!);
      const told = ({ id, milestones }: { id: string; milestones: string[] }, [...after]: readonly number[]) =>
        Promise.all(
          projectStreams(id).map(async (stream, index) => {
            const found = await rows<{ seq: number; type: string; entityId: string; data: string | null }>(
              'SELECT seq, type, entityId, data FROM feed WHERE stream = ? AND seq > ? ORDER BY seq',
              ...[stream, after[index]!],
            );
            return found.map(({ seq, type, entityId, data }) => {
              const { progress, note, visibility } = (JSON.parse(data ?? 'null') ?? {}) as Record<string, unknown>;
              return {
                seq: Number(seq) - after[index]!,
                type,
                which: milestones.indexOf(entityId),
                gone: !data,
                progress,
                note,
                visibility,
              };
            });
          }),
        );
      for (const [index, one] of twins[0].entries())
        expect(await told(one, starts[index]!)).toEqual(await told(twins[1][index]!, starts[index + 4]!));
    });
  });

  it('leaves nothing of a command that throws after it has written and recorded', async () => {
    const { id, milestones } = await project();
    const streams = projectStreams(id);
    const before = await Promise.all(streams.map(dense));
    const scope = systemScope(given.world.portico.runtime, given.tenant.workspaceId);
    const failing = transact(scope, streams, async (inner) => {
      const milestone = await repo(inner, MilestoneTable).get(milestones[0]!);
      record(inner, 'milestone.updated', MilestoneTable, await repo(inner, MilestoneTable).update(milestone, { note: 'never' }), milestone);
      throw new Error('the rule was broken at the end');
    });
    await expect(failing).rejects.toThrow('the rule was broken at the end');
    expect(await Promise.all(streams.map(dense))).toEqual(before);
    expect(await given.tenant.key.ok(`GET /v1/milestones/${milestones[0]}`)).toMatchObject({ rev: 1, note: null });
  });

  it('runs the closure again after a deadlock or a busy file, without a second effect', async () => {
    const { id, milestones } = await project();
    const before = await dense(`project:${id}:team`);
    const scope = systemScope(given.world.portico.runtime, given.tenant.workspaceId);
    const code = given.dialect === 'SQLite' ? 'SQLITE_BUSY' : 'ER_LOCK_DEADLOCK';
    let runs = 0;
    await transact(scope, projectStreams(id), async (inner) => {
      const milestone = await repo(inner, MilestoneTable).get(milestones[0]!);
      record(
        inner,
        'milestone.updated',
        MilestoneTable,
        await repo(inner, MilestoneTable).update(milestone, { progress: milestone.progress + 10 }),
        milestone,
      );
      if (++runs < 3) throw Object.assign(new Error('lost the race'), { original: { code } });
    });
    expect(runs).toBe(3);
    expect(await dense(`project:${id}:team`)).toBe(before + 1);
    expect(await given.tenant.key.ok(`GET /v1/milestones/${milestones[0]}`)).toMatchObject({ progress: 10, rev: 2 });
  });

  it('gives up a database that stays busy with 503 and when to come back', async () => {
    const scope = systemScope(given.world.portico.runtime, given.tenant.workspaceId);
    const busy = transact(scope, [], async () => Promise.reject(Object.assign(new Error('busy'), { original: { code: 'SQLITE_BUSY' } })));
    await expect(busy).rejects.toMatchObject({ code: 'unavailable', details: { retryAfter: 1 } });
  });

  it('tells sockets of a change only once it is committed, and empties the outbox', async () => {
    const { id, milestones } = await project();
    const line = await openLine(given.world.url, { token: (await given.tenant.as('manager')).token });
    const stream = `project:${id}:team`;
    const { head } = await line.ask('subscribe', { stream, epoch: '', seq: 0 });
    const scope = systemScope(given.world.portico.runtime, given.tenant.workspaceId);
    let told = -1;
    await transact(scope, projectStreams(id), async (inner) => {
      const milestone = await repo(inner, MilestoneTable).get(milestones[1]!);
      record(inner, 'milestone.updated', MilestoneTable, await repo(inner, MilestoneTable).update(milestone, { note: 'slow' }), milestone);
      await new Promise((resolve) => setTimeout(resolve, 150));
      told = line.events.length;
    });
    expect(told).toBe(0);
    await until(() => line.events.length > 0);
    expect(line.events[0]).toMatchObject({ stream, seq: head + 1, type: 'milestone.updated', data: { note: 'slow' } });
    await given.world.portico.drain();
    expect(await rows('SELECT id FROM outbox')).toEqual([]);
    line.close();
  });

  it('has an event for each answer that was given and an answer for each event, after commands of every kind at once', async () => {
    const { id, milestones } = await project();
    const { key, members } = given.tenant;
    const stage = (await key.ok(`GET /v1/milestones/${milestones[0]}`)).stageId;
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        if (index % 4 === 0) return key.rest('POST /v1/milestones', { stageId: stage, name: `new ${index}` });
        if (index % 4 === 1) return key.rest(`PATCH /v1/members/${members.lead}`, { name: `Lead ${index}` });
        if (index % 4 === 2) return key.rest(`PATCH /v1/milestones/${milestones[1]}`, { rev: 1, progress: index });
        return key.rest(`PATCH /v1/stages/${stage}`, { name: `stage ${index}` });
      }),
    );
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 201 && status !== 409)).toEqual([]);
    const { events, more } = await (await given.tenant.as('admin')).ok(`GET /v1/feed?stream=project:${id}:team&limit=500`);
    expect(more).toBe(false);
    const created = answers.filter(({ status }) => status === 201).map(({ body }) => body.id);
    expect(
      events
        .filter(({ type }: any) => type === 'milestone.created')
        .map((event: any) => event.id)
        .toSorted((a: string, b: string) => (a < b ? -1 : 1)),
    ).toEqual([...milestones, ...created].toSorted((a: string, b: string) => (a < b ? -1 : 1)));
    const snapshot = await key.ok(`GET /v1/projects/${id}/snapshot`);
    const last = new Map(events.map((event: any) => [event.id, event.data]));
    for (const rows of Object.values<any[]>(snapshot.entities)) for (const row of rows) expect(last.get(row.id) ?? row).toEqual(row);
  });
});

it('commands side by side have neither a stream nor a key in common, and keep their order', () => {
  const command = (name: string, streams: string[], key?: string) => {
    const scope = { actor: { id: 'a' }, request: key ? { idempotency: { key } } : {} };
    return { name, streams, scope, run: async () => name } as unknown as Command;
  };
  const parts = partsOf([
    command('1', ['a']),
    command('2', ['b']),
    command('3', ['c'], 'k'),
    command('4', ['a', 'b']),
    command('5', ['d'], 'k'),
    command('6', ['e'], 'other'),
    command('7', ['b']),
  ]);
  expect(parts.map((part) => part.map((one) => (one as unknown as { name: string }).name).join('')).toSorted()).toEqual([
    '1247',
    '35',
    '6',
  ]);
});

describe('two servers on one database', () => {
  onEachDialect('two nodes write at once', (given) => {
    it('T18: neither loses a write, and the streams stay dense', async () => {
      const other = await given.node();
      const { key, milestoneIds, projectId, secretKey } = given.tenant;
      const there = other.caller(secretKey);
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          (index % 2 === 0 ? key : there).rest(`PATCH /v1/milestones/${milestoneIds[index % 3]}`, { note: `by ${index}` }),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      const { events } = await (await given.tenant.as('admin')).ok(`GET /v1/feed?stream=project:${projectId}:team&limit=500`);
      expect(events.map(({ seq }: any) => seq)).toEqual(events.map((_: unknown, index: number) => index + 1));
      expect(new Set(events.filter(({ data }: any) => data?.note?.startsWith('by ')).map(({ data }: any) => data.note)).size).toBe(40);
      expect((await verifyChain(other.portico.runtime)).broken).toEqual([]);
    });
  });
});
