/** Whole collections as snapshots read them: many rows of few columns, by one look at the index for each project. */
import type { Sequelize } from 'sequelize';
import type { Statement } from './statements.ts';
import { decode, decodedKinds, indexName, type Row, type Table } from './table.ts';

const values: unique symbol = Symbol('the values of a row');

/** Rows that read their columns out of the list that the driver made, when they are asked for them; a copy by `{ ...row }` is empty. */
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

interface Collection<T extends Table> {
  /** The SELECT of every row whose `column` is one of these; `row` makes a row of what is answered. */
  among(workspaceId: string, column: string, ids: readonly string[]): { select: Statement; row(raw: unknown[]): Row<T> };
}
const made = new WeakMap<Sequelize, Map<string, Collection<Table>>>();

/** @param unseen columns that are not read */
export function collection<T extends Table>(sequelize: Sequelize, of: T, unseen: readonly string[] = []): Collection<T> {
  let ours = made.get(sequelize);
  if (!ours) made.set(sequelize, (ours = new Map()));
  let known = ours.get(of.name);
  if (!known) ours.set(of.name, (known = collect(sequelize, of, unseen)));
  return known as Collection<T>;
}

function collect<T extends Table>(sequelize: Sequelize, of: T, unseen: readonly string[]): Collection<T> {
  const names = Object.keys(of.columns).filter((name) => !unseen.includes(name));
  const columns = names.map((name) => `\`${name}\``).join(', ');
  const row = rowsOf(of, names);
  // Asked for several projects at once, MariaDB would walk past all of the workspace's rows where an index finds them.
  const byIndex = (column: string): string => {
    if (sequelize.getDialect() === 'sqlite') return '';
    const index = of.indexes.find(({ columns: [first] }) => first === column);
    return ` FORCE INDEX (${index ? indexName(of.name, ['workspaceId', ...index.columns]) : 'PRIMARY'})`;
  };
  return {
    among: (workspaceId, column, ids) => ({
      select: {
        sql: `SELECT ${columns} FROM \`${of.name}\`${byIndex(column)} WHERE workspaceId = ? AND \`${column}\` IN (${ids.map(() => '?').join(', ')}) AND deletedAt IS NULL`,
        values: [workspaceId, ...ids],
      },
      row,
    }),
  };
}
