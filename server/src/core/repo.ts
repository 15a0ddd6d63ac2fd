/**
 * The only door to rows. Workspace, project and client predicates are added here, outside of what a module writes,
 * and a write outside `transact()` is refused.
 */
import { Op, type WhereOptions } from 'sequelize';
import { anyOf, readPrepared } from '../db/prepared.ts';
import { decodeRow, encode, modelOf, type Row, type Table } from '../db/table.ts';
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

/** Somebody wrote the row between its load and this write, holding the lock of another stream. */
export class RowMoved extends Error {}

/** What a new row is made of. */
export type New<T extends Table> = Values<T> & { id?: string };
type Changes<T extends Table> = { [K in keyof Values<T>]?: Values<T>[K] | undefined };

export interface Page<R> {
  items: R[];
  /** Cursor of the next page, null on the last. */
  next: string | null;
}

/** What this person may reach of a table, or null for nothing at all. */
function reach(scope: Scope, of: Table): Record<string, unknown> | null {
  const entity = scope.runtime.modules.entities.get(of.name);
  if (!entity) throw new Error(`${of.name} belongs to no module.`);
  const predicate: Record<string, unknown> = {};
  if (entity.project && scope.projects !== '*') {
    const own = [...scope.projects];
    // What belongs to no project belongs to the workspace, which every member sees.
    const shared = scope.audience === 'team' && of.columns[entity.project]!.nullable;
    predicate[entity.project] = shared ? { [Op.or]: [{ [Op.in]: own }, { [Op.is]: null }] } : own;
  }
  if (scope.audience === 'team') return predicate;
  if (entity.reach) {
    const own = entity.reach(scope);
    return own && { ...predicate, ...own };
  }
  return entity.project ? predicate : null;
}

export function repo<T extends Table>(scope: Scope, of: T) {
  const { runtime, workspaceId } = scope;
  const model = modelOf(runtime.sequelize, of);
  const options = { raw: true as const, transaction: scope.tx?.handle ?? null };
  const decoded = (raw: unknown): Row<T> => decodeRow(of, raw as Record<string, unknown>);

  const guarded = (where: object): WhereOptions | null => {
    const limits = reach(scope, of);
    return limits && ({ [Op.and]: [where, limits, { workspaceId, deletedAt: null }] } as WhereOptions);
  };
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
  const encoded = (values: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, encode(of.columns[name]!.kind, value)]),
    );

  /** The row with this id, or null. */
  async function find(id: string): Promise<Row<T> | null> {
    const where = guarded({ id });
    const raw = where && (await model.findOne({ ...options, where }));
    return raw ? decoded(raw) : null;
  }

  /** @throws {PorticoProblem} `not_found` */
  async function get(id: string): Promise<Row<T>> {
    const row = await find(id);
    if (!row) throw notFound(of.noun);
    return row;
  }

  /** Every row that matches, at most `limit` (default 10 000: a bound, not a page). */
  async function list(where: Where<T>, order: Order<T> = ['id'], limit = 10_000): Promise<Row<T>[]> {
    const guardedWhere = guarded(where);
    if (!guardedWhere) return [];
    const rows = await model.findAll({ ...options, where: guardedWhere, order: [...order], limit });
    return rows.map(decoded);
  }

  /** Every row whose `column` is one of these, in no order: whole collections as the system reads them for snapshots, by the prepared way. */
  async function among(column: keyof Row<T> & string, values: readonly string[]): Promise<Row<T>[]> {
    if (scope.role !== 'system' || scope.tx) throw new Error(`${of.name} was to be read around the predicates.`);
    const { where, values: bound } = anyOf(
      ['workspaceId', column],
      values.map((value) => [workspaceId, value]),
    );
    const columns = Object.keys(of.columns).map((name) => `\`${name}\``);
    const sql = `SELECT ${columns.join()} FROM \`${of.name}\` WHERE ${where} AND deletedAt IS NULL`;
    return (await readPrepared<Record<string, unknown>>(runtime.sequelize, sql, bound)).map(decoded);
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
      [Op.or]: keys.map((key, index) => ({
        ...Object.fromEntries(keys.slice(0, index).map((earlier, at) => [earlier, after[at]])),
        [key]: { [descending ? Op.lt : Op.gt]: after[index] },
      })),
    };
    const guardedWhere = guarded(beyond ? { [Op.and]: [where, beyond] } : where);
    if (!guardedWhere) return { items: [], next: null };
    const rows = (
      await model.findAll({
        ...options,
        where: guardedWhere,
        order: keys.map((key) => [key, descending ? 'DESC' : 'ASC']),
        limit: limit + 1,
      })
    ).map(decoded);
    const items = rows.slice(0, limit);
    const last = items.at(-1) as Record<string, string | number> | undefined;
    return { items, next: rows.length > limit && last ? encodeCursor(keys.map((key) => last[key]!)) : null };
  }

  async function count(where: Where<T>): Promise<number> {
    const guardedWhere = guarded(where);
    return guardedWhere ? model.count({ where: guardedWhere, transaction: options.transaction }) : 0;
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

  async function create(values: Values<T>): Promise<Row<T>> {
    const row = fresh(values);
    await model.create(encoded(row) as never, { transaction: options.transaction, raw: true });
    return row;
  }

  /** Many rows in few statements, in this order. A row that others of the same batch refer to brings its id (`newId`) along. */
  async function createMany(values: readonly New<T>[]): Promise<Row<T>[]> {
    const rows = values.map(fresh);
    for (let at = 0; at < rows.length; at += rowsInStatement) {
      await model.bulkCreate(rows.slice(at, at + rowsInStatement).map(encoded) as never[], { transaction: options.transaction });
    }
    return rows;
  }

  /**
   * Writes `changes` over the row that was loaded; its revision goes up by one.
   * @throws {RowMoved} if somebody else wrote it meanwhile; `transact()` then runs the command again, on the row as it is now
   */
  async function update(row: Row<T>, changes: Changes<T>): Promise<Row<T>> {
    writable();
    const loaded = row as Row<T> & { id: string; rev: number };
    const next = { ...changes, rev: loaded.rev + 1, updatedAt: instantOf(runtime.clock) };
    const [touched] = await model.update(encoded(next), {
      where: { [Op.and]: [{ workspaceId, id: loaded.id, rev: loaded.rev, deletedAt: null }] },
      transaction: options.transaction,
    });
    if (touched !== 1) throw new RowMoved(`${of.noun} ${loaded.id} has left revision ${loaded.rev}.`);
    const defined = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
    return { ...row, ...defined };
  }

  /** The row goes out of every view; it stays for the history, with these last changes. */
  const remove = (row: Row<T>, last: Changes<T> = {}): Promise<Row<T>> => update(row, { ...last, deletedAt: instantOf(runtime.clock) });

  return { find, get, list, among, page, count, create, createMany, update, remove };
}
