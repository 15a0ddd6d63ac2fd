/**
 * The rows of a change of a milestone, written by somebody who needs nothing else: `mysql2`, one transaction, prepared statements, one after
 * another as a connection takes them. No validation, no rights, no chain: a digest stands where the chain's does.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** What one writer writes to. */
export interface Target {
  project: string;
  milestone: string;
}

const marks = (count: number): string => `(${Array.from({ length: count }, () => '?').join()})`;

/** @param keyed with the row of an Idempotency-Key @returns the milestone as JSON */
export async function writeSameRows(
  line: PoolConnection,
  workspaceId: string,
  { project, milestone }: Target,
  [column, value]: ['note' | 'name', string],
  keyed: boolean,
): Promise<string> {
  const at = new Date();
  await line.query('START TRANSACTION');
  const [streams] = await line.execute<RowDataPacket[]>(
    'SELECT stream, epoch, seq, head FROM streams WHERE workspaceId = ? AND stream IN (?, ?) ORDER BY stream FOR UPDATE',
    [workspaceId, `project:${project}:client`, `project:${project}:team`],
  );
  const [[row]] = await line.execute<RowDataPacket[]>('SELECT * FROM milestones WHERE workspaceId = ? AND id = ?', [
    workspaceId,
    milestone,
  ]);
  await line.execute(`UPDATE milestones SET ${column} = ?, rev = ?, updatedAt = ? WHERE workspaceId = ? AND id = ?`, [
    value,
    row!['rev'] + 1,
    at,
    workspaceId,
    milestone,
  ]);
  const data = JSON.stringify({ ...row, [column]: value });
  const hash = createHash('sha256').update(data).digest('hex');
  const events = streams.flatMap(({ stream, epoch, seq }) => [
    ...[workspaceId, stream, epoch, seq + 1, 'milestone.updated', 'milestones', milestone, row!['rev'] + 1],
    ...['{"kind":"system"}', at, data, hash, hash],
  ]);
  await line.execute(
    `INSERT INTO feed (workspaceId, stream, epoch, seq, type, entity, entityId, rev, actor, at, data, dataHash, hash) VALUES ${marks(13)}, ${marks(13)}`,
    events,
  );
  await line.execute(
    `INSERT INTO outbox (workspaceId, stream, seq) VALUES ${marks(3)}, ${marks(3)}`,
    streams.flatMap(({ stream, seq }) => [workspaceId, stream, seq + 1]),
  );
  for (const { stream, seq } of streams)
    await line.execute('UPDATE streams SET seq = ?, head = ? WHERE workspaceId = ? AND stream = ?', [seq + 1, hash, workspaceId, stream]);
  if (keyed)
    await line.execute(`INSERT INTO idempotency (workspaceId, actorId, \`key\`, hash, answer, createdAt) VALUES ${marks(6)}`, [
      ...[workspaceId, 'bare', randomUUID(), hash, data, at],
    ]);
  await line.query('COMMIT');
  return data;
}
