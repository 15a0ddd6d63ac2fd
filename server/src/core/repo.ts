/**
 * The only door to rows. Workspace, project and client predicates are added here, outside of what a module writes,
 * and a write outside `transact()` is refused.
 */
import { QueryTypes } from 'sequelize';
import type { Collection } from '../db/collection.ts';
import { readPrepared } from '../db/prepared.ts';
import { conditionOf, insertion, type Condition, type Statement } from '../db/statements.ts';
import { decodeRow, encode, encodedRow, type Row, type Table } from '../db/table.ts';
import { rowName } from '../db/transaction.ts';
import { instantOf } from './clock.ts';
import { notFound, problem } from './errors.ts';
import { newId, type Noun } from './ids.ts';
import { decodeCursor, encodeCursor, type PageInput } from './page.ts';
import type { Scope } from './scope.ts';

type Where<T extends Table> = { [K in keyof Row<T>]?: Row<T>[K] | readonly Row<T>[K][] };
type Order<T extends Table> = readonly (keyof Row<T> & string)[];
type Managed = 'workspaceId' | 'id' | 'rev' | 'createdAt' | 'updatedAt' | 'deletedAt';
export type Values<T extends Table> = Omit<Row<T>, Managed>;
/** Statements stay far below what the dialects take at once (MySQL's packet, SQLite's length of a statement). */
const rowsInStatement = 200;

/** What a new row is made of. */
export type New<T extends Table> = Values<T> & { id?: string };
type Changes<T extends Table> = { [K in keyof Values<T>]?: Values<T>[K] | undefined };

export interface Page<R> {
  items: R[];
  /** Cursor of the next page, null on the last. */
  next: string | null;
}

/** What this person may reach of a table: whatever one of these holds for; null for nothing at all. */
function reach(scope: Scope, of: Table): Condition[] | null {
  const entity = scope.runtime.modules.entities.get(of.name);
  if (!entity) throw new Error(`${of.name} belongs to no module.`);
  const predicates: Condition[] = [];
  if (entity.project && scope.projects !== '*') {
    const own = { [entity.project]: [...scope.projects] };
    // What belongs to no project belongs to the workspace, which every member sees.
    if (scope.audience === 'team' && of.columns[entity.project]!.nullable) return [own, { [entity.project]: null }];
    predicates.push(own);
  }
  if (scope.audience === 'team') return [{ all: predicates }];
  if (!entity.reach) return entity.project ? [{ all: predicates }] : null;
  const own = entity.reach(scope);
  return own && [{ all: [...predicates, own] }];
}

const ordered = (keys: readonly string[], limit: number, descending = false): string =>
  ` ORDER BY ${keys.map((key) => `\`${key}\`${descending ? ' DESC' : ''}`).join(', ')} LIMIT ${Math.trunc(limit)}`;

/** Where conditions have many forms, preparing each would cost the server more than it saves. */
const readPlain: typeof readPrepared = (sequelize, sql, values) =>
  sequelize.query(sql, { replacements: [...values], type: QueryTypes.SELECT }) as Promise<never>;

export function repo<T extends Table>(scope: Scope, of: T) {
  const { runtime, workspaceId } = scope;
  const columns = Object.keys(of.columns)
    .map((name) => `\`${name}\``)
    .join(', ');

  /**
   * Asks for rows that this person reaches and that match; `rest` is the order and how many. Null if they reach none.
   * Where they reach rows in two ways, the first of each are looked for by themselves: asked for both at once, servers walk through the
   * whole workspace in this order, until they have met enough that match.
   */
  function selection(what: string, where: Condition, rest = ''): Statement | null {
    const ways = reach(scope, of);
    if (!ways) return null;
    const asked = (limits: Condition): Statement => {
      const { sql, values } = conditionOf({ all: [{ workspaceId }, where, limits, { deletedAt: null }] }, of.columns);
      return { sql: `SELECT ${what} FROM \`${of.name}\` WHERE ${sql}${rest}`, values };
    };
    if (ways.length === 1 || rest === '') return asked({ any: ways });
    const each = ways.map(asked);
    const from = each.map(({ sql }, nth) => `SELECT ${what} FROM (${sql}) way${nth}`).join(' UNION ALL ');
    return { sql: from + rest, values: each.flatMap(({ values }) => values) };
  }
  async function select(what: string, where: Condition, rest = '', ask = readPlain): Promise<Record<string, unknown>[]> {
    const statement = selection(what, where, rest);
    if (!statement) return [];
    if (scope.tx) return (await scope.tx.line.read<[Record<string, unknown>[]]>(statement))[0];
    return ask(runtime.sequelize, statement.sql, statement.values);
  }
  const decoded = (raw: Record<string, unknown>): Row<T> => decodeRow(of, raw);
  const writable = (isNew = false): void => {
    if (!scope.tx) throw new Error(`${of.name} was to be written outside of transact().`);
    const project = runtime.modules.entities.get(of.name)?.project;
    // A new project is the workspace's too: it is none of those that the session was minted for.
    if (scope.projects !== '*' && (!project || (isNew && project === 'id')) && scope.audience === 'team') {
      throw problem(
        'forbidden',
        `This session was minted for one project, so it may not ${isNew ? 'add' : 'change'} a ${of.noun} of the workspace.`,
      );
    }
  };
  /** The row with this id, or null. */
  async function find(id: string): Promise<Row<T> | null> {
    const [raw] = await select(columns, { id }, '', readPrepared);
    return raw ? decoded(raw) : null;
  }

  /** @throws {PorticoProblem} `not_found` */
  async function get(id: string): Promise<Row<T>> {
    const row = await find(id);
    if (!row) throw notFound(of.noun);
    return row;
  }

  /**
   * The project that a row is of, for the names of streams that its command locks. It never changes, so it is remembered, and the row
   * itself is read behind the locks, with all that is to be checked.
   * @throws {PorticoProblem} `not_found`
   */
  async function projectOf(id: string): Promise<string> {
    const statement = selection(columns, { id });
    if (statement) scope.ahead.push({ row: rowName(of.name, id), statement });
    const name = `${workspaceId} ${id}`;
    const known = runtime.owners.get(name);
    if (known !== undefined) return known;
    const found = (await get(id)) as Row<T> & Record<string, string>;
    const project = found[runtime.modules.entities.get(of.name)!.project!]!;
    runtime.owners.set(name, project);
    return project;
  }

  /** Every row that matches, at most `limit` (default 10 000: a bound, not a page). */
  async function list(where: Where<T>, order: Order<T> = ['id'], limit = 10_000): Promise<Row<T>[]> {
    return (await select(columns, where, ordered(order, limit))).map(decoded);
  }

  /** How the system reads whole collections for snapshots: the SELECT of every row whose `column` is one of these, in no order. */
  function among(read: Collection<T>, column: keyof Row<T> & string, ids: readonly string[]): Statement {
    if (scope.role !== 'system' || scope.tx) throw new Error(`${of.name} was to be read around the predicates.`);
    return read.among(workspaceId, column, ids);
  }

  /** One keyset page in the order of `order`, made total by `id`; `descending` turns it round. */
  async function page(where: Where<T>, { cursor, limit }: PageInput, order: Order<T> = [], descending = false): Promise<Page<Row<T>>> {
    const keys = [...order, 'id'];
    const after =
      cursor === undefined
        ? null
        : decodeCursor(
            cursor,
            keys.map((key) => of.columns[key]!.kind),
          );
    // (a, b) > (x, y) as (a > x) or (a = x and b > y): no dialect is trusted with row values and an index.
    const beyond = after && {
      any: keys.map((key, index) => ({
        ...Object.fromEntries(keys.slice(0, index).map((earlier, at) => [earlier, after[at]])),
        [key]: { [descending ? 'below' : 'above']: after[index] },
      })),
    };
    const rows = (await select(columns, beyond ? { all: [where, beyond] } : where, ordered(keys, limit + 1, descending))).map(decoded);
    const items = rows.slice(0, limit);
    const last = items.at(-1) as Record<string, string | number> | undefined;
    return { items, next: rows.length > limit && last ? encodeCursor(keys.map((key) => last[key]!)) : null };
  }

  async function count(where: Where<T>): Promise<number> {
    const [row] = await select('COUNT(*) AS number', where);
    return Number(row?.['number'] ?? 0);
  }

  const fresh = (values: New<T>): Row<T> => {
    writable(true);
    const now = instantOf(runtime.clock);
    return {
      ...values,
      workspaceId,
      id: values.id ?? newId(of.noun as Noun, runtime.clock),
      rev: 1,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    } as Row<T>;
  };

  async function create(values: New<T>): Promise<Row<T>> {
    const [row] = await createMany([values]);
    return row!;
  }

  /** Many rows in few statements, in this order. A row that others of the same batch refer to brings its id (`newId`) along. */
  async function createMany(values: readonly New<T>[]): Promise<Row<T>[]> {
    const rows = values.map(fresh);
    for (let at = 0; at < rows.length; at += rowsInStatement) {
      await scope.tx!.line.write(
        insertion(
          of.name,
          rows.slice(at, at + rowsInStatement).map((row) => encodedRow(of, row)),
        ),
        null,
        rows.slice(at, at + rowsInStatement).map((row) => rowName(of.name, (row as { id?: unknown }).id)),
      );
    }
    return rows;
  }

  /**
   * Writes `changes` over the row that was loaded; its revision goes up by one. The command fails with `NoRow` if somebody else wrote
   * it meanwhile, and `transact()` then runs it again, on the row as it is now.
   */
  async function update(row: Row<T>, changes: Changes<T>): Promise<Row<T>> {
    writable();
    const loaded = row as Row<T> & { id: string; rev: number };
    const next = { ...changes, rev: loaded.rev + 1, updatedAt: instantOf(runtime.clock) };
    const sent = Object.entries(next).filter(([, value]) => value !== undefined);
    const after = { ...row, ...Object.fromEntries(sent) };
    const where = conditionOf({ workspaceId, id: loaded.id, rev: loaded.rev, deletedAt: null }, of.columns);
    const assignments = sent.map(([name]) => `\`${name}\` = ?`).join(', ');
    const values = sent.map(([name, value]) => encode(of.columns[name]!.kind, value));
    await scope.tx!.line.write(
      { sql: `UPDATE \`${of.name}\` SET ${assignments} WHERE ${where.sql}`, values: [...values, ...where.values] },
      1,
      [rowName(of.name, loaded.id)],
      { row: rowName(of.name, loaded.id), raw: encodedRow(of, after), changed: sent.map(([name]) => name) },
    );
    return after;
  }

  /** The row goes out of every view; it stays for the history, with these last changes. */
  const remove = (row: Row<T>, last: Changes<T> = {}): Promise<Row<T>> => update(row, { ...last, deletedAt: instantOf(runtime.clock) });

  return { find, get, projectOf, list, among, page, count, create, createMany, update, remove };
}
