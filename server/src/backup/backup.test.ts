/** S68: a workspace as a file and back: the same rows, the same bytes for who reads, on every dialect; and no file that was touched. */
import { readFileSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { QueryTypes } from 'sequelize';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { systemScope } from '../core/scope.ts';
import { projectStreams } from '../feed/streams.ts';
import { snapshotOf } from '../feed/snapshot.ts';
import { archiveBefore } from '../feed/archive/move.ts';
import { verifyChain } from '../feed/verify.ts';
import { freshFolder, runPortico } from '../testing/command.ts';
import { populate, type Party } from '../testing/population.ts';
import { procedure } from '../testing/procedures.ts';
import { seed } from '../testing/random.ts';
import { openWorld, type World } from '../testing/world.ts';
import { BackupRefused, lookAtBackup, restoreBackup, writeBackup } from './index.ts';
import { carriedTables } from './tables.ts';

const none = (): void => {};
const folder = freshFolder();
/** Jobs, and what they touch, go on wherever there is a server. */
const moving = new Set(['jobs', 'outbox', 'deliveries', 'notices', 'webhooks', 'keys', 'feed', 'streams']);

describe('SQLite: backups', () => {
  const databases: FreshDatabase[] = [];
  const worlds: World[] = [];
  let source: World;
  let party: Party;
  let file: string;
  let digests: Record<string, string>;

  async function world(name: 'SQLite' | 'MariaDB' | 'MySQL'): Promise<World> {
    const database = await freshDatabase(name);
    databases.push(database);
    const world = await openWorld(database.url, source ? { PORTICO_SECRET: source.portico.runtime.config.secret } : {});
    worlds.push(world);
    return world;
  }
  const written = async ({ portico: { runtime } }: World, path: string) =>
    (await writeBackup(runtime, '0', party.workspaceId, path, none))!;
  async function restore({ portico: { runtime } }: World, path: string): Promise<void> {
    await restoreBackup(runtime, path, await lookAtBackup(runtime, path, none), none);
  }
  const snapshot = async ({ portico: { runtime } }: World): Promise<string> => {
    const [stream] = projectStreams(party.clients[0]!.projects[0]!);
    const [, project] = stream!.split(':');
    const answer = await snapshotOf(systemScope(runtime, party.workspaceId), `project:${project}:team`);
    return answer.body.toString();
  };
  const count = async ({ portico: { runtime } }: World): Promise<number> => {
    let all = 0;
    for (const { name } of carriedTables(runtime.modules)) {
      if (moving.has(name)) continue;
      const [row] = await runtime.sequelize.query<{ n: number }>(`SELECT COUNT(*) AS n FROM \`${name}\` WHERE workspaceId = ?`, {
        replacements: [party.workspaceId],
        type: QueryTypes.SELECT,
      });
      all += Number(row!.n);
    }
    return all;
  };

  beforeAll(async () => {
    source = await world('SQLite');
    const population = await populate(source, seed, ['slim']);
    party = population.parties[0]!;
    // An event that is still to be handed on.
    await source.portico.runtime.sequelize.query(
      'INSERT INTO outbox (workspaceId, stream, seq) SELECT workspaceId, stream, seq FROM feed LIMIT 1',
    );
    // Half of its events are in files.
    await source.portico.drain();
    source.clock.advance(60_000);
    const { runtime } = source.portico;
    await archiveBefore(runtime, new Date(runtime.clock.now()));
    await population.succeed(party, procedure('milestones.create'));
    await source.portico.drain();
    file = join(folder, 'whole.gz');
    digests = (await written(source, file)).sha256;
  }, 60_000);
  afterAll(async () => {
    for (const one of worlds) await one.close();
    for (const database of databases) await database.drop();
  });

  it('hold every table of the database that has rows of a workspace, with every column', async () => {
    const { sequelize, modules } = source.portico.runtime;
    const tables = await sequelize.query<{ name: string }>(
      "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'workspaceId' ORDER BY m.name",
      { type: QueryTypes.SELECT },
    );
    const carried = carriedTables(modules);
    expect(carried.map(({ name }) => name).toSorted()).toEqual(tables.map(({ name }) => name));
    for (const { name, columns } of carried) {
      const there = await sequelize.query<{ name: string }>(`SELECT name FROM pragma_table_info('${name}')`, { type: QueryTypes.SELECT });
      expect(Object.keys(columns).toSorted(), name).toEqual(there.map((column) => column.name).toSorted());
    }
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(existsSync(`${file}.part`)).toBe(false);
    expect(gunzipSync(readFileSync(file)).toString()).toContain('\n{"file":"wks_');
  });

  it('S68: come back on every dialect with the same rows, checksums, snapshots and chain, beside other workspaces', async () => {
    const before = await snapshot(source);
    const rows = await count(source);
    let from = file;
    // SQLite has it by the command line.
    for (const { name, url } of dialects()) {
      if (url === null || name === 'SQLite') continue;
      const target = await world(name);
      const neighbour = await target.tenant('n');
      await restore(target, from);
      expect(await count(target), name).toBe(rows);
      expect(await snapshot(target), name).toBe(before);
      expect(await verifyChain(target.portico.runtime), name).toMatchObject({ broken: [] });
      await neighbour.key.ok('GET /v1/workspace');
      // The key is good there, and there is no second time.
      expect((await target.caller(party.key.token).rest('GET /v1/workspace')).body).toMatchObject({ id: party.workspaceId });
      await expect(lookAtBackup(target.portico.runtime, from, none), name).rejects.toThrow(/is in this database already/);
      from = join(folder, `${name}.gz`);
      const again = await written(target, from);
      for (const name of moving) delete again.sha256[name];
      expect(digests, name).toMatchObject(again.sha256);
      expect(Object.keys(again.sha256).length).toBeGreaterThan(12);
      // Commands go on between its tables, and it is what was at one moment still: the chain of the file ends where its streams do.
      const [milestone] = (JSON.parse(before) as { entities: { milestones: { id: string }[] } }).entities.milestones;
      const writes: Promise<{ status: number }>[] = [];
      const key = target.caller(party.key.token);
      const busy = join(folder, `${name}-busy.gz`);
      await writeBackup(target.portico.runtime, '0', party.workspaceId, busy, () => {
        writes.push(key.rest(`PATCH /v1/milestones/${milestone!.id}`, { progress: writes.length }));
      });
      expect((await Promise.all(writes)).filter(({ status }) => status === 200).length, name).toBeGreaterThan(10);
      await expect(lookAtBackup(target.portico.runtime, busy, none), name).rejects.toThrow(/is in this database already/);
    }
  }, 60_000);

  it('are refused whole, with line and table, where they break off or were altered; nothing is written', async () => {
    const target = await world('SQLite');
    const packed = readFileSync(file);
    const lines = gunzipSync(packed).toString().trimEnd().split('\n');
    const of = (name: string): number => lines.findIndex((line) => line.startsWith(`{"table":"${name}"`)) + 1;
    const live = lines.findLastIndex((line) => line.includes(':team"') && line.includes('"milestone.created"'));
    const bad = join(folder, 'bad.gz');
    const tries: [string, Buffer, RegExp][] = [
      ['half of it', packed.subarray(0, packed.length >> 1), /breaks off here/],
      ['without its last line', gzipSync(lines.slice(0, -1).join('\n') + '\n'), /the file breaks off here/],
      [
        'a byte turned',
        Buffer.concat([packed.subarray(0, 5000), Buffer.from([packed[5000]! ^ 1]), packed.subarray(5001)]),
        /bad\.gz:\d+: /,
      ],
      ['empty', Buffer.alloc(0), /breaks off here/],
      ['no backup', gzipSync('{"a":1}\n'), /this is not a backup of a workspace/],
      ['a newer form', changed(0, (line) => line.replace('"format":1', '"format":2')), /has the form 2/],
      ['a newer schema', changed(0, (line) => line.replace('"0001-first"', '"9999-future"')), /schema is newer \(9999-future\)/],
      [
        'a word in a row',
        changed(of('members'), (line) => line.replace('@portico.example', '@elsewhere.example').replace(/"(admin)"/, '"sales"')),
        /table members: its rows are not those/,
      ],
      ['a row less', gone(of('milestones')), /table milestones: \d+ rows stand there instead of/],
      [
        'of another workspace',
        changed(of('clients'), (line) => line.replaceAll(party.workspaceId, `wks_${'0'.repeat(26)}`)),
        /:\d+: table clients: the row is of another workspace/,
      ],
      [
        'a file of the archive',
        changed(lines.findIndex((line) => line.startsWith('{"file"')) + 1, (line) => line.replace(/[ABC]/, 'D')),
        /file wks_\w+\/\S+: it is not what was written/,
      ],
      [
        'another event',
        changed(live, (line) => line.replace('.created', '.updated')),
        /table feed: .* does not follow from the one before it/,
      ],
      ['no number', changed(of('tasks'), (line) => line.replace(/,1,/, ',"1; DROP TABLE tasks",')), /table tasks: \w+ cannot be/],
      [
        'a table of its own',
        changed(of('tasks') - 1, (line) => line.replace('"tasks"', '"migrations"')),
        /the table migrations is not known/,
      ],
      ['more after the end', gzipSync(lines.join('\n') + '\n{}\n'), /stands after the last line/],
    ];
    for (const [what, bytes, told] of tries) {
      writeFileSync(bad, bytes);
      const error = await lookAtBackup(target.portico.runtime, bad, none).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error, what).toBeInstanceOf(BackupRefused);
      expect((error as Error).message, what).toMatch(told);
    }
    // Changed between the look and the writing.
    const { runtime } = target.portico;
    const looked = await lookAtBackup(runtime, file, none);
    writeFileSync(bad, gone(of('milestones')));
    await expect(restoreBackup(runtime, bad, looked, none)).rejects.toThrow(BackupRefused);
    expect(await count(target)).toBe(0);
    expect(await runtime.sequelize.query('SELECT 1 FROM streams', { type: QueryTypes.SELECT })).toEqual([]);

    function changed(at: number, change: (line: string) => string): Buffer {
      const line = change(lines[at]!);
      expect(line, lines[at]).not.toBe(lines[at]);
      return gzipSync(lines.with(at, line).join('\n') + '\n');
    }
    function gone(at: number): Buffer {
      return gzipSync(lines.toSpliced(at, 1).join('\n') + '\n');
    }
  }, 60_000);

  it('are written and read by the command line', async () => {
    const environment = {
      DATABASE_URL: databases[0]!.url,
      PORTICO_DATA: freshFolder(),
      ARCHIVE_FOLDER: source.portico.runtime.config.archive.folder,
    };
    const path = join(folder, 'by-command.gz');
    expect(await runPortico(['archive', '--before', '0'], { environment })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+ events before \S+ moved to \d+ files in /),
    });
    expect(await runPortico(['export', party.workspaceId, path], { environment })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/: \d+ rows of \d+ tables in /),
    });
    const target = { PORTICO_DATA: freshFolder(), DATABASE_URL: `sqlite:${join(freshFolder(), 'x.db')}` };
    expect(await runPortico(['import', path], { environment: target })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/The chain holds\.\n$/),
      err: expect.stringMatching(/^PORTICO_SECRET is not the one/),
    });
  }, 60_000);
});
