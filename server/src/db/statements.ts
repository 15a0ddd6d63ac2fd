/** Statements that are written here, in the common subset of the dialects; column names come from tables as data, values are always bound. */
import { encode, type ColumnKind, type Columns } from './table.ts';

/** A statement with `?` for each of its values. */
export interface Statement {
  sql: string;
  values: readonly unknown[];
}

const quoted = (name: string): string => `\`${name}\``;

/** One `INSERT` of these rows, which have the same columns; `orIgnore` passes over rows whose key is there already. */
export function insertion(into: string, rows: readonly Record<string, unknown>[], orIgnore = ''): Statement {
  const columns = Object.keys(rows[0]!);
  const one = `(${columns.map(() => '?').join(', ')})`;
  return {
    sql: `INSERT ${orIgnore}INTO ${quoted(into)} (${columns.map(quoted).join(', ')}) VALUES ${rows.map(() => one).join(', ')}`,
    values: rows.flatMap((row) => columns.map((column) => row[column])),
  };
}

/**
 * A condition on one table. Members of an object are joined by AND; a list means any of its values, and null means null.
 * `{ any: […] }` joins conditions by OR, `{ all: […] }` by AND; `{ name: { above: x } }` and `below` compare.
 */
export interface Condition {
  readonly any?: readonly Condition[];
  readonly all?: readonly Condition[];
  readonly [column: string]: unknown;
}

/** @param columns what may be named; anything else is a mistake of ours, and thrown */
export function conditionOf(condition: Condition, columns: Columns): Statement {
  const joined = (parts: readonly Condition[], by: string, none: string): Statement => {
    const each = parts.map((part) => conditionOf(part, columns));
    const sql = each.length === 0 ? none : each.length === 1 ? each[0]!.sql : `(${each.map((part) => part.sql).join(by)})`;
    return { sql, values: each.flatMap(({ values }) => values) };
  };
  if (condition.any) return joined(condition.any, ' OR ', '1 = 0');
  if (condition.all) return joined(condition.all, ' AND ', '1 = 1');
  const names = Object.keys(condition);
  if (names.length > 1)
    return joined(
      names.map((name) => ({ [name]: condition[name] })),
      ' AND ',
      '1 = 1',
    );
  const [name] = names;
  if (name === undefined) return { sql: '1 = 1', values: [] };
  if (!Object.hasOwn(columns, name)) throw new Error(`There is no column ${name}.`);
  return compared(quoted(name), columns[name]!.kind, condition[name]);
}

function compared(column: string, kind: ColumnKind, value: unknown): Statement {
  if (value === undefined) throw new Error(`${column} was to be compared with nothing.`);
  if (value === null) return { sql: `${column} IS NULL`, values: [] };
  if (Array.isArray(value)) {
    if (value.length === 0) return { sql: '1 = 0', values: [] };
    return { sql: `${column} IN (${value.map(() => '?').join(', ')})`, values: value.map((one) => encode(kind, one)) };
  }
  if (typeof value === 'object') {
    const [order, than] = Object.entries(value)[0]!;
    return { sql: `${column} ${order === 'above' ? '>' : '<'} ?`, values: [encode(kind, than)] };
  }
  return { sql: `${column} = ?`, values: [encode(kind, value)] };
}
