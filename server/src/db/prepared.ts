/**
 * Reads of the hot paths: prepared once a connection, on the connections of Sequelize's own pool, their rows as the driver makes
 * them. Sequelize's `query()` costs several times the CPU of the driver for a statement that answers few rows (`npm run bench -- reads`).
 */
import { DatabaseError, QueryTypes, type Sequelize } from 'sequelize';

/** What we use of mysql2. */
interface Driver {
  execute(options: object, values: readonly unknown[], answered: (error: Error | null, rows: unknown) => void): void;
}
interface Pool {
  getConnection(options: object): Promise<Driver>;
  releaseConnection(connection: Driver): void;
}

/** @param sql with `?` for each of `values`; instants come as text in UTC, see `decode()` */
export async function readPrepared<R>(sequelize: Sequelize, sql: string, values: readonly unknown[]): Promise<R[]> {
  if (sequelize.getDialect() === 'sqlite')
    return sequelize.query(sql, { replacements: [...values], type: QueryTypes.SELECT }) as Promise<unknown[]> as Promise<R[]>;
  const { logging } = (sequelize as unknown as { options: { logging: false | ((sql: string) => void) } }).options;
  if (logging) logging(`Executing (prepared): ${sql}`);
  const pool = sequelize.connectionManager as unknown as Pool;
  const connection = await pool.getConnection({ type: 'SELECT' });
  try {
    return await new Promise<R[]>((resolve, reject) => {
      connection.execute({ sql, dateStrings: true }, values, (error, rows) =>
        error ? reject(new DatabaseError(Object.assign(error, { sql }))) : resolve(rows as R[]),
      );
    });
  } finally {
    pool.releaseConnection(connection);
  }
}

/**
 * `(a = ? AND b = ?) OR …` for these rows: every dialect answers it by one look at the index for each. The number of rows is made up
 * to a power of two by naming the last again, so that few statements have to be prepared.
 */
export const anyOf = (columns: readonly string[], rows: readonly (readonly unknown[])[]): { where: string; values: unknown[] } =>
  anyWhere(columns.map((column) => `\`${column}\` = ?`).join(' AND '), rows);

/** The same of any condition on each. */
export function anyWhere(condition: string, rows: readonly (readonly unknown[])[]): { where: string; values: unknown[] } {
  const size = 2 ** Math.ceil(Math.log2(rows.length));
  const padded = [...rows, ...Array.from({ length: size - rows.length }, () => rows.at(-1)!)];
  return { where: `(${Array.from({ length: size }, () => `(${condition})`).join(' OR ')})`, values: padded.flat() };
}
