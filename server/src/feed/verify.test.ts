import { QueryTypes } from 'sequelize';
import { expect, it } from 'vitest';
import { figure } from '../testing/figure.ts';
import { transact } from '../core/command.ts';
import { repo } from '../core/repo.ts';
import { systemScope } from '../core/scope.ts';
import { ProjectTable } from '../modules/projects/index.ts';
import { runPortico } from '../testing/command.ts';
import { onEachDialect } from '../testing/suite.ts';
import { record } from './append.ts';
import { workspaceStream } from './streams.ts';
import { verifyChain } from './verify.ts';

onEachDialect('the hash chain', (given) => {
  const write = (sql: string, ...replacements: unknown[]) =>
    given.world.portico.runtime.sequelize.query(sql, { replacements, type: QueryTypes.RAW });
  const shift = async (stream: string, from: number, by: number): Promise<void> => {
    // In two steps, so that no number is there twice on the way.
    await write('UPDATE feed SET seq = seq + 100000 WHERE stream = ? AND seq >= ?', stream, from);
    await write('UPDATE feed SET seq = seq - 100000 + ? WHERE stream = ? AND seq >= 100000', by, stream);
  };
  const copy = (stream: string, from: number, to: number) =>
    write(
      'INSERT INTO feed (workspaceId, stream, epoch, seq, type, entity, entityId, rev, actor, at, data, dataHash, hash) SELECT workspaceId, stream, epoch, ?, type, entity, entityId, rev, actor, at, data, dataHash, hash FROM feed WHERE stream = ? AND seq = ?',
      to,
      stream,
      from,
    );

  /** Each on a stream of its own with eight events. */
  const tamperings: Record<string, (stream: string) => Promise<unknown>> = {
    'data edited': (stream) => write('UPDATE feed SET data = REPLACE(data, ?, ?) WHERE stream = ? AND seq = 4', 'step', 'stepp', stream),
    'data edited with its hash': (stream) =>
      write(
        `UPDATE feed SET data = '{}', dataHash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' WHERE stream = ? AND seq = 4`,
        stream,
      ),
    'actor edited': (stream) => write('UPDATE feed SET actor = ? WHERE stream = ? AND seq = 3', '{"kind":"member"}', stream),
    'actor unreadable': (stream) => write('UPDATE feed SET actor = ? WHERE stream = ? AND seq = 3', 'nobody', stream),
    'time edited': (stream) => write('UPDATE feed SET at = ? WHERE stream = ? AND seq = 3', new Date('2020-02-02T02:02:02.002Z'), stream),
    'type edited': (stream) => write('UPDATE feed SET type = ? WHERE stream = ? AND seq = 8', 'project.removed', stream),
    'revision edited': (stream) => write('UPDATE feed SET rev = rev + 1 WHERE stream = ? AND seq = 5', stream),
    'first deleted': (stream) => write('DELETE FROM feed WHERE stream = ? AND seq = 1', stream),
    'one deleted': (stream) => write('DELETE FROM feed WHERE stream = ? AND seq = 4', stream),
    'one deleted and the rest moved up': async (stream) => {
      await write('DELETE FROM feed WHERE stream = ? AND seq = 4', stream);
      await shift(stream, 5, -1);
      await write('UPDATE streams SET seq = seq - 1 WHERE stream = ?', stream);
    },
    'two swapped': async (stream) => {
      await write('UPDATE feed SET seq = 999 WHERE stream = ? AND seq = 4', stream);
      await write('UPDATE feed SET seq = 4 WHERE stream = ? AND seq = 5', stream);
      await write('UPDATE feed SET seq = 5 WHERE stream = ? AND seq = 999', stream);
    },
    'one inserted': async (stream) => {
      await shift(stream, 4, 1);
      await copy(stream, 3, 4);
      await write('UPDATE streams SET seq = seq + 1 WHERE stream = ?', stream);
    },
    'one put at the end': (stream) => copy(stream, 7, 9),
    'cut off': (stream) => write('DELETE FROM feed WHERE stream = ? AND seq > 6', stream),
    'cut off, the counter put back': async (stream) => {
      await write('DELETE FROM feed WHERE stream = ? AND seq > 6', stream);
      await write('UPDATE streams SET seq = 6 WHERE stream = ?', stream);
    },
    'counter deleted': (stream) => write('DELETE FROM streams WHERE stream = ?', stream),
    'head edited': (stream) => write('UPDATE streams SET head = ? WHERE stream = ?', '0'.repeat(64), stream),
  };

  it('T20: holds after 50 writers at once, and still where data was erased', async () => {
    const { key, milestoneIds, projectId } = given.tenant;
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => key.rest(`PATCH /v1/milestones/${milestoneIds[index % 3]}`, { note: `n${index}` })),
    );
    await write('UPDATE feed SET data = NULL WHERE stream = ? AND seq IN (2, 5, 6)', `project:${projectId}:team`);
    const { broken, checked, streams } = await verifyChain(given.world.portico.runtime);
    expect(broken).toEqual([]);
    expect(checked).toBeGreaterThan(75);
    expect(streams).toBeGreaterThan(5);
  });

  it('T20: breaks at every edit, deletion, swap, insertion and cut, each told with its stream and place, and the command line exits with 1', async () => {
    const { projectId, workspaceId } = given.tenant;
    const { runtime } = given.world.portico;
    const streams = new Map<string, string>();
    await transact(systemScope(runtime, workspaceId), [workspaceStream(workspaceId)], async (scope) => {
      const { workspaceId: _, id: __, rev, createdAt, updatedAt, deletedAt, ...values } = await repo(scope, ProjectTable).get(projectId);
      for (const what of Object.keys(tamperings)) {
        let project = await repo(scope, ProjectTable).create({ ...values, name: what });
        record(scope, 'project.created', ProjectTable, project, null);
        for (let step = 1; step < 8; step++) {
          const next = await repo(scope, ProjectTable).update(project, { name: `step ${step}` });
          record(scope, 'project.updated', ProjectTable, next, project);
          project = next;
        }
        streams.set(what, `project:${project.id}:team`);
      }
    });
    for (const [what, tamper] of Object.entries(tamperings)) await tamper(streams.get(what)!);
    const { broken } = await verifyChain(runtime);
    const found = new Map(broken.map(({ stream, seq, reason }) => [stream, { seq, reason }]));
    for (const [what, stream] of streams) expect(found.get(stream), what).toEqual({ seq: expect.any(Number), reason: expect.any(String) });
    figure('T20', `ways to tamper with a stream, ${given.dialect}`, streams.size, `${found.size} found`, `${streams.size}`);
    expect(found.size).toBe(streams.size);
    expect(found.get(streams.get('data edited')!)).toEqual({ seq: 4, reason: 'the data was changed' });
    expect(found.get(streams.get('one deleted')!)).toEqual({ seq: 4, reason: 'an event is missing' });
    expect(found.get(streams.get('cut off')!)).toEqual({ seq: 7, reason: 'events are missing at the end' });

    const { code, out, err } = await runPortico(['verify'], {
      environment: { DATABASE_URL: given.databaseUrl, PORTICO_DATA: given.world.dataDirectory },
    });
    expect([code, out]).toEqual([1, '']);
    expect(err.trim().split('\n').at(-1)).toMatch(new RegExp(`^portico: ${streams.size} of \\d+ streams are broken\\.$`));
    for (const stream of streams.values()) expect(err).toContain(`${stream}, event `);
    expect(err).not.toMatch(/\n\s+at /);
  });
});
