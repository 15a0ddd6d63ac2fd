/** A whole workspace as one file: read in one consistent view of the database, a few rows at a time. */
import { createHash, hkdfSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { QueryTypes, Transaction } from 'sequelize';
import { instantOf } from '../core/clock.ts';
import type { Runtime } from '../core/runtime.ts';
import { unhurried } from '../db/lines.ts';
import { ranMigrations } from '../db/migrate.ts';
import { pathOf } from '../feed/archive/segments.ts';
import type { FileBegin, Foot, Head, TableEnd } from './lines.ts';
import { carriedColumns, carriedTables, toFile, type CarriedTable } from './tables.ts';

export interface Written {
  workspaceId: string;
  name: string;
  /** By table. */
  rows: Record<string, number>;
  sha256: Record<string, string>;
}

const rowsAtOnce = 200;
const bytesAtOnce = 48 * 1024;

/** Rows as they are in the one view that the backup is made of. */
type Read = (sql: string, values: unknown[]) => Promise<Record<string, unknown>[]>;

/** The same for the same `PORTICO_SECRET`, and of no use to who would like to know it. */
export const secretMark = (secret: string): string =>
  Buffer.from(hkdfSync('sha256', secret, 'portico', 'backup mark v1', 8)).toString('hex');

/**
 * Writes the backup under another name, has it reach the disk, and gives it its own name when it is whole.
 * @param progress is told of each table that is done
 * @returns null if there is no such workspace
 */
export async function writeBackup(
  runtime: Runtime,
  version: string,
  workspaceId: string,
  path: string,
  progress: (table: string, rows: number) => void,
): Promise<Written | null> {
  const { sequelize } = runtime;
  const isolation =
    sequelize.getDialect() === 'sqlite'
      ? { type: Transaction.TYPES.DEFERRED }
      : { isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ };
  const migrations = await ranMigrations(sequelize);
  const part = `${path}.part`;
  try {
    const reading = (): Promise<Written | null> =>
      sequelize.transaction(isolation, async (handle) => {
        const read: Read = (sql, replacements) => sequelize.query(sql, { replacements, type: QueryTypes.SELECT, transaction: handle });
        const [found] = await read('SELECT name FROM workspaces WHERE workspaceId = ? AND id = ?', [workspaceId, workspaceId]);
        if (!found) return null;
        const name = found['name'] as string;
        const head: Head = {
          portico: 'workspace',
          format: 1,
          version,
          migrations,
          workspaceId,
          name,
          at: instantOf(runtime.clock),
          secret: secretMark(runtime.config.secret),
        };
        const written: Written = { workspaceId, name, rows: {}, sha256: {} };
        const lines = linesOf(
          head,
          read,
          (file) => pathOf(runtime, file),
          carriedTables(runtime.modules),
          (table, { rows, sha256 }) => {
            written.rows[table] = rows;
            written.sha256[table] = sha256;
            progress(table, rows);
          },
        );
        // Whose data it is may be nobody else's to read.
        await pipeline(Readable.from(lines), createGzip(), createWriteStream(part, { mode: 0o600, flush: true }));
        return written;
      });
    const written = await unhurried(sequelize, reading);
    if (!written) return null;
    await rename(part, path);
    const folder = await open(dirname(path));
    await folder.sync();
    await folder.close();
    return written;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function* linesOf(
  head: Head,
  read: Read,
  folder: (file: string) => string,
  tables: readonly CarriedTable[],
  done: (table: string, end: TableEnd) => void,
): AsyncGenerator<string> {
  const whole = createHash('sha256');
  const files: FileBegin[] = [];
  let all = 0;
  const hashed = (text: string): string => {
    whole.update(text);
    return text;
  };
  const line = (value: object): string => hashed(JSON.stringify(value) + '\n');
  yield line(head);
  for (const table of tables) {
    const digest = createHash('sha256');
    let rows = 0;
    yield line({ table: table.name, columns: carriedColumns(table) });
    for await (const some of rowsOf(read, table, head.workspaceId)) {
      rows += some.length;
      const text = some.map((row) => JSON.stringify(row) + '\n').join('');
      digest.update(text);
      yield hashed(text);
      if (table.name === 'segments') for (const row of some) files.push(fileOf(table, row));
    }
    const end: TableEnd = { end: table.name, rows, sha256: digest.digest('hex') };
    yield line(end);
    done(table.name, end);
    all += rows;
    for (const file of files.splice(0)) {
      yield line(file);
      for await (const chunk of createReadStream(folder(file.file), { highWaterMark: bytesAtOnce }))
        yield line([(chunk as Buffer).toString('base64')]);
      yield line({ end: 'file' });
    }
  }
  const foot: Foot = { end: 'workspace', rows: all, sha256: whole.digest('hex') };
  yield JSON.stringify(foot) + '\n';
}

function fileOf(table: CarriedTable, row: readonly unknown[]): FileBegin {
  const value = (column: string): unknown => row[carriedColumns(table).indexOf(column)];
  return { file: value('file') as string, bytes: value('bytes') as number, sha256: value('sha256') as string };
}

/** Page after page in the order of the key. */
async function* rowsOf(read: Read, table: CarriedTable, workspaceId: string): AsyncGenerator<unknown[][]> {
  const { name, columns, key } = table;
  const carried = carriedColumns(table);
  const listed = Object.keys(columns)
    .map((column) => `\`${column}\``)
    .join(', ');
  const order = key.map((column) => `\`${column}\``).join(', ');
  for (let last: Record<string, unknown> | null = null; ;) {
    const beyond: string[] = [];
    const values: unknown[] = [workspaceId];
    for (const [at, column] of last ? key.entries() : []) {
      beyond.push(`(${[...key.slice(0, at).map((earlier) => `\`${earlier}\` = ?`), `\`${column}\` > ?`].join(' AND ')})`);
      values.push(...key.slice(0, at + 1).map((earlier) => last![earlier]));
    }
    const where = `workspaceId = ?${beyond.length > 0 ? ` AND (${beyond.join(' OR ')})` : ''}`;
    const found = await read(`SELECT ${listed} FROM \`${name}\` WHERE ${where} ORDER BY ${order} LIMIT ${rowsAtOnce}`, values);
    last = found.at(-1) ?? null;
    if (found.length > 0) yield found.map((row) => carried.map((column) => toFile(columns[column]!.kind, row[column])));
    if (found.length < rowsAtOnce) return;
  }
}
