/**
 * Events as the text that goes out: made once, of JSON that is text already, and the same bytes for every socket, for those who
 * were away, and for who asks by HTTP.
 */
import { readPrepared } from '../db/prepared.ts';
import { decode } from '../db/table.ts';
import type { Committed } from './append.ts';
import { readArchived, type Kept } from './archive/segments.ts';

/** An event of a stream that whoever holds it knows. */
export interface EventText {
  readonly epoch: string;
  readonly seq: number;
  /** `{"stream":…,"epoch":…,"seq":…,"type":…,"entity":…,"id":…,"rev":…,"data":…,"at":…,"actor":…}` */
  readonly text: string;
}

const written = new WeakMap<object, EventText>();

export function eventText(event: Omit<Committed, 'workspaceId'>): EventText {
  const before = written.get(event);
  if (before) return before;
  const { stream, epoch, seq, type, entity, id, rev, data, at, actor } = event;
  const head = JSON.stringify({ stream, epoch, seq, type, entity, id, rev }).slice(0, -1);
  const text = { epoch, seq, text: `${head},"data":${data ?? 'null'},"at":"${at}","actor":${actor}}` };
  written.set(event, text);
  return text;
}

interface Stored extends Omit<Committed, 'workspaceId' | 'id'> {
  entityId: string;
}

/** Events after `seq` as they are kept, at most `limit`: in the table, and where they were moved from it, in files. */
export async function readEventTexts(kept: Kept, workspaceId: string, stream: string, seq: number, limit: number): Promise<EventText[]> {
  const rows = await readPrepared<Stored>(
    kept.sequelize,
    `SELECT stream, epoch, seq, type, entity, entityId, rev, actor, at, data FROM feed WHERE workspaceId = ? AND stream = ? AND seq > ? ORDER BY seq LIMIT ${Math.trunc(limit)}`,
    [workspaceId, stream, seq],
  );
  const whole = rows.length > 0 && Number(rows.at(-1)!.seq) === seq + rows.length;
  const all = whole ? rows : await withArchived(kept, workspaceId, stream, seq, limit, rows);
  return all.map(({ entityId, ...row }) =>
    eventText({ ...row, id: entityId, seq: Number(row.seq), rev: Number(row.rev), at: decode('instant', row.at) as string }),
  );
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
  return [...before, ...moved.map((event) => ({ ...event, stream })), ...after].slice(0, limit);
}
