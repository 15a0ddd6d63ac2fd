/**
 * The `sqlite3` face that Sequelize 6 asks of its driver, over better-sqlite3 (prebuilt, no compiler needed).
 *
 * Synchronous on purpose: waiting BEGINs of an asynchronous driver fill the thread pool, so that the holder of the lock
 * cannot go on. For the same reason the busy time-out is 0 and `transact()` retries.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { DatabaseError } from 'sequelize';

type Callback = (this: Statement, error: Error | null, rows?: unknown) => void;
type Parameters = unknown[] | Record<string, unknown>;

/** What Sequelize reads of a finished statement; it knows it by the name of its class. */
class Statement {
  lastID: number;
  changes: number;
  sql: string;
  constructor(sql: string, lastID = 0, changes = 0) {
    this.sql = sql;
    this.lastID = lastID;
    this.changes = changes;
  }
}

const bindable = (value: unknown): unknown => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  // As Sequelize writes instants where it puts them into the text of a statement, so that they compare.
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', ' +00:00');
  return value === undefined ? null : value;
};

function bindings(parameters: Parameters): unknown[] {
  if (Array.isArray(parameters)) return parameters.map(bindable);
  const entries = Object.entries(parameters).map(([name, value]) => [name.replace(/^\$/, ''), bindable(value)]);
  return entries.length > 0 ? [Object.fromEntries(entries)] : [];
}

/** Sequelize tells unique and busy errors by the beginning of the message. */
function worded(error: Error & { code?: string }): Error {
  const code = error.code ?? '';
  if (code.startsWith('SQLITE_CONSTRAINT')) error.message = `SQLITE_CONSTRAINT: ${error.message}`;
  else if (code.startsWith('SQLITE_')) error.message = `${code}: ${error.message}`;
  if (code.startsWith('SQLITE_CONSTRAINT')) error.code = 'SQLITE_CONSTRAINT';
  return error;
}

function opening(filename: string, readonly: boolean): InstanceType<typeof Sqlite> {
  try {
    // Opening waits: a new file is turned to WAL, an old one recovered, by one process alone and in milliseconds.
    const sqlite = new Sqlite(filename, { timeout: 2000, readonly });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('busy_timeout = 0');
    // better-sqlite3 is built with NORMAL for WAL, which may lose the last commits when the power fails.
    sqlite.pragma('synchronous = FULL');
    return sqlite;
  } catch (error) {
    throw worded(error as Error);
  }
}

export class Database {
  readonly filename: string;
  uuid?: string;
  readonly #sqlite: InstanceType<typeof Sqlite>;

  constructor(filename: string, mode: number, opened: (error: Error | null) => void) {
    this.filename = filename;
    this.#sqlite = opening(filename, (mode & 1) !== 0);
    setImmediate(opened, null);
  }

  serialize(run: () => void): void {
    run();
  }

  #each(
    sql: string,
    parameters: Parameters,
    done: Callback,
    execute: (statement: Sqlite.Statement, values: unknown[]) => [Statement, unknown?],
  ): void {
    try {
      const [statement, rows] = execute(this.#sqlite.prepare(sql), bindings(parameters));
      setImmediate(() => done.call(statement, null, rows));
    } catch (error) {
      setImmediate(() => done.call(new Statement(sql), worded(error as Error)));
    }
  }

  run(sql: string, parameters: Parameters = [], done: Callback = () => {}): void {
    this.#each(sql, parameters, done, (statement, values) => {
      if (statement.reader) {
        statement.all(...values);
        return [new Statement(sql)];
      }
      const { lastInsertRowid, changes } = statement.run(...values);
      return [new Statement(sql, Number(lastInsertRowid), changes)];
    });
  }

  /** Sequelize leaves the parameters out where it describes tables. */
  all(sql: string, parameters: Parameters | Callback, done?: Callback): void {
    const [given, answer] = typeof parameters === 'function' ? [[], parameters] : [parameters, done!];
    this.#each(sql, given, answer, (statement, values) => {
      if (statement.reader) return [new Statement(sql), statement.all(...values)];
      const { lastInsertRowid, changes } = statement.run(...values);
      return [new Statement(sql, Number(lastInsertRowid), changes), []];
    });
  }

  get(sql: string, parameters: Parameters, done: Callback): void {
    this.#each(sql, parameters, done, (statement, values) => [new Statement(sql), statement.get(...values)]);
  }

  exec(sql: string, done: (error: Error | null) => void): void {
    try {
      this.#sqlite.exec(sql);
      setImmediate(done, null);
    } catch (error) {
      setImmediate(done, worded(error as Error));
    }
  }

  close(done: (error: Error | null) => void = () => {}): void {
    this.#sqlite.close();
    setImmediate(done, null);
  }
}

/** Statements that are kept ready; those of lists of different lengths are many. */
const mostPrepared = 500;

/** The file for the one who writes: statements are prepared once, and fail with what Sequelize would throw. */
export function openFile(filename: string) {
  const sqlite = opening(filename, false);
  sqlite.pragma('foreign_keys = ON');
  const kept = new Map<string, Sqlite.Statement>();
  const prepared = (sql: string): Sqlite.Statement => {
    const statement = kept.get(sql) ?? sqlite.prepare(sql);
    if (kept.size >= mostPrepared) kept.clear();
    kept.set(sql, statement);
    return statement;
  };
  const tried = <T>(sql: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new DatabaseError(Object.assign(worded(error as Error), { sql }));
    }
  };
  return {
    all: (sql: string, values: readonly unknown[]) => tried(sql, () => prepared(sql).all(...values.map(bindable))),
    /** Answers how many rows it touched. */
    run: (sql: string, values: readonly unknown[]) => tried(sql, () => prepared(sql).run(...values.map(bindable)).changes),
    /** Whether a transaction is open; some errors end it. */
    get open() {
      return sqlite.inTransaction;
    },
    close: () => void sqlite.close(),
  };
}

/** The module that Sequelize takes as `dialectModule`; the numbers are sqlite3's own open flags. */
export const sqliteModule = { Database, OPEN_READONLY: 1, OPEN_READWRITE: 2, OPEN_CREATE: 4 };

/** Runs `work` again while another process holds the file, or has just done the same migration; gives up after some seconds. */
export async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const { cause = error } = error as { cause?: unknown };
      const { message, original } = cause as { message?: string; original?: { message?: string } };
      const raced = /SQLITE_BUSY|UNIQUE constraint failed: migrations/.test(`${message} ${original?.message}`);
      if (!raced || tries === 100) throw error;
      await sleep(20 + Math.random() * 60);
    }
  }
}
