/** What a database server must be, checked at start: one that is too old, or that would keep text otherwise, is refused in one sentence. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { DatabaseUnusable } from './connection.ts';

/** Versions that are tested; older ones lack what we rely on, or are no longer mended by who makes them. */
const oldest = { MariaDB: [10, 11], MySQL: [8, 4] } as const;

/**
 * @param version as `SELECT VERSION()` answers
 * @returns why it is refused, or null. What only speaks their language (TiDB, Vitess) counts by numbers of its own, so nothing is said of it.
 */
export function refusedVersion(version: string): string | null {
  if (/tidb|vitess/i.test(version)) return null;
  const name = /mariadb/i.test(version) ? 'MariaDB' : 'MySQL';
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
  const [least, then] = oldest[name];
  const recent = major > least || (major === least && minor >= then);
  return recent
    ? null
    : `it is ${name} ${version}, and Portico needs ${oldest.MySQL.join('.')} of MySQL or ${oldest.MariaDB.join('.')} of MariaDB, or newer`;
}

/** @throws {DatabaseUnusable} */
export async function assertServer(sequelize: Sequelize): Promise<void> {
  if (sequelize.getDialect() === 'sqlite') return;
  const [facts] = await sequelize.query<{ version: string; client: string; connection: string; results: string }>(
    'SELECT VERSION() AS version, @@character_set_client AS client, @@character_set_connection AS connection, @@character_set_results AS results',
    { type: QueryTypes.SELECT },
  );
  const { version, ...sets } = facts!;
  const other = Object.values(sets).find((set) => set !== 'utf8mb4');
  const reason =
    refusedVersion(version) ??
    (other === undefined ? null : `it speaks ${other} with us instead of utf8mb4. Start it without skip-character-set-client-handshake`);
  if (reason !== null) throw new DatabaseUnusable(`The database of DATABASE_URL cannot be used: ${reason}.`);
}

/**
 * Ids are compared and ordered byte by byte; a table that was converted to another collation would take two of them for one.
 * @throws {DatabaseUnusable} with the first column that is not as it was made
 */
export async function assertCollations(sequelize: Sequelize): Promise<void> {
  if (sequelize.getDialect() === 'sqlite') return;
  const [found] = await sequelize.query<{ tableName: string; columnName: string; collation: string }>(
    "SELECT table_name AS tableName, column_name AS columnName, collation_name AS collation FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'migrations' AND collation_name NOT IN ('ascii_bin', 'utf8mb4_bin') ORDER BY table_name LIMIT 1",
    { type: QueryTypes.SELECT },
  );
  if (found)
    throw new DatabaseUnusable(
      `The column ${found.tableName}.${found.columnName} has the collation ${found.collation}, and Portico compares byte by byte: make it ascii_bin or utf8mb4_bin again, as the migrations do.`,
    );
}
