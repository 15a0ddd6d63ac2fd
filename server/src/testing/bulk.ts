/** Rows in bulk, put into the tables as they are: so many that whoever walks through a table is seen to. */
import { connect } from '../../../test/services/databases.ts';

/** Of the workspace that was looked at, and of others beside it. */
const amount = { own: 1100, others: 100 };
/** Of these a workspace has few, and there are many workspaces. */
const few = ['members', 'keys', 'webhooks', 'origins', 'workspaces'];

interface ColumnOf {
  name: string;
  type: string;
  nullable: boolean;
  auto: boolean;
  unique: boolean;
}

/**
 * Fills every table of the database, by copies of a row of this workspace: some of them hang on what it hangs on (all in
 * one long stream), the others on things of their own. Then tells the server to count.
 */
export async function fillTables(url: string, workspaceId: string): Promise<void> {
  const connection = await connect(url);
  const ask = async <R>(sql: string, values: unknown[] = []): Promise<R[]> => (await connection.query(sql, values))[0] as R[];
  try {
    await connection.query("SET SESSION foreign_key_checks = 0, SESSION sql_mode = ''");
    await connection.query('CREATE TABLE numbers (n INT NOT NULL PRIMARY KEY)');
    const all = Array.from({ length: amount.own + amount.others }, (_, n) => `(${n})`).join();
    await connection.query(`INSERT INTO numbers VALUES ${all}`);
    const columns = await ask<{ tableName: string; name: string; type: string; nullable: string; extra: string }>(
      'SELECT table_name AS tableName, column_name AS name, data_type AS type, is_nullable AS nullable, extra AS extra FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY ordinal_position',
    );
    const keys = await ask<{ tableName: string; name: string }>(
      'SELECT DISTINCT table_name AS tableName, column_name AS name FROM information_schema.statistics WHERE table_schema = DATABASE() AND non_unique = 0',
    );
    for (const [table, own] of Map.groupBy(columns, ({ tableName }) => tableName)) {
      if (['numbers', 'migrations', 'leases'].includes(table)) continue;
      const unique = new Set(keys.flatMap((key) => (key.tableName === table ? [key.name] : [])));
      await copy(
        table,
        own.map(({ name, type, nullable, extra }) => ({
          name,
          type,
          nullable: nullable === 'YES',
          auto: extra.includes('auto_increment'),
          unique: unique.has(name),
        })),
      );
    }
    await connection.query('DROP TABLE numbers');
    const tables = [...new Set(columns.map(({ tableName }) => `\`${tableName}\``))];
    await connection.query(`ANALYZE TABLE ${tables.join(', ')}`);
  } finally {
    connection.destroy();
  }

  async function copy(table: string, columns: readonly ColumnOf[]): Promise<void> {
    const has = columns.some(({ name }) => name === 'workspaceId');
    const from = has ? `SELECT * FROM \`${table}\` ORDER BY workspaceId <> '${workspaceId}' LIMIT 1` : `SELECT * FROM \`${table}\` LIMIT 1`;
    const [{ found }] = (await ask<{ found: number }>(`SELECT COUNT(*) AS found FROM (${from}) t`)) as [{ found: number }];
    const template = Number(found) > 0 ? from : `SELECT ${columns.map(blank).join(', ')}`;
    const target = columns.filter(({ auto }) => !auto);
    await connection.query(
      `INSERT IGNORE INTO \`${table}\` (${target.map(({ name }) => `\`${name}\``).join()}) SELECT ${target.map((column) => made(column, table)).join(', ')} FROM numbers CROSS JOIN (${template}) t`,
    );
  }

  /** A value where there is no row to copy. */
  function blank({ name, type }: ColumnOf): string {
    if (name === 'workspaceId') return `'${workspaceId}' AS workspaceId`;
    return `${/int/.test(type) ? 0 : /date/.test(type) ? 'NOW(3)' : "'x'"} AS \`${name}\``;
  }

  /** Of the row with the number `n`. */
  function made({ name, type, nullable, unique }: ColumnOf, table: string): string {
    const column = `t.\`${name}\``;
    const own = `n < ${few.includes(table) ? 20 : amount.own}`;
    if (name === 'workspaceId' && table !== 'workspaces') return `IF(${own}, '${workspaceId}', CONCAT('wks_', LPAD(n MOD 60, 26, 'x')))`;
    if (name === 'id' || name === 'workspaceId') return `CONCAT(LEFT(${column}, 4), LPAD(n, 26, '0'))`;
    const other = `IF(${own} AND n MOD 50 = 0, ${column}, `;
    if (name.endsWith('Id')) return `${other}CONCAT(LEFT(${column}, 4), LPAD(n DIV 30, 26, '0')))`;
    if (name === 'stream') return unique && !/feed/.test(name) ? `CONCAT('project:prj_', LPAD(n DIV 2, 26, '0'), ':team')` : column;
    // How long it is makes no difference to an index.
    if (type === 'mediumtext') return `LEFT(${column}, 50)`;
    // What may be without an end mostly is: most are neither deleted nor over.
    if (/date/.test(type)) return nullable ? `IF(n MOD 50 = 0, ${column} - INTERVAL n MINUTE, NULL)` : `${column} - INTERVAL n MINUTE`;
    if (/int/.test(type)) return unique ? `${column} + n + 1` : /At$|Until$/.test(name) ? `${column} - n * 1000` : column;
    if (unique) return /char\(64\)|^(?:digest|once|hash)$/.test(name) ? `SHA2(n, 256)` : `CONCAT(LEFT(${column}, 8), n)`;
    return column;
  }
}
