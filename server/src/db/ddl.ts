/** The SQL of columns and tables for each dialect, for migrations alone: plain statements that can be run again. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { indexName, type Column, type Columns } from './table.ts';

const ascii = 'CHARACTER SET ascii COLLATE ascii_bin';
const bytewise = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

const mysql = {
  id: () => `VARCHAR(40) ${ascii}`,
  word: (size: number) => `VARCHAR(${size}) ${ascii}`,
  text: (size: number) => `VARCHAR(${size}) ${bytewise}`,
  long: () => `MEDIUMTEXT ${bytewise}`,
  civil: () => `CHAR(10) ${ascii}`,
  instant: () => 'DATETIME(3)',
  integer: () => 'BIGINT',
  boolean: () => 'TINYINT(1)',
  json: () => `MEDIUMTEXT ${bytewise}`,
  digest: () => `CHAR(64) ${ascii}`,
};

const sqlite = {
  id: () => 'TEXT',
  word: () => 'TEXT',
  text: () => 'TEXT',
  long: () => 'TEXT',
  civil: () => 'TEXT',
  instant: () => 'DATETIME',
  integer: () => 'INTEGER',
  boolean: () => 'TINYINT(1)',
  json: () => 'TEXT',
  digest: () => 'TEXT',
};

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The SQL type of a column. */
export function sqlType(dialect: string, of: Column<unknown>): string {
  return `${(dialect === 'sqlite' ? sqlite : mysql)[of.kind](of.size)} ${of.nullable ? 'NULL' : 'NOT NULL'}`;
}

/** Creates a table unless it is there. `autoIncrement` names a column that becomes the primary key by itself. */
export async function createTable(
  sequelize: Sequelize,
  name: string,
  columns: Columns,
  keys: {
    primary?: readonly string[];
    autoIncrement?: string;
    foreign?: readonly { columns: readonly string[]; to: string; target?: readonly string[] }[];
  },
): Promise<void> {
  const dialect = sequelize.getDialect();
  const lines = Object.entries(columns).map(([column, of]) => {
    if (column !== keys.autoIncrement) return `\`${column}\` ${sqlType(dialect, of)}`;
    return dialect === 'sqlite'
      ? `\`${column}\` INTEGER PRIMARY KEY AUTOINCREMENT`
      : `\`${column}\` BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY`;
  });
  if (keys.primary) lines.push(`PRIMARY KEY (${quoted(keys.primary)})`);
  for (const { columns: from, to, target } of keys.foreign ?? []) {
    lines.push(`FOREIGN KEY (${quoted(from)}) REFERENCES \`${to}\` (${quoted(target ?? ['workspaceId', 'id'])})`);
  }
  const options = dialect === 'sqlite' ? '' : ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4';
  await sequelize.query(`CREATE TABLE IF NOT EXISTS \`${name}\` (\n  ${lines.join(',\n  ')}\n)${options}`);
}

/** Creates an index unless it is there (MySQL has no `IF NOT EXISTS` for indexes). */
export async function createIndex(sequelize: Sequelize, table: string, columns: readonly string[], unique = false): Promise<void> {
  const name = indexName(table, columns);
  if (sequelize.getDialect() !== 'sqlite') {
    const there = await sequelize.query(
      'SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ? LIMIT 1',
      { replacements: [table, name], type: QueryTypes.SELECT },
    );
    if (there.length > 0) return;
  }
  const guard = sequelize.getDialect() === 'sqlite' ? 'IF NOT EXISTS ' : '';
  // Said, so that a server that would have to keep writers out refuses instead.
  const online = sequelize.getDialect() === 'sqlite' ? '' : ' ALGORITHM=INPLACE LOCK=NONE';
  await sequelize.query(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${guard}\`${name}\` ON \`${table}\` (${quoted(columns)})${online}`);
}

/** Adds a column unless it is there. Rows that are there already have null in it. */
export async function addColumn(sequelize: Sequelize, table: string, name: string, of: Column<unknown>): Promise<void> {
  const known = await sequelize.getQueryInterface().describeTable(table);
  if (name in known) return;
  const dialect = sequelize.getDialect();
  const online = dialect === 'sqlite' ? '' : ', ALGORITHM=INSTANT';
  await sequelize.query(`ALTER TABLE \`${table}\` ADD COLUMN \`${name}\` ${sqlType(dialect, of)}${online}`);
}
