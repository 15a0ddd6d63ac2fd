/**
 * Events as the text that goes out: made once, of JSON that is text already, and the same bytes for every socket, for those who
 * were away, and for who asks by HTTP.
 */
import type { Sequelize } from 'sequelize';
import { readPrepared } from '../db/prepared.ts';
import { decode } from '../db/table.ts';
import type { Committed } from './append.ts';

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

/** Events after `seq` as the database has them, at most `limit`. */
export async function readEventTexts(
  sequelize: Sequelize,
  workspaceId: string,
  stream: string,
  seq: number,
  limit: number,
): Promise<EventText[]> {
  const rows = await readPrepared<Stored>(
    sequelize,
    `SELECT stream, epoch, seq, type, entity, entityId, rev, actor, at, data FROM feed WHERE workspaceId = ? AND stream = ? AND seq > ? ORDER BY seq LIMIT ${Math.trunc(limit)}`,
    [workspaceId, stream, seq],
  );
  return rows.map(({ entityId, ...row }) =>
    eventText({ ...row, id: entityId, seq: Number(row.seq), rev: Number(row.rev), at: decode('instant', row.at) as string }),
  );
}
