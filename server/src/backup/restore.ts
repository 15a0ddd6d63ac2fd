/** Puts a backup into a database: checked whole before anything is written, and written whole or not at all. */
import { existsSync } from 'node:fs';
import { mkdir, open as openFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { QueryTypes, type Sequelize } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';
import { ranMigrations } from '../db/migrate.ts';
import { insertion } from '../db/statements.ts';
import type { Tx } from '../db/transaction.ts';
import { pathOf } from '../feed/archive/segments.ts';
import { readBackup, type Acceptable, type Bytes, type Checked, type Rows } from './check.ts';
import { BackupRefused, type Head } from './lines.ts';
import { carriedTables, toRow } from './tables.ts';
import { secretMark } from './write.ts';

export interface Looked extends Checked {
  /** Its webhooks' secrets were sealed with another `PORTICO_SECRET`. */
  otherSecret: boolean;
}

type Progress = (table: string, rows: number) => void;

/**
 * Reads the whole file, and sees whether there is room for it.
 * @throws {BackupRefused}
 */
export async function lookAtBackup(runtime: Runtime, path: string, progress: Progress): Promise<Looked> {
  const reading = readBackup(path, runtime.modules, acceptableTo(await ranMigrations(runtime.sequelize)));
  const checked = await each(reading, async (some) => void ('table' in some && progress(some.table.name, some.rows.length)));
  const { workspaceId, name } = checked.head;
  for (const table of carriedTables(runtime.modules)) {
    const [row] = await runtime.sequelize.query(`SELECT 1 FROM \`${table.name}\` WHERE workspaceId = ? LIMIT 1`, {
      replacements: [workspaceId],
      type: QueryTypes.SELECT,
    });
    if (row) throw new BackupRefused(`The workspace ${workspaceId} (${name}) is in this database already: ${table.name} has rows of it.`);
  }
  return { ...checked, otherSecret: checked.head.secret !== secretMark(runtime.config.secret) };
}

/**
 * Writes what `lookAtBackup()` has found to be right, in one transaction.
 * @throws {BackupRefused} the file was changed meanwhile, or rows of others are in the way
 */
export async function restoreBackup(runtime: Runtime, path: string, looked: Looked, progress: Progress): Promise<void> {
  const { sequelize, modules, transactions, writer } = runtime;
  const onFile = sequelize.getDialect() === 'sqlite';
  const accept = acceptableTo(await ranMigrations(sequelize));
  const ties = onFile ? [] : await tiesOf(sequelize);
  const files = receiveFiles(runtime);
  const work = () =>
    transactions.run(async (tx) => {
      // Rows refer to others that come later, of their own table too. That all are there is seen before the commit.
      await tx.write({ sql: onFile ? 'PRAGMA defer_foreign_keys = ON' : 'SET SESSION foreign_key_checks = 0', values: [] });
      const checked = await each(readBackup(path, modules, accept), async (some) => {
        if (!('table' in some)) return files.take(some);
        await put(tx, some);
        progress(some.table.name, some.rows.length);
      });
      if (checked.sha256 !== looked.sha256) throw new BackupRefused(`${path} was changed while it was read.`);
      for (const { table, sql } of ties) {
        const [[loose]] = await tx.read<[object[]]>({ sql, values: [checked.head.workspaceId] });
        if (loose) throw new BackupRefused(`${path}: table ${table}: a row belongs to one that is not in the file.`);
      }
      if (!onFile) await tx.write({ sql: 'SET SESSION foreign_key_checks = 1', values: [] });
    });
  try {
    await (onFile ? writer(work) : work());
  } catch (error) {
    await files.remove();
    const { code = '', message = '' } = (error as { original?: { code?: string; message?: string } }).original ?? {};
    if (/ER_DUP_ENTRY|UNIQUE constraint/.test(`${code} ${message}`))
      throw new BackupRefused(`${path}: an id or key of it belongs to a row of another workspace here. Nothing was written.`, {
        cause: error,
      });
    if (/FOREIGN KEY/.test(message))
      throw new BackupRefused(`${path}: a row belongs to one that is not in the file. Nothing was written.`, { cause: error });
    throw error;
  }
}

/** What is known of the file's version; columns that were added since are empty in it. */
const acceptableTo =
  (ran: readonly string[]): Acceptable =>
  ({ migrations, version }: Head) => {
    const unknown = migrations.filter((name) => !ran.includes(name));
    return unknown.length === 0
      ? null
      : `it was written by Portico ${version}, whose schema is newer (${unknown.join(', ')}). Use that version.`;
  };

async function each(reading: AsyncGenerator<Rows | Bytes, Checked>, take: (some: Rows | Bytes) => Promise<void>): Promise<Checked> {
  for (;;) {
    const { done, value } = await reading.next();
    if (done) return value;
    await take(value);
  }
}

/** Files of the archive, each in its place when it is whole; they go again if the rest does not come. */
function receiveFiles(runtime: Runtime) {
  const made: string[] = [];
  let open: FileHandle | null = null;
  return {
    async take({ file, bytes }: Bytes): Promise<void> {
      const path = pathOf(runtime, file);
      if (!open) {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        open = await openFile(`${path}.part`, 'w', 0o600);
        made.push(`${path}.part`);
      }
      if (bytes) {
        await open.write(bytes);
        return;
      }
      await open.sync();
      await open.close();
      open = null;
      // The name says what is in it: one that is there already is the same.
      if (!existsSync(path)) made.push(path);
      await rename(`${path}.part`, path);
    },
    async remove(): Promise<void> {
      await open?.close();
      for (const path of made) await rm(path, { force: true });
    },
  };
}

async function put(tx: Tx, { table, columns, rows }: Rows): Promise<void> {
  const encoded = rows.map((values) =>
    Object.fromEntries(columns.map((column, at) => [column, toRow(table.columns[column]!.kind, values[at])])),
  );
  await tx.write(insertion(table.name, encoded));
}

/** For each foreign key of the database a statement that finds a row of a workspace without the one that it refers to. */
async function tiesOf(sequelize: Sequelize): Promise<{ table: string; sql: string }[]> {
  const parts = await sequelize.query<{ name: string; tableName: string; columnName: string; target: string; targetColumn: string }>(
    'SELECT constraint_name AS name, table_name AS tableName, column_name AS columnName, referenced_table_name AS target, referenced_column_name AS targetColumn FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL ORDER BY constraint_name, ordinal_position',
    { type: QueryTypes.SELECT },
  );
  return [...Map.groupBy(parts, ({ tableName, name }) => `${tableName} ${name}`).values()].map((columns) => {
    const [{ tableName, target }] = columns as [(typeof parts)[number]];
    const on = columns.map(({ columnName, targetColumn }) => `b.\`${targetColumn}\` = a.\`${columnName}\``).join(' AND ');
    const given = columns.map(({ columnName }) => `a.\`${columnName}\` IS NOT NULL`).join(' AND ');
    return {
      table: tableName,
      sql: `SELECT 1 FROM \`${tableName}\` a LEFT JOIN \`${target}\` b ON ${on} WHERE a.workspaceId = ? AND ${given} AND b.\`${columns[0]!.targetColumn}\` IS NULL LIMIT 1`,
    };
  });
}
