/** Reads a backup line by line and believes nothing of it: form, columns, owner, counts, checksums and the hash chain. */
import { createHash, type Hash } from 'node:crypto';
import type { Registry } from '../core/module.ts';
import type { Columns } from '../db/table.ts';
import { sha256 } from '../feed/chain.ts';
import { startWalk, type ChainedEvent, type Walk } from '../feed/walk.ts';
import { BackupRefused, linesOf, type FileBegin, type Foot, type Head, type TableBegin, type TableEnd } from './lines.ts';
import { carriedTables, fits, type CarriedTable } from './tables.ts';

/** Some rows of one table, with their values as the file has them. */
export interface Rows {
  table: CarriedTable;
  /** In the order of the values; a column that the file has not is null. */
  columns: readonly string[];
  rows: readonly unknown[][];
}

/** Some bytes of a file of the archive; none at its end. */
export interface Bytes {
  file: string;
  bytes: Buffer | null;
}

export interface Checked {
  head: Head;
  rows: Record<string, number>;
  events: number;
  sha256: string;
}

/** The table whose rows are being read. */
interface Open {
  readonly table: CarriedTable;
  readonly columns: readonly string[];
  readonly digest: Hash;
  rows: unknown[][];
  count: number;
}

/** The file of the archive whose bytes are being read. */
interface OpenFile {
  readonly name: string;
  readonly sha256: string;
  readonly digest: Hash;
  left: number;
}

const rowsAtOnce = 200;

/** Compares what the file says of itself with what this server knows. */
export type Acceptable = (head: Head) => string | null;

/**
 * Hands on the rows in batches; when it ends by itself, the file is whole and what it was when it was written.
 * @throws {BackupRefused} at the first line that is not right
 */
export async function* readBackup(path: string, modules: Registry, acceptable: Acceptable): AsyncGenerator<Rows | Bytes, Checked> {
  const tables = carriedTables(modules);
  const whole = createHash('sha256');
  const counts: Record<string, number> = {};
  const chains = createChains();
  const files = new Map<string, FileBegin>();
  let number = 0;
  let head = null as Head | null;
  let foot = null as Foot | null;
  let open = null as Open | null;
  let file = null as OpenFile | null;
  const refuse = (what: string): BackupRefused =>
    new BackupRefused(`${path}:${number}: ${open ? `table ${open.table.name}: ` : ''}${what}`);

  for await (const text of linesOf(path)) {
    number++;
    if (foot) throw refuse('something stands after the last line.');
    const value = parsed(text);
    if (!head) {
      head = headOf(value);
      const reason = acceptable(head);
      if (reason !== null) throw refuse(reason);
    } else if (file) {
      yield Array.isArray(value) ? part(value) : fileEnd(value);
    } else if (Array.isArray(value)) {
      if (!open) throw refuse('a row stands outside of any table.');
      take(value);
      open.digest.update(text + '\n');
      if (open.rows.length >= rowsAtOnce) yield flushed();
    } else if ('file' in value && !open) {
      fileBegin(value as FileBegin);
    } else if ('table' in value) {
      begin(value as TableBegin);
    } else if ('end' in value && (value as Foot).end === 'workspace' && !open) {
      foot = value as Foot;
      finish(foot);
      continue;
    } else if ('end' in value) {
      if (open && open.rows.length > 0) yield flushed();
      end(value as TableEnd);
    } else throw refuse('the line is none of a backup.');
    whole.update(text + '\n');
  }
  number++;
  if (!head || !foot) throw refuse('the file breaks off here.');
  return { head, rows: counts, events: counts['feed'] ?? 0, sha256: foot.sha256 };

  function parsed(text: string): object {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // Told below.
    }
    throw refuse('the line is not JSON of a backup.');
  }

  function headOf(value: object): Head {
    const given = value as Partial<Head>;
    if (given.portico !== 'workspace' || !Array.isArray(given.migrations) || !/^wks_[0-9a-z]{26}$/.test(given.workspaceId ?? ''))
      throw refuse('this is not a backup of a workspace.');
    if (given.format !== 1) throw refuse(`the backup has the form ${given.format}, which this version does not read. Use a newer Portico.`);
    return given as Head;
  }

  function begin({ table: name, columns }: TableBegin): void {
    if (open) throw refuse('it has no end.');
    const table = tables.find((one) => one.name === name);
    if (!table) throw refuse(`the table ${name} is not known here.`);
    if (Object.hasOwn(counts, name)) throw refuse(`the table ${name} stands there twice.`);
    open = { table, columns, digest: createHash('sha256'), rows: [], count: 0 };
    counts[name] = 0;
    const foreign = columns.find((column) => !Object.hasOwn(table.columns, column));
    if (foreign !== undefined) throw refuse(`it has a column ${foreign} that is not known here.`);
    const lacking = Object.entries(table.columns).find(
      ([column, { nullable }]) => !nullable && column !== table.given && !columns.includes(column),
    );
    if (lacking) throw refuse(`it lacks the column ${lacking[0]}.`);
  }

  function take(values: unknown[]): void {
    const { table, columns, rows } = open!;
    if (values.length !== columns.length) throw refuse(`the row has ${values.length} values instead of ${columns.length}.`);
    const bad = columns.findIndex((column, at) => !sound(table.columns, column, values[at]));
    if (bad >= 0) throw refuse(`${columns[bad]} cannot be ${JSON.stringify(values[bad])?.slice(0, 80)}.`);
    const row = Object.fromEntries(columns.map((column, at) => [column, values[at]]));
    if (row['workspaceId'] !== head!.workspaceId) throw refuse('the row is of another workspace.');
    if (table.name === 'segments') files.set(row['file'] as string, row as unknown as FileBegin);
    const wrong = chains.take(table.name, row);
    if (wrong !== null) throw refuse(wrong);
    rows.push(values);
    open!.count++;
  }

  function flushed(): Rows {
    const { table, columns, rows } = open!;
    open!.rows = [];
    return { table, columns, rows };
  }

  function end({ end: name, rows, sha256 }: TableEnd): void {
    if (open?.table.name !== name) throw refuse(`the end of ${name} stands where it has not begun.`);
    if (rows !== open.count) throw refuse(`${open.count} rows stand there instead of ${rows}.`);
    if (open.digest.digest('hex') !== sha256) throw refuse('its rows are not those that were written: the checksum is another.');
    const wrong = name === 'feed' ? chains.end() : null;
    if (wrong !== null) throw refuse(wrong);
    counts[name] = rows;
    open = null;
  }

  function fileBegin({ file: name, bytes, sha256 }: FileBegin): void {
    const known = files.get(name);
    const own = /^(wks_\w+)\/\w+\/[\w-]+\.ndjson\.gz$/.exec(name ?? '')?.[1] === head!.workspaceId;
    if (!known || !own || known.bytes !== bytes || known.sha256 !== sha256) throw refuse('a file stands there that is not of its archive.');
    files.delete(name);
    file = { name, left: bytes, sha256, digest: createHash('sha256') };
  }

  function part([text]: unknown[]): Bytes {
    const bytes = Buffer.from(String(text), 'base64');
    file!.digest.update(bytes);
    if ((file!.left -= bytes.length) < 0) throw refuse(`file ${file!.name}: it is longer than it was.`);
    return { file: file!.name, bytes };
  }

  function fileEnd(value: object): Bytes {
    const { name, left, sha256, digest } = file!;
    if ((value as TableEnd).end !== 'file' || left > 0) throw refuse(`file ${name}: it is shorter than it was.`);
    if (digest.digest('hex') !== sha256) throw refuse(`file ${name}: it is not what was written: the checksum is another.`);
    file = null;
    return { file: name, bytes: null };
  }

  function finish({ rows, sha256 }: Foot): void {
    const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
    if (rows !== all) throw refuse(`${all} rows stand in the file instead of ${rows}.`);
    if (whole.digest('hex') !== sha256) throw refuse('the file is not what was written: the checksum over it is another.');
    for (const name of files.keys()) throw refuse(`the file ${name} of its archive is missing.`);
    for (const name of ['workspaces', 'streams', 'feed']) if (!Object.hasOwn(counts, name)) throw refuse(`the table ${name} is missing.`);
  }
}

const sound = (columns: Columns, column: string, value: unknown): boolean => fits(columns[column]!.kind, columns[column]!.nullable, value);

/** The chains of all streams, whose heads stand before their events. */
function createChains() {
  const heads = new Map<string, { seq: number; head: string }>();
  /** Where the files of streams end. */
  const borders = new Map<string, { seq: number; hash: string }>();
  let current: { stream: string; walk: Walk } | null = null;
  const closed = (): string | null => {
    if (!current) return null;
    const { stream, walk } = current;
    const head = heads.get(stream);
    if (!head) return `the stream ${stream} of these events is missing.`;
    heads.delete(stream);
    const wrong = walk.end(head.seq, head.head);
    return wrong && `${stream}, event ${wrong.seq}: ${wrong.reason}.`;
  };
  return {
    /** Answers what is wrong. */
    take(table: string, row: Record<string, unknown>): string | null {
      const stream = row['stream'] as string;
      if (table === 'streams') heads.set(stream, { seq: row['seq'] as number, head: row['head'] as string });
      if (table === 'segments') {
        if (row['fromSeq'] !== (borders.get(stream)?.seq ?? 0) + 1) return `a file of ${stream} is missing before this one.`;
        borders.set(stream, { seq: row['toSeq'] as number, hash: row['head'] as string });
      }
      if (table !== 'feed') return null;
      if (current?.stream !== stream) {
        const wrong = closed();
        if (wrong !== null) return wrong;
        current = { stream, walk: startWalk(stream, borders.get(stream)) };
      }
      // What stayed of events that are in files: `verify` compares them.
      const { data, dataHash, seq } = row as unknown as ChainedEvent;
      if (seq <= (borders.get(stream)?.seq ?? 0))
        return data === null || sha256(data) === dataHash ? null : `${stream}, event ${seq}: the data was changed.`;
      const wrong = current.walk.take(row as unknown as ChainedEvent);
      return wrong && `${stream}, event ${wrong.seq}: ${wrong.reason}.`;
    },
    end(): string | null {
      const wrong = closed();
      if (wrong !== null) return wrong;
      const silent = [...heads].find(([stream, { seq, head }]) => {
        const border = borders.get(stream);
        return seq > 0 && !(border?.seq === seq && border.hash === head);
      });
      return silent ? `the events of ${silent[0]} are missing.` : null;
    },
  };
}
