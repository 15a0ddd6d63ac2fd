/**
 * Events as the text that goes out: made once, of JSON that is text already, and the same bytes for every socket, for those who
 * were away, and for who asks by HTTP.
 */
import { anyWhere, readPrepared } from '../db/prepared.ts';
import { decode } from '../db/table.ts';
import type { Committed } from './append.ts';
import { readArchived, type Kept } from './archive/segments.ts';

/** An event of a stream that whoever holds it knows. */
export interface EventText {
  readonly epoch: string;
  readonly seq: number;
  /**
   * `{"stream":…,"epoch":…,"seq":…,"type":…,"entity":…,"id":…,"rev":…,"data":…,"at":…,"actor":…}`; in UTF-8 where it was read for those who were
   * away: from the database to the wire nobody asks for its letters.
   */
  readonly json: string | Buffer;
}

const written = new WeakMap<object, EventText>();

/** Of what this process commits: many ask for the same. */
export function eventText(event: Omit<Committed, 'workspaceId'>): EventText {
  const before = written.get(event);
  if (before) return before;
  const text = write(event, event.id, event.seq, event.at);
  written.set(event, text);
  return text;
}

type Told = Pick<Committed, 'stream' | 'epoch' | 'type' | 'entity' | 'rev' | 'actor'> & { data: string | Buffer | null };

function write({ stream, epoch, type, entity, rev, data, actor }: Told, id: string, seq: number, at: string): EventText {
  const head = JSON.stringify({ stream, epoch, seq, type, entity, id, rev: Number(rev) }).slice(0, -1);
  const tail = `,"at":"${at}","actor":${actor}}`;
  return { epoch, seq, json: Buffer.isBuffer(data) ? joined(`${head},"data":`, data, tail) : `${head},"data":${data ?? 'null'}${tail}` };
}

function joined(head: string, data: Buffer, tail: string): Buffer {
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(head) + data.byteLength + Buffer.byteLength(tail));
  const at = bytes.write(head);
  bytes.write(tail, at + data.copy(bytes, at));
  return bytes;
}

interface Stored extends Omit<Committed, 'id' | 'data'> {
  entityId: string;
  data: string | Buffer | null;
}

/** The instant as text: to read it as one and write it again is a tenth of what an event costs. */
const columns = 'workspaceId, stream, epoch, seq, type, entity, entityId, rev, actor, CAST(at AS CHAR(23)) AS at';

const textOf = (row: Stored): EventText => write(row, row.entityId, Number(row.seq), decode('instant', row.at) as string);

/** Events after `seq` as they are kept, at most `limit`: in the table, and where they were moved from it, in files. */
export async function readEventTexts(kept: Kept, workspaceId: string, stream: string, seq: number, limit: number): Promise<EventText[]> {
  const rows = await readPrepared<Stored>(
    kept.sequelize,
    `SELECT ${columns}, data FROM feed WHERE workspaceId = ? AND stream = ? AND seq > ? ORDER BY seq LIMIT ${Math.trunc(limit)}`,
    [workspaceId, stream, seq],
  );
  const whole = rows.length > 0 && Number(rows.at(-1)!.seq) === seq + rows.length;
  const all = whole ? rows : await withArchived(kept, workspaceId, stream, seq, limit, rows);
  return all.map(textOf);
}

/** Events of a stream after `seq`, up to `to`. */
export interface Range {
  workspaceId: string;
  stream: string;
  seq: number;
  to: number;
}
export const nameOfRange = ({ workspaceId, stream, seq, to }: Range): string => `${workspaceId} ${stream} ${seq} ${to}`;

/** What the table has of these ranges, in one statement, by `nameOfRange()`; those of which it does not have all are left out. */
export async function readRanges({ sequelize }: Pick<Kept, 'sequelize'>, ranges: readonly Range[]): Promise<Map<string, EventText[]>> {
  const { where, values } = anyWhere(
    'workspaceId = ? AND stream = ? AND seq > ? AND seq <= ?',
    ranges.map(({ workspaceId, stream, seq, to }) => [workspaceId, stream, seq, to]),
  );
  const data = sequelize.getDialect() === 'sqlite' ? 'data' : 'CAST(data AS BINARY) AS data';
  const rows = await readPrepared<Stored>(sequelize, `SELECT ${columns}, ${data} FROM feed WHERE ${where}`, values);
  const streams = Map.groupBy(rows, ({ workspaceId, stream }) => `${workspaceId} ${stream}`);
  const found = new Map<string, EventText[]>();
  for (const range of ranges) {
    // Two who ask for parts of one stream are answered with all that either asked for.
    const own = (streams.get(`${range.workspaceId} ${range.stream}`) ?? []).filter(({ seq }) => seq > range.seq && seq <= range.to);
    own.sort((one, other) => one.seq - other.seq);
    if (own.length === range.to - range.seq) found.set(nameOfRange(range), own.map(textOf));
  }
  return found;
}

/** There is a gap in what the table has: files have what is missing, up to where the table goes on. */
async function withArchived(
  kept: Kept,
  workspaceId: string,
  stream: string,
  seq: number,
  limit: number,
  rows: readonly Stored[],
): Promise<readonly Stored[]> {
  const gap = rows.findIndex((row, index) => Number(row.seq) !== seq + 1 + index);
  const before = gap < 0 ? rows : rows.slice(0, gap);
  const moved = await readArchived(kept, workspaceId, stream, seq + before.length, limit - before.length);
  if (moved.length === 0) return rows;
  const last = moved.at(-1)!.seq;
  const after = rows.filter((row) => Number(row.seq) > last);
  return [...before, ...moved.map((event) => ({ ...event, workspaceId, stream })), ...after].slice(0, limit);
}
