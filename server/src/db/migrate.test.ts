import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryTypes, type Sequelize } from 'sequelize';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { feedColumns, idempotencyColumns, outboxColumns, segmentColumns, streamColumns } from '../feed/tables.ts';
import { jobColumns } from '../jobs/tables.ts';
import { registry } from '../modules/index.ts';
import { freshFolder, runPortico, startPortico } from '../testing/command.ts';
import { connect } from './connection.ts';
import { sqlType } from './ddl.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import type { Columns } from './table.ts';

/** Every table that the code reads by definition, with its columns. */
const tables: [string, Columns][] = [
  ['streams', streamColumns],
  ['feed', feedColumns],
  ['outbox', outboxColumns],
  ['segments', segmentColumns],
  ['jobs', jobColumns],
  ['idempotency', idempotencyColumns],
  ...[...registry.entities.values()].map(({ table }): [string, Columns] => [table.name, table.columns]),
];

interface Shape {
  /** As SQL writes it, in lower case, with its collation. */
  type: string;
  nullable: boolean;
}

for (const { name, url } of dialects()) {
  describe.skipIf(url === null)(`${name}: migrations`, () => {
    const databases: FreshDatabase[] = [];
    const open: Sequelize[] = [];
    const fresh = async (): Promise<string> => {
      const database = await freshDatabase(name);
      databases.push(database);
      return database.url;
    };
    const on = (databaseUrl: string): Sequelize => {
      const sequelize = connect(databaseUrl);
      open.push(sequelize);
      return sequelize;
    };
    let sequelize: Sequelize;
    beforeAll(async () => {
      sequelize = on(await fresh());
    });
    afterAll(async () => {
      for (const one of open) await one.close();
      for (const database of databases) await database.drop();
    });

    it('run once, and change nothing when they are run again', async () => {
      const pending = await pendingMigrations(sequelize);
      expect(pending.length).toBeGreaterThan(0);
      expect(await migrate(sequelize)).toEqual(pending);
      expect(await migrate(sequelize)).toEqual([]);
      expect(await pendingMigrations(sequelize)).toEqual([]);
    });

    it('can be begun again where a process died in the middle', async () => {
      // What ran is there, but was not written down.
      await sequelize.query('DELETE FROM migrations');
      expect((await migrate(sequelize)).length).toBeGreaterThan(0);
    });

    it('can be run by four nodes at once: each runs in one of them', async () => {
      const databaseUrl = await fresh();
      const ran = await Promise.all(Array.from({ length: 4 }, () => migrate(on(databaseUrl))));
      expect(new Set(ran.flat()).size).toBe(ran.flat().length);
      expect(ran.flat().toSorted()).toEqual(
        (await sequelize.query<{ name: string }>('SELECT name FROM migrations ORDER BY name', { type: QueryTypes.SELECT })).map(
          (row) => row.name,
        ),
      );
    });

    it('can be run by two processes at once on an empty database', async () => {
      const environment = { DATABASE_URL: await fresh(), PORTICO_DATA: freshFolder() };
      const ended = await Promise.all([runPortico(['migrate'], { environment }), runPortico(['migrate'], { environment })]);
      expect(ended.map(({ code, err }) => [code, err])).toEqual([
        [0, ''],
        [0, ''],
      ]);
    });

    it('make exactly the columns that the code defines, each with its type and its null', async () => {
      for (const [table, columns] of tables) {
        const made = await shapeOf(table);
        const defined = Object.fromEntries(Object.entries(columns).map(([column, of]) => [column, wanted(of)]));
        if (table === 'outbox') {
          delete made['id'];
          delete defined['id'];
        }
        expect(made, table).toEqual(defined);
      }
    });

    it('make the indexes that the definitions ask for, each beginning with the workspace', async () => {
      for (const { table } of registry.entities.values()) {
        const indexes = (await sequelize.getQueryInterface().showIndex(table.name)) as {
          unique: boolean;
          fields: { attribute: string }[];
        }[];
        const found = indexes.map(({ unique, fields }) => ({
          unique: Boolean(unique),
          columns: fields.map(({ attribute }) => attribute).join(),
        }));
        for (const { columns, unique = false } of table.indexes) {
          expect(found, `${table.name} (${columns.join()})`).toContainEqual({ unique, columns: ['workspaceId', ...columns].join() });
        }
      }
    });

    const normal = (type: string): string =>
      type
        .toLowerCase()
        .replace(/^bigint\(\d+\)/, 'bigint')
        .replaceAll(/\s+/g, ' ')
        .trim();

    function wanted(of: Columns[string]): Shape {
      const type = normal(
        sqlType(name === 'SQLite' ? 'sqlite' : 'mysql', of)
          .replace(/ (NOT )?NULL$/, '')
          .replace(/CHARACTER SET \w+ COLLATE /, ''),
      );
      return { type, nullable: of.nullable };
    }

    async function shapeOf(table: string): Promise<Record<string, Shape>> {
      if (name === 'SQLite') {
        const columns = await sequelize.query<{ name: string; type: string; notnull: number }>(
          `SELECT name, type, "notnull" FROM pragma_table_info('${table}')`,
          { type: QueryTypes.SELECT },
        );
        return Object.fromEntries(columns.map((column) => [column.name, { type: normal(column.type), nullable: column.notnull === 0 }]));
      }
      const columns = await sequelize.query<{ name: string; type: string; nullable: string; collation: string | null }>(
        'SELECT column_name AS name, column_type AS type, is_nullable AS nullable, collation_name AS collation FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?',
        { replacements: [table], type: QueryTypes.SELECT },
      );
      return Object.fromEntries(
        columns.map((column) => [
          column.name,
          { type: normal(`${column.type} ${column.collation ?? ''}`), nullable: column.nullable === 'YES' },
        ]),
      );
    }
  });
}

describe('SQLite: two servers that start at once in an empty folder', () => {
  it('share one secret and one schema, and both become ready', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'portico-two-')), 'not', 'there', 'yet');
    const servers = [0, 1, 2].map(() => startPortico(['serve'], { environment: { PORTICO_DATA: folder, PORT: '0', LOG_LEVEL: 'warn' } }));
    await Promise.all(servers.map((server) => server.says('Portico is ready')));
    for (const { child } of servers) child.kill('SIGTERM');
    const ended = await Promise.all(servers.map((server) => server.ended));
    expect(ended.map(({ code, err }) => [code, err])).toEqual(servers.map(() => [0, '']));
    expect(readFileSync(join(folder, 'secret'), 'utf8').trim().length).toBeGreaterThanOrEqual(32);
  });
});
