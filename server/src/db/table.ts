/**
 * A table as data: one definition gives the Sequelize model, the type of a row and what `repo()` needs to know.
 *
 * Columns mean the same on every dialect: ids and civil dates are ASCII compared byte by byte, instants are UTC with
 * milliseconds, JSON is text that is parsed here (MariaDB's JSON is text, MySQL's reorders members).
 */
import { DataTypes, type ModelAttributes, type ModelStatic, type Model, type Sequelize } from 'sequelize';

/** What a column holds; `db/ddl.ts` has its SQL, `decode()` its way back. */
export type ColumnKind = 'id' | 'word' | 'text' | 'long' | 'civil' | 'instant' | 'integer' | 'boolean' | 'json' | 'digest';

export interface Column<T> {
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  /** Characters, for `word` and `text`. */
  readonly size: number;
  /** Only the type of a value; never set. */
  readonly type?: T;
}

const column = <T>(kind: ColumnKind, size = 0): Column<T> => ({ kind, nullable: false, size });

/** `null` is allowed. */
export const optional = <T>(of: Column<T>): Column<T | null> => ({ kind: of.kind, size: of.size, nullable: true });

/** A public id, `prj_…`. */
export const id = () => column<string>('id');
/** A word from a list that the code knows: statuses, roles, kinds. */
export const word = <T extends string = string>(size = 40) => column<T>('word', size);
/** Text that a person wrote, up to `size` characters, compared byte by byte. */
export const text = (size: number) => column<string>('text', size);
/** Text without a useful bound on its length; never indexed. */
export const long = () => column<string>('long');
/** `YYYY-MM-DD` */
export const civil = () => column<string>('civil');
/** UTC instant, ISO 8601 with milliseconds in code. */
export const instant = () => column<string>('instant');
/** Whole number within ±2^53. */
export const integer = () => column<number>('integer');
export const boolean = () => column<boolean>('boolean');
export const json = <T>() => column<T>('json');
/** SHA-256 in hex. */
export const digest = () => column<string>('digest');

export type Columns = Record<string, Column<unknown>>;
type Value<C> = C extends Column<infer T> ? T : never;

/** The columns that every row of a workspace has. */
const common = { workspaceId: id(), id: id(), rev: integer(), createdAt: instant(), updatedAt: instant(), deletedAt: optional(instant()) };

export interface Table<C extends Columns = Columns> {
  readonly name: string;
  /** For messages: `milestone`. */
  readonly noun: string;
  /** First three letters of its ids. */
  readonly prefix: string;
  readonly columns: C & typeof common;
  /** Beside the primary key `(workspaceId, id)`; each begins with `workspaceId` by itself. */
  readonly indexes: readonly { readonly columns: readonly string[]; readonly unique?: boolean }[];
}

export type Row<T extends Table> = { -readonly [K in keyof T['columns']]: Value<T['columns'][K]> };

export function table<C extends Columns>(name: string, noun: string, prefix: string, columns: C, indexes: Table['indexes'] = []): Table<C> {
  return { name, noun, prefix, columns: { ...common, ...columns }, indexes };
}

/** How an index is called in the database. */
export const indexName = (table: string, columns: readonly string[]): string => `${table}_${columns.join('_')}`.slice(0, 60);

const attribute = {
  id: DataTypes.STRING,
  word: DataTypes.STRING,
  text: DataTypes.STRING,
  long: DataTypes.TEXT,
  civil: DataTypes.STRING,
  instant: DataTypes.DATE(3),
  integer: DataTypes.INTEGER,
  boolean: DataTypes.BOOLEAN,
  json: DataTypes.TEXT,
  digest: DataTypes.STRING,
};

/** The Sequelize model of a table on one connection, made at its first use. */
export function modelOf(sequelize: Sequelize, of: Table): ModelStatic<Model> {
  if (sequelize.isDefined(of.name)) return sequelize.model(of.name);
  const attributes: ModelAttributes = {};
  for (const [name, { kind, nullable }] of Object.entries(of.columns)) {
    attributes[name] = { type: attribute[kind], allowNull: nullable, primaryKey: name === 'workspaceId' || name === 'id' };
  }
  return sequelize.define(of.name, attributes, { tableName: of.name, timestamps: false });
}

/** A value as the database driver takes it. */
export function encode(kind: ColumnKind, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'json') return JSON.stringify(value);
  if (kind === 'instant') return new Date(value as string);
  return value;
}

/** Every column of a row as the database driver takes it. */
export const encodedRow = (of: Table, row: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(of.columns).map(([name, { kind }]) => [name, encode(kind, (row as Record<string, unknown>)[name])]));

/** A value as the code takes it, whatever the dialect answered. */
export function decode(kind: ColumnKind, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'json') return typeof value === 'string' ? JSON.parse(value) : value;
  if (kind === 'instant') return typeof value === 'string' ? instantText(value) : (value as Date).toISOString();
  if (kind === 'boolean') return Boolean(value);
  return value;
}

/** `2026-11-22 08:00:00.123` as ISO 8601: drivers give it with or without ` +00:00`, a full second with or without `.000`. (By way of a Date it costs ten times as much.) */
const instantText = (text: string): string =>
  text[10] === ' '
    ? `${text.slice(0, 10)}T${text.slice(11, 19)}.${text[19] === '.' ? text.slice(20, 23) : '000'}Z`
    : new Date(text).toISOString();

/** Kinds that a driver answers otherwise than the code takes them. */
export const decodedKinds: ReadonlySet<ColumnKind> = new Set(['json', 'instant', 'boolean']);
const toDecode = new WeakMap<Table, readonly string[]>();

/** A raw row as the code takes it: in its place, for a cold snapshot has hundreds and the driver made each for us alone. */
export function decodeRow<T extends Table>(of: T, raw: Record<string, unknown>): Row<T> {
  let names = toDecode.get(of);
  if (!names) toDecode.set(of, (names = Object.keys(of.columns).filter((name) => decodedKinds.has(of.columns[name]!.kind))));
  for (const name of names) if (raw[name] !== null) raw[name] = decode(of.columns[name]!.kind, raw[name]);
  return raw as Row<T>;
}
