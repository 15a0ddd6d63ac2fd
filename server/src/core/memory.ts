/**
 * What a node remembers of the streams that it writes to: where they stand, and the rows that it wrote there last. Whether all of that is so
 * still, the streams and each row that was looked at, is asked of the database by the very packet that moves them (`moveFrom()`). So nothing here
 * has to be dropped when another node writes, or somebody by hand: what is old does no harm, it only costs a trip.
 */
import { LRUCache } from 'lru-cache';
import type { Statement } from '../db/statements.ts';
import { nameOf, type Ahead, type Image, type Rule, type Tx } from '../db/transaction.ts';
import type { LockedStream } from '../feed/append.ts';

/** As the database answers a statement. */
interface Remembered {
  row: string;
  statement: Statement;
  raw: Image['raw'];
}

interface Entry {
  streams: readonly LockedStream[];
  /** By the statement that reads it, which names who may: so whatever one person may reach is remembered for nobody else. */
  rows: Map<string, Remembered>;
  /** Nobody else has written between the last two commands of this node: it is likely that nobody has since. */
  steady: boolean;
}

/** What a command may be carried out on before the database is asked. */
export interface Guess {
  streams: Map<string, LockedStream>;
  rows: ReadonlyMap<string, Remembered>;
}

/** What a transaction has locked, as it was found, and what it has done. */
export interface Learned {
  found: readonly LockedStream[];
  left: ReadonlyMap<string, LockedStream>;
  ahead: readonly Ahead[];
  /** Rows that were written; null where it may be any. */
  touched: ReadonlySet<string> | null;
  images: ReadonlyMap<string, Image>;
}

export interface Memory {
  /** @param ahead what the command will read first; null if that is not remembered, or if it is not likely to be so still */
  guess(workspaceId: string, streams: readonly string[], ahead: readonly Ahead[]): Guess | null;
  learn(workspaceId: string, learned: Learned): void;
  forget(workspaceId: string, streams: readonly string[]): void;
}

/** Rows and sets of streams, altogether; rows of one set; characters of a row. */
const mostKept = 4000;
const mostRows = 50;
const longestRow = 16_000;

const setOf = (workspaceId: string, streams: readonly string[]): string => [workspaceId, ...new Set(streams)].toSorted().join(' ');
const isAt = (one: LockedStream, other: LockedStream | undefined): boolean =>
  other !== undefined && one.epoch === other.epoch && one.seq === other.seq;

export function createMemory(): Memory {
  /** By all streams that a command locks. */
  const entries = new LRUCache<string, Entry>({ maxSize: mostKept, sizeCalculation: ({ rows }) => 1 + rows.size });
  /** Where each stream was left, by whatever command. */
  const heads = new LRUCache<string, LockedStream>({ max: mostKept });
  return {
    guess(workspaceId, streams, ahead) {
      const entry = entries.get(setOf(workspaceId, streams));
      if (!entry?.steady || !entry.streams.every((one) => isAt(one, heads.get(`${workspaceId} ${one.stream}`)))) return null;
      if (ahead.length === 0 || !ahead.every(({ statement }) => entry.rows.has(nameOf(statement)))) return null;
      return { streams: new Map(entry.streams.map((one) => [one.stream, { ...one, moved: false }])), rows: entry.rows };
    },
    learn(workspaceId, { found, left, ahead, touched, images }) {
      // Without a stream nothing would say whether a row is what it was.
      if (found.length === 0) return;
      const name = setOf(
        workspaceId,
        found.map(({ stream }) => stream),
      );
      const before = entries.get(name);
      const steady = before?.streams.length === found.length && found.every((one) => before.streams.some((known) => isAt(one, known)));
      const rows = new Map(steady && touched ? [...before.rows].filter(([, { row }]) => !touched.has(row)) : []);
      for (const { row, statement } of ahead) {
        const image = images.get(row);
        if (image && isSeenBy(statement, image) && isShort(image)) rows.set(nameOf(statement), { row, statement, raw: image.raw });
      }
      for (const key of [...rows.keys()].slice(0, -mostRows)) rows.delete(key);
      const streams = found.map(({ stream }) => ({ ...left.get(stream)! }));
      entries.set(name, { streams, rows, steady });
      for (const one of streams) heads.set(`${workspaceId} ${one.stream}`, one);
    },
    forget: (workspaceId, streams) => void entries.delete(setOf(workspaceId, streams)),
  };
}

/** Whether a row is still among those that the statement asks for: nothing was changed that it is chosen by. */
function isSeenBy({ sql }: Statement, { changed }: Image): boolean {
  const where = sql.slice(sql.indexOf(' WHERE '));
  return !changed.some((column) => where.includes(`\`${column}\``));
}

const isShort = ({ raw }: Image): boolean =>
  Object.values(raw).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0) <= longestRow;

/** A condition that holds while the statement answers this row, letter for letter. */
function isStill({ statement: { sql, values }, raw }: Remembered): Statement {
  const columns = Object.keys(raw);
  const same = columns.map((column) => `\`${column}\` <=> ?`).join(' AND ');
  return {
    sql: `EXISTS (SELECT 1${sql.slice(sql.indexOf(' FROM '))} AND ${same})`,
    values: [...values, ...columns.map((column) => raw[column])],
  };
}

/** Something is not remembered: the command has to ask the database. */
export class Unsure extends Error {}

export interface Rehearsal extends Tx {
  /** Conditions that hold while the rows that it has read are what they were taken for. */
  readonly suppositions: readonly Statement[];
  /** What it has written, in this order. */
  readonly held: readonly (readonly [Statement, (Rule | null)?])[];
  readonly acts: readonly (() => void)[];
  readonly touched: ReadonlySet<string> | null;
  readonly images: ReadonlyMap<string, Image>;
}

/** A transaction that is carried out on what is remembered and held back. */
export function rehearse(remembered: Guess['rows']): Rehearsal {
  const rows = new Map(remembered);
  const suppositions = new Map<string, Statement>();
  const held: [Statement, (Rule | null)?][] = [];
  const acts: (() => void)[] = [];
  const trace = traceOf();
  return {
    get suppositions() {
      return [...suppositions.values()];
    },
    held,
    acts,
    get touched() {
      return trace.touched;
    },
    images: trace.images,
    get written() {
      return held.length;
    },
    ahead: () => undefined,
    knows: (statement) => rows.has(nameOf(statement)),
    async read(...statements) {
      return statements.map((statement) => {
        const name = nameOf(statement);
        const known = rows.get(name);
        if (!known) throw new Unsure();
        // What it has written itself it need not suppose.
        if (known === remembered.get(name)) suppositions.set(name, isStill(known));
        return [{ ...known.raw }];
      }) as never;
    },
    async write(statement, rule, names, image) {
      held.push([statement, rule]);
      trace.note(names, image);
      for (const [key, { row, ...one }] of rows) {
        if (names && !names.includes(row)) continue;
        if (image?.row === row && isSeenBy(one.statement, image)) rows.set(key, { row, ...one, raw: image.raw });
        else rows.delete(key);
      }
    },
    afterCommit: (act) => void acts.push(act),
  };
}

/** Notes which rows a transaction writes, and as what. */
export function traceOf(): {
  touched: Set<string> | null;
  images: Map<string, Image>;
  note(names?: readonly string[], image?: Image): void;
} {
  const images = new Map<string, Image>();
  const trace = {
    touched: new Set<string>() as Set<string> | null,
    images,
    note(names?: readonly string[], image?: Image) {
      if (!names) {
        trace.touched = null;
        images.clear();
      }
      for (const name of names ?? []) {
        trace.touched?.add(name);
        images.delete(name);
      }
      if (image && trace.touched) images.set(image.row, image);
    },
  };
  return trace;
}
