/** Whole collections as snapshots read them: many rows of few columns, by one look at the index for each project. */
import type { Sequelize } from 'sequelize';
import { isSent, textsIn, type RawRow } from './sent-rows.ts';
import type { Statement } from './statements.ts';
import { decode, decodedKinds, indexName, type Column, type Row, type Table } from './table.ts';

const values: unique symbol = Symbol('the values of a row');

/** Rows that read their columns out of the list of values, when they are asked for them; a copy by `{ ...row }` is empty. */
function rowsOf<T extends Table>(of: T, columns: readonly string[]): (raw: unknown[]) => Row<T> {
  class Read {
    readonly [values]: unknown[];
    constructor(raw: unknown[]) {
      this[values] = raw;
    }
  }
  for (const [at, name] of columns.entries()) {
    const { kind } = of.columns[name]!;
    const get = decodedKinds.has(kind)
      ? function (this: Read): unknown {
          return decode(kind, this[values][at]);
        }
      : function (this: Read): unknown {
          return this[values][at];
        };
    Object.defineProperty(Read.prototype, name, { get });
  }
  return (raw) => new Read(raw) as unknown as Row<T>;
}

/** A value that a server sent as text, as drivers make it. */
function driven({ kind }: Column<unknown>, text: string | null): unknown {
  if (text === null) return null;
  return kind === 'integer' || kind === 'boolean' ? Number(text) : text;
}

/** What is read of a table. */
export interface Collection<T extends Table> {
  readonly columns: readonly string[];
  /** The SELECT of every row whose `column` is one of these. */
  among(workspaceId: string, column: string, ids: readonly string[]): Statement;
  /** A row of what is answered. */
  row(raw: RawRow): Row<T>;
}

/** @param columns that are read, in this order */
export function collection<T extends Table>(sequelize: Sequelize, of: T, columns: readonly string[]): Collection<T> {
  const names = columns.map((name) => `\`${name}\``).join(', ');
  const row = rowsOf(of, columns);
  const kinds = columns.map((name) => of.columns[name]!);
  // Asked for several projects at once, MariaDB would walk past all of the workspace's rows where an index finds them.
  const byIndex = (column: string): string => {
    if (sequelize.getDialect() === 'sqlite') return '';
    const index = of.indexes.find(({ columns: [first] }) => first === column);
    return ` FORCE INDEX (${index ? indexName(of.name, ['workspaceId', ...index.columns]) : 'PRIMARY'})`;
  };
  return {
    columns,
    among: (workspaceId, column, ids) => ({
      sql: `SELECT ${names} FROM \`${of.name}\`${byIndex(column)} WHERE workspaceId = ? AND \`${column}\` IN (${ids.map(() => '?').join(', ')}) AND deletedAt IS NULL`,
      values: [workspaceId, ...ids],
    }),
    row: (raw) => row(isSent(raw) ? textsIn(raw, columns.length).map((text, at) => driven(kinds[at]!, text)) : raw),
  };
}
