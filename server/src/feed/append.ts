/** Appending: what a command has recorded becomes rows of its streams, in one go, just before the commit. */
import { randomBytes } from 'node:crypto';
import { instantOf } from '../core/clock.ts';
import type { Audience, Entity } from '../core/module.ts';
import type { Actor, Scope } from '../core/scope.ts';
import { insertion, type Statement } from '../db/statements.ts';
import type { Row, Table } from '../db/table.ts';
import type { Tx } from '../db/transaction.ts';
import { genesis, linkHash, sha256 } from './chain.ts';
import { auditStream, contactStream, projectStreams, workspaceStream } from './streams.ts';

/** A stream that this transaction has locked. */
export interface LockedStream {
  readonly stream: string;
  epoch: string;
  seq: number;
  head: string;
  moved: boolean;
}

interface Recorded {
  type: string;
  entity: Entity;
  before: Row<Table> | null;
  after: Row<Table>;
}

/** What an open transaction has locked, shared by the commands in it, and what one command has recorded so far. */
export interface Pending {
  readonly streams: Map<string, LockedStream>;
  readonly recorded: Recorded[];
}

/** An event that was committed, as sockets and consumers take it: `data` and `actor` are JSON text ready to send. */
export interface Committed {
  workspaceId: string;
  stream: string;
  epoch: string;
  seq: number;
  type: string;
  entity: string;
  id: string;
  rev: number;
  at: string;
  actor: string;
  data: string | null;
}

/** An event belongs to a stream that its command has not locked. */
export class StreamNotLocked extends Error {}

/** An event with more than this is refused: input limits keep entities far below. */
const maximumBytes = 64 * 1024;
const rowsInStatement = 200;

/**
 * Notes that an entity was changed. The event is presented for each audience and appended at the end of the transaction.
 * @param before the row as it was, so that what goes out of an audience's view is told as gone; null if it is new
 */
export function record<T extends Table>(scope: Scope, type: string, of: T, after: Row<T>, before: Row<T> | null): void {
  const entity = scope.runtime.modules.entities.get(of.name);
  if (!scope.tx || !entity) throw new Error(`${type} was to be recorded outside of transact().`);
  scope.tx.pending.recorded.push({ type, entity, before, after });
}

/** The streams in which an audience sees a row. */
function streamFor(audience: Audience, entity: Entity, row: Row<Table>): string {
  const values = row as Row<Table> & Record<string, string>;
  if (audience === 'workspace') return workspaceStream(row.workspaceId);
  if (audience === 'contact') return contactStream(row.id);
  if (audience === 'audit') return auditStream(row.workspaceId);
  return projectStreams(values[entity.project!]!)[audience === 'client' ? 0 : 1]!;
}

/** Clients learn which person acted, but not which key. */
const actorFor = (audience: Audience, { kind, id, name }: Actor): Partial<Actor> =>
  kind === 'system' || (kind === 'key' && (audience === 'client' || audience === 'contact')) ? { kind } : { kind, id, name };

/** Creates the counter of a stream that does not exist yet; the row stays locked by this transaction. */
async function openStream(scope: Scope, stream: string): Promise<LockedStream> {
  const opened = { workspaceId: scope.workspaceId, stream, epoch: randomBytes(6).toString('hex'), seq: 0, head: genesis };
  await scope.tx!.line.write(insertion('streams', [opened]));
  return { ...opened, moved: false };
}

/** What a command appends: for the sockets, and as rows of the feed. */
export interface Appended {
  committed: Committed[];
  rows: Record<string, unknown>[];
}

/** Presents everything that a command has recorded, each event at the next position of its stream. */
export async function present(scope: Scope): Promise<Appended> {
  const { pending } = scope.tx!;
  const at = instantOf(scope.runtime.clock);
  const committed: Committed[] = [];
  const rows: Record<string, unknown>[] = [];
  for (const { type, entity, before, after } of pending.recorded) {
    for (const [audience, view] of Object.entries(entity.views) as [Audience, Entity['views'][Audience] & {}][]) {
      const present = (row: Row<Table> | null) => (row && row.deletedAt === null ? view.present(row) : null);
      const seen = present(after);
      if (!seen && !present(before)) continue;
      const stream = streamFor(audience, entity, after);
      const counter = pending.streams.get(stream) ?? (after.rev === 1 ? await openStream(scope, stream) : null);
      if (!counter) throw new StreamNotLocked(`${type} belongs to ${stream}, which its command has not locked.`);
      pending.streams.set(stream, counter);
      const data = seen ? JSON.stringify(seen) : null;
      if (data && Buffer.byteLength(data) > maximumBytes) throw new Error(`${type} is larger than ${maximumBytes} bytes.`);
      const actor = actorFor(audience, scope.actor);
      const link = {
        stream,
        epoch: counter.epoch,
        seq: counter.seq + 1,
        type,
        entity: entity.collection,
        id: after.id,
        rev: after.rev,
        at,
        actor,
        dataHash: sha256(data ?? 'null'),
      };
      Object.assign(counter, { seq: link.seq, head: linkHash(counter.head, link), moved: true });
      const { id, ...columns } = link;
      rows.push({
        workspaceId: scope.workspaceId,
        ...columns,
        entityId: id,
        at: new Date(at),
        actor: JSON.stringify(actor),
        data,
        hash: counter.head,
      });
      const { dataHash: _, ...event } = link;
      committed.push({ workspaceId: scope.workspaceId, ...event, actor: JSON.stringify(actor), data });
    }
  }
  return { committed, rows };
}

/** Writes what the commands of one transaction append. `quiet` leaves nothing for the dispatcher. */
export async function append(line: Pick<Tx, 'write'>, rows: readonly Record<string, unknown>[], quiet = false): Promise<void> {
  // An import appends thousands: statements stay far below what the dialects take at once.
  for (let at = 0; at < rows.length; at += rowsInStatement) {
    const some = rows.slice(at, at + rowsInStatement);
    await line.write(insertion('feed', some));
    if (quiet) continue;
    await line.write(
      insertion(
        'outbox',
        some.map(({ workspaceId, stream, seq }) => ({ workspaceId, stream, seq })),
      ),
    );
  }
}

/** Puts the counters that have moved where they are now. */
export function moveTo(workspaceId: string, streams: ReadonlyMap<string, LockedStream>): Statement {
  const moved = [...streams.values()].filter((one) => one.moved);
  const each = moved.map(() => 'WHEN ? THEN ?').join(' ');
  return {
    sql: `UPDATE streams SET seq = CASE stream ${each} END, head = CASE stream ${each} END WHERE workspaceId = ? AND stream IN (${moved.map(() => '?').join(', ')})`,
    values: [
      ...moved.flatMap(({ stream, seq }) => [stream, seq]),
      ...moved.flatMap(({ stream, head }) => [stream, head]),
      workspaceId,
      ...moved.map(({ stream }) => stream),
    ],
  };
}

/**
 * The same where it is not locked yet: it touches those alone that still stand where they were found, and locks them.
 * @param also have to hold too, or it touches none
 */
export function moveFrom(
  workspaceId: string,
  found: readonly LockedStream[],
  streams: ReadonlyMap<string, LockedStream>,
  also: readonly Statement[],
): Statement {
  const { sql, values } = moveTo(workspaceId, streams);
  const each = found.flatMap(({ stream, epoch, seq }) => [stream, epoch, seq]);
  return {
    sql: `${sql} AND (${found.map(() => '(stream = ? AND epoch = ? AND seq = ?)').join(' OR ')})${also.map((one) => ` AND ${one.sql}`).join('')}`,
    values: [...values, ...each, ...also.flatMap((one) => one.values)],
  };
}

/** Locks the counters of these streams in sorted order: first, so that commands on one project queue instead of deadlocking. */
export function lockOf(workspaceId: string, streams: readonly string[], dialect: string): Statement {
  const names = [...new Set(streams)].toSorted();
  return {
    sql: `SELECT stream, epoch, seq, head FROM streams${dialect === 'sqlite' ? '' : ' FORCE INDEX (PRIMARY)'} WHERE workspaceId = ? AND stream IN (${['NULL', ...names.map(() => '?')].join(', ')}) ORDER BY stream${dialect === 'sqlite' ? '' : ' FOR UPDATE'}`,
    values: [workspaceId, ...names],
  };
}

/** The counters that `lockOf()` has locked, by the names of their streams. */
export const lockedStreams = (found: readonly LockedStream[]): Map<string, LockedStream> =>
  new Map(found.map((one) => [one.stream, { ...one, seq: Number(one.seq), moved: false }]));
