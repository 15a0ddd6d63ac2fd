/** One Sequelize connection for the three dialects, from `DATABASE_URL`. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConnectionError, DataTypes, Sequelize, Transaction, type Options } from 'sequelize';
import { createLines } from './lines.ts';
import { sqliteModule } from './sqlite.ts';

/** A database that cannot be used as configured, in one sentence for the operator. */
export class DatabaseUnusable extends Error {}

// Where a statement is put together without a model, Sequelize knows no column and writes an instant to the second on MySQL; ours have
// milliseconds, and the hash chain covers them. (Columns with a type of their own are not touched by this.)
(DataTypes as unknown as { mysql: { DATE: { prototype: { _length: number } } } }).mysql.DATE.prototype._length = 3;

/** What we use of mysql2. */
interface Driver {
  query(sql: string, answered: (error: Error | null) => void): void;
}

const shared: Options = { logging: false, benchmark: false, define: { timestamps: false, freezeTableName: true } };

/**
 * What every connection to a server is told. Where an index has what is asked for, both servers like to cut it with the primary key,
 * whose beginning is the same for all rows of a workspace; asked for an order too, MariaDB then walks along the primary key alone,
 * past every row that the workspace has (`generated/replay.test.ts` explains each statement). And whatever mode the server was set to:
 * what does not fit is refused, not cut off, and a backslash in a text is what the driver takes it for.
 */
export const sessionSettings =
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', SESSION optimizer_switch = 'index_merge_intersection=off'";

/**
 * @param url `mysql://…`, `mariadb://…` (the same driver) or `sqlite:<path>`
 * @param pool.packets takes more than one statement at a time, on MySQL; only `db/transaction.ts` asks for it
 * @throws {DatabaseUnusable} the address is none of these
 */
export function connect(url: string, pool: { max: number; idle?: number; packets?: boolean } = { max: 10 }): Sequelize {
  if (url.startsWith('sqlite:')) {
    const storage = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
    if (storage === '' || storage === ':memory:') throw new DatabaseUnusable('DATABASE_URL must name a file: sqlite:<path>.');
    // A mistyped path makes no folders.
    if (!existsSync(dirname(storage)))
      throw new DatabaseUnusable(`The folder of DATABASE_URL, ${dirname(storage)}, does not exist. Create it first.`);
    return new Sequelize({
      ...shared,
      dialect: 'sqlite',
      storage,
      dialectModule: sqliteModule,
      transactionType: Transaction.TYPES.IMMEDIATE,
    });
  }
  if (!isServerAddress(url))
    throw new DatabaseUnusable(
      'DATABASE_URL is not understood. Write mysql://user:password@host:3306/database, mariadb://… or sqlite:<path>.',
    );
  const lines = createLines();
  const sequelize = new Sequelize(url.replace(/^mariadb:/, 'mysql:'), {
    ...shared,
    dialect: 'mysql',
    timezone: '+00:00',
    isolationLevel: Transaction.ISOLATION_LEVELS.READ_COMMITTED,
    pool: { max: pool.max, min: 0, acquire: 10_000, idle: pool.idle ?? 30_000 },
    // Sequelize's own casting calls a function for each field and reads instants by way of moment; the driver's is compiled for each
    // statement and means the same for our columns.
    dialectOptions: {
      supportBigNumbers: true,
      charset: 'utf8mb4',
      connectTimeout: 5_000,
      typeCast: true,
      multipleStatements: pool.packets ?? false,
      stream: lines.stream,
    },
  });
  lines.serve(sequelize);
  sequelize.addHook(
    'afterConnect',
    (opened) =>
      new Promise<void>((resolve, reject) => {
        (opened as Driver).query(sessionSettings, (error) => (error ? reject(error) : resolve()));
      }),
  );
  return sequelize;
}

/** Scheme, host and database; a broken one is told here, because what the driver says of it holds the password. */
function isServerAddress(url: string): boolean {
  try {
    const { protocol, hostname, pathname, username, password } = new URL(url);
    for (const part of [username, password, pathname]) decodeURIComponent(part);
    return (protocol === 'mysql:' || protocol === 'mariadb:') && hostname !== '' && pathname.length > 1;
  } catch {
    return false;
  }
}

/** Is the database there? Rejects with a sentence for the operator that holds no password. */
export async function assertReachable(sequelize: Sequelize): Promise<void> {
  try {
    await sequelize.authenticate();
  } catch (error) {
    const cause = (error as { original?: { code?: string; message?: string } }).original ?? (error as { code?: string; message?: string });
    const reason = reasons[cause.code ?? ''] ?? `the driver answered ${cause.code ?? cause.message ?? 'nothing'}`;
    throw new DatabaseUnusable(`The database of DATABASE_URL cannot be used: ${reason}.`, { cause: error });
  }
}

const driversOwn = (error: unknown): { code?: string; fatal?: boolean } =>
  (error as { original?: { code?: string; fatal?: boolean } } | undefined)?.original ?? {};

/** Its disk is full: nothing can be written until somebody makes room. */
export const isFull = (error: unknown): boolean =>
  /^(?:ER_DISK_FULL|ER_RECORD_FILE_FULL|ER_DISK_FULL_NOWAIT|SQLITE_FULL|ENOSPC)/.test(driversOwn(error).code ?? '');

/** Gone, stopping, or without room: the fault of neither the caller nor the code, and it may pass. */
export function isAway(error: unknown): boolean {
  if (error instanceof ConnectionError || isFull(error)) return true;
  const { code = '', fatal = false } = driversOwn(error);
  // A line that fell while nobody asked anything has no code when somebody asks again.
  if (fatal) return true;
  return /^(?:PROTOCOL_CONNECTION_LOST|ECONN\w+|EPIPE|ETIMEDOUT|ER_SERVER_SHUTDOWN|SQLITE_(?:BUSY|IOERR|CANTOPEN))/.test(code);
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens at that host and port',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'the host did not answer in time',
  ER_ACCESS_DENIED_ERROR: 'user name or password are refused',
  ER_DBACCESS_DENIED_ERROR: 'this user may not use that database',
  ER_BAD_DB_ERROR: 'there is no such database; create it first',
  SQLITE_CANTOPEN: 'the file cannot be opened or created there',
  SQLITE_NOTADB: 'the file is not an SQLite database',
  SQLITE_READONLY: 'the file may not be written',
  EACCES: 'the folder may not be written',
};
