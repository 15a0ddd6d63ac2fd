/** What was missed since a position: the answer to `subscribe`, to `GET /v1/feed`, and the dispatcher's way to read. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { notFound } from '../core/errors.ts';
import { gather } from '../core/gather.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Scope } from '../core/scope.ts';
import { anyOf, readPrepared } from '../db/prepared.ts';
import type { Committed } from './append.ts';
import { mayFollow } from './streams.ts';

/** An event on the wire. */
export interface WireEvent {
  stream: string;
  epoch: string;
  seq: number;
  type: string;
  entity: string;
  id: string;
  rev: number;
  data: unknown;
  at: string;
  actor: unknown;
}

export type Missed =
  | { stream: string; epoch: string; head: number; events: WireEvent[]; more: boolean }
  | { stream: string; epoch: string; head: number; reset: true };

interface StoredEvent {
  stream: string;
  epoch: string;
  seq: number;
  type: string;
  entity: string;
  entityId: string;
  rev: number;
  actor: string;
  at: string | Date;
  data: string | null;
}

const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

export const wireEvent = ({ stream, epoch, seq, type, entity, id, rev, at, actor, data }: Omit<Committed, 'workspaceId'>): WireEvent => ({
  stream,
  epoch,
  seq,
  type,
  entity,
  id,
  rev,
  data: parsed(data),
  at,
  actor: parsed(actor),
});

const stored = ({ entityId, at, seq, rev, ...event }: StoredEvent): WireEvent =>
  wireEvent({ ...event, id: entityId, seq: Number(seq), rev: Number(rev), at: new Date(at).toISOString() });

export interface Position {
  stream: string;
  epoch: string;
  seq: number;
}

/** Whose stream; a name is told apart by its workspace. */
export interface Streamed {
  workspaceId: string;
  stream: string;
}

/** Where a stream stands now, `undefined` if it has no event yet. */
export type Positions = (of: Streamed) => Promise<Position | undefined>;

const nameOf = ({ workspaceId, stream }: Streamed): string => `${workspaceId} ${stream}`;

/** Those who ask at the same moment share one statement. */
export const createPositions = (sequelize: Sequelize): Positions =>
  gather(nameOf, async (wanted: readonly Streamed[]) => {
    const { where, values } = anyOf(
      ['workspaceId', 'stream'],
      wanted.map(({ workspaceId, stream }) => [workspaceId, stream]),
    );
    const rows = await readPrepared<Position & Streamed>(
      sequelize,
      `SELECT workspaceId, stream, epoch, seq FROM streams WHERE ${where}`,
      values,
    );
    return new Map(
      rows.map(({ workspaceId, stream, epoch, seq }) => [nameOf({ workspaceId, stream }), { stream, epoch, seq: Number(seq) }]),
    );
  });

/** Where a stream stands in the view of the open transaction, or null if it has no event yet. */
export async function positionWithin({ runtime: { sequelize }, workspaceId, tx }: Scope, stream: string): Promise<Position | null> {
  const [row] = await sequelize.query<Position>('SELECT stream, epoch, seq FROM streams WHERE workspaceId = ? AND stream = ?', {
    replacements: [workspaceId, stream],
    type: QueryTypes.SELECT,
    transaction: tx!.handle,
  });
  return row ? { ...row, seq: Number(row.seq) } : null;
}

/**
 * Events after `seq`, at most `limit`; `more` says that there are others. A position of another epoch, or one that the
 * stream has not reached, is answered with `reset`: take a snapshot.
 * @param seq 0 with an empty epoch is the beginning
 * @throws {PorticoProblem} `not_found` for a stream that this person may not follow
 */
export async function since(scope: Scope, { stream, epoch, seq }: Position, limit: number): Promise<Missed> {
  if (!mayFollow(scope, stream)) throw notFound('stream');
  const position = await scope.runtime.positions({ workspaceId: scope.workspaceId, stream });
  // A stream that exists for nobody and one of a person's own that is still empty look different to no one but them.
  if (!position) throw notFound('stream');
  const fromStart = epoch === '' && seq === 0;
  if ((!fromStart && epoch !== position.epoch) || seq > position.seq)
    return { stream, epoch: position.epoch, head: position.seq, reset: true };
  const rows = seq === position.seq ? [] : await eventsAfter(scope.runtime, scope.workspaceId, stream, seq, limit);
  // Between the two reads the stream may have moved on.
  const head = Math.max(position.seq, rows.at(-1)?.seq ?? 0);
  return { stream, epoch: position.epoch, head, events: rows, more: (rows.at(-1)?.seq ?? seq) < head };
}

export async function eventsAfter(
  { sequelize }: Runtime,
  workspaceId: string,
  stream: string,
  seq: number,
  limit: number,
): Promise<WireEvent[]> {
  const rows = await sequelize.query<StoredEvent>(
    'SELECT stream, epoch, seq, type, entity, entityId, rev, actor, at, data FROM feed WHERE workspaceId = ? AND stream = ? AND seq > ? ORDER BY seq LIMIT ?',
    { replacements: [workspaceId, stream, seq, limit], type: QueryTypes.SELECT },
  );
  return rows.map(stored);
}
