/**
 * Transactions of commands. On a server what is written waits until something is read or the transaction ends, and then goes there in one
 * packet: round trips are what a transaction costs (`npm run bench -- writes`), and a lock is held while they last.
 *
 * Only the connections of this file take more than one statement at a time; what they are sent is written in `db`, `core` and `feed`,
 * with bound values.
 */
import { DatabaseError } from 'sequelize';
import { connect } from './connection.ts';
import { takeRows, type Query, type RawRow, type SentRow } from './sent-rows.ts';
import { openFile, whenFree } from './sqlite.ts';
import type { Statement } from './statements.ts';

export interface Tx {
  /** The rows of each of these SELECTs, in their order; everything that was written before is seen. */
  read<T extends readonly object[][]>(...statements: readonly Statement[]): Promise<T>;
  /** These are likely to be read next, and go along with what is; `read` then answers them at once while nobody has written to their row. */
  ahead(...ones: readonly Ahead[]): void;
  /** Whether `read` answers this without asking the database. */
  knows(statement: Statement): boolean;
  /**
   * @param rule makes it fail with `NoRow` where it touches another number of rows
   * @param rows that it writes to, as `rowName()` names them; default: it may be any
   * @param image what it leaves one of them as
   */
  write(statement: Statement, rule?: Rule | null, rows?: readonly string[], image?: Image): Promise<void>;
  /** How many statements were written. */
  readonly written: number;
  /** Does this if, and as soon as, the transaction is committed. */
  afterCommit(act: () => void): void;
}

/** How many rows a statement has to touch. */
export type Rule = number;

/** A row as a change leaves it, whole, as the database takes it. */
export interface Image {
  row: string;
  raw: Readonly<Record<string, unknown>>;
  changed: readonly string[];
}

/** The reading of one row by its id. */
export interface Ahead {
  row: string;
  statement: Statement;
}

export const rowName = (table: string, id: unknown): string => `${table} ${String(id)}`;

export interface Transactions {
  /**
   * Commits what `run` has written; rolls back if it throws.
   * @param apart sends each statement by itself, so that an error names the one that it is about
   */
  run<T>(run: (tx: Tx) => Promise<T>, apart?: boolean): Promise<T>;
  /** The rows of each of these SELECTs as they come, all in one view of the database. */
  view(statements: readonly Statement[]): Promise<RawRow[][]>;
  close(): Promise<void>;
}

/** A statement did not touch as many rows as it was to: somebody else was there. */
export class NoRow extends Error {}

/** Bytes that wait at most: packets stay far below what servers take at once. */
const mostWaiting = 1024 * 1024;

/** READ COMMITTED on a server (the lock of the streams, not a view, orders commands), BEGIN IMMEDIATE on SQLite. */
export const openTransactions = (url: string): Transactions => (url.startsWith('sqlite:') ? onFile(url) : onServer(url));

/** What we use of a connection of mysql2. */
interface Connection {
  format(sql: string, values: readonly unknown[]): string;
  query(options: object, answered: (error: DriverError | null, results: unknown) => void): Query;
}
type DriverError = Error & { code?: string; sql?: string };
interface Pool {
  getConnection(options: object): Promise<Connection>;
  releaseConnection(connection: Connection): void;
  destroyConnection(connection: Connection): Promise<void>;
}

/** Seconds: a transaction at rest, which is more than the pool keeps a line that nobody uses; and waiting for a lock. */
const longestRest = 15;
const longestLock = 5;

function onServer(url: string): Transactions {
  const sequelize = connect(url, { max: 10, idle: 5000, packets: true });
  sequelize.addHook('afterConnect', async (opened) => {
    const connection = opened as Connection;
    await ask(connection, { sql: 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED' });
    // A node that vanishes without a word, and its transaction with it, must not keep a project locked until the server's own eight hours
    // are over; nor does anybody wait for a lock for longer than the client of a request does.
    await ask(connection, { sql: `SET SESSION wait_timeout = ${longestRest}, innodb_lock_wait_timeout = ${longestLock}` });
  });
  const pool = sequelize.connectionManager as unknown as Pool;

  async function using<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await pool.getConnection({ type: 'write' });
    try {
      const result = await work(connection);
      pool.releaseConnection(connection);
      return result;
    } catch (error) {
      // A connection that cannot even roll back is not used again.
      await ask(connection, { sql: 'ROLLBACK' }).then(
        () => pool.releaseConnection(connection),
        () => pool.destroyConnection(connection).catch(() => undefined),
      );
      throw error;
    }
  }
  return {
    async run(work, apart = false) {
      const after: (() => void)[] = [];
      const result = await using(async (connection) => {
        const tx = packets(connection, apart, after);
        const answer = await work(tx);
        await tx.end('COMMIT');
        return answer;
      });
      for (const act of after) act();
      return result;
    },
    view: (statements) =>
      using(async (connection) => {
        const selects = statements.map(({ sql, values }) => connection.format(sql, values));
        const sql = [...beginView, ...selects, 'COMMIT'].join(';\n');
        let rows: SentRow[][] = [];
        await ask(connection, { sql }, (query) => (rows = takeRows(query)));
        return rows;
      }),
    close: () => sequelize.close(),
  };
}

const begin = 'START TRANSACTION';
const beginView = ['SET TRANSACTION ISOLATION LEVEL REPEATABLE READ', 'START TRANSACTION READ ONLY'];

function packets(connection: Connection, apart: boolean, after: (() => void)[]): Tx & { end(how: 'COMMIT'): Promise<void> } {
  let waiting = [begin];
  let bytes = 0;
  let written = 0;
  let failure: { error: unknown } | null = null;
  /** What is likely to be read; its rows once they are there. */
  const early = new Map<string, { ahead: Ahead; rows: object[] | null }>();
  async function send(...last: string[]): Promise<unknown[]> {
    // What came after a statement that failed must not be carried out: a deadlock has ended the transaction.
    if (failure) throw failure.error;
    const all = [...waiting, ...last];
    waiting = [];
    bytes = 0;
    try {
      if (apart) {
        const results: unknown[] = [];
        for (const sql of all) results.push(await ask(connection, { sql, typeCast }));
        return results;
      }
      const results = await ask(connection, { sql: all.join(';\n'), typeCast });
      return all.length === 1 ? [results] : (results as unknown[]);
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  }
  const text = ({ sql, values }: Statement): string => connection.format(sql, values);
  return {
    get written() {
      return written;
    },
    afterCommit: (act) => void after.push(act),
    ahead(...ones) {
      for (const ahead of ones) early.set(nameOf(ahead.statement), { ahead, rows: null });
    },
    knows: (statement) => Boolean(early.get(nameOf(statement))?.rows),
    async read(...statements) {
      const answers = statements.map((statement) => {
        const name = nameOf(statement);
        const rows = early.get(name)?.rows ?? null;
        // Its reader may change it, so the next one gets rows of their own.
        early.delete(name);
        return rows;
      });
      const asked = statements.filter((_, index) => !answers[index]);
      if (asked.length === 0) return answers as never;
      const along = [...early.values()].filter(({ rows }) => !rows);
      const results = (await send(...asked.map(text), ...along.map(({ ahead }) => text(ahead.statement)))).slice(
        -asked.length - along.length,
      ) as object[][];
      along.forEach((one, index) => (one.rows = results[asked.length + index]!));
      let next = 0;
      return answers.map((rows) => rows ?? results[next++]) as never;
    },
    async write({ sql, values }, rule, rows) {
      if (failure) throw failure.error;
      written++;
      for (const [name, { ahead }] of early) if (!rows || rows.includes(ahead.row)) early.delete(name);
      waiting.push(connection.format(sql, values));
      bytes += waiting.at(-1)!.length;
      // One more than the largest number there is: fails inside of the packet, so that nothing behind it is carried out, least of all the COMMIT.
      if (rule) waiting.push(`SELECT ~0 + (ROW_COUNT() <> ${rule})`);
      if (apart || bytes > mostWaiting) await send();
    },
    async end(how) {
      const untouched = waiting.length === 1 && waiting[0] === begin;
      if (!untouched) await send(how);
    },
  };
}

/** Tells statements apart. */
export const nameOf = ({ sql, values }: Statement): string => `${sql}\n${values.join('\n')}`;

/** Instants as ISO text, which `decode()` takes; everything else as the driver makes it. */
const typeCast = (field: { type: string; string(): string | null }, next: () => unknown): unknown => {
  if (field.type !== 'DATETIME') return next();
  const text = field.string();
  return text && `${text.replace(' ', 'T')}Z`;
};

const ask = (
  connection: Connection,
  options: { sql: string; typeCast?: typeof typeCast },
  asked: (query: Query) => void = () => undefined,
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const query = connection.query(options, (error, results) => {
      if (!error) resolve(results);
      else if (error.code === 'ER_DATA_OUT_OF_RANGE') reject(new NoRow());
      else reject(new DatabaseError(Object.assign(error, { sql: options.sql })));
    });
    asked(query);
  });

function onFile(url: string): Transactions {
  const name = url.slice('sqlite:'.length);
  let file: ReturnType<typeof openFile> | null = null;
  // What a command has written and not yet committed is seen on its own handle.
  let looking: ReturnType<typeof openFile> | null = null;
  return {
    async run(work) {
      file ??= openFile(name);
      const { all, run } = file;
      let written = 0;
      const after: (() => void)[] = [];
      run('BEGIN IMMEDIATE', []);
      try {
        const result = await work({
          get written() {
            return written;
          },
          afterCommit: (act) => void after.push(act),
          // No way is saved where there is none.
          ahead: () => undefined,
          knows: () => true,
          read: async (...statements) => statements.map(({ sql, values }) => all(sql, values)) as never,
          async write({ sql, values }, rule) {
            written++;
            const touched = run(sql, values);
            if (rule && touched !== rule) throw new NoRow();
          },
        });
        run('COMMIT', []);
        for (const act of after) act();
        return result;
      } catch (error) {
        if (file?.open) run('ROLLBACK', []);
        throw error;
      }
    },
    view: (statements) =>
      whenFree(async () => {
        const { all, run } = (looking ??= openFile(name));
        run('BEGIN', []);
        try {
          return statements.map(({ sql, values }) => all(sql, values).map((row) => Object.values(row as object)));
        } finally {
          if (looking.open) run('COMMIT', []);
        }
      }),
    async close() {
      file?.close();
      looking?.close();
    },
  };
}
