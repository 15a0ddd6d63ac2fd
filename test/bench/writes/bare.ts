/**
 * The same rows written by somebody who needs nothing else: `mysql2`, one transaction for each change, prepared statements, one after another as a
 * connection takes them. No HTTP, no authentication, no validation, no rights, no chain: a digest stands where the chain's does.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createPool, type PoolConnection, type RowDataPacket } from 'mysql2/promise';
import { serve } from '../child.ts';
import type { Target } from './writes.ts';

const pool = createPool({ uri: process.env['DATABASE_URL']!.replace(/^mariadb:/, 'mysql:'), connectionLimit: 16, timezone: 'Z' });
const workspaceId = process.env['WORKSPACE']!;
const marks = (count: number): string => `(${Array.from({ length: count }, () => '?').join()})`;
let written = 0;

async function change(line: PoolConnection, { project, milestone }: Target): Promise<void> {
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
  const note = `bare ${written++}`;
  await line.execute('UPDATE milestones SET note = ?, rev = ?, updatedAt = ? WHERE workspaceId = ? AND id = ?', [
    note,
    row!['rev'] + 1,
    at,
    workspaceId,
    milestone,
  ]);
  const data = JSON.stringify({ ...row, note });
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
  await line.execute(`INSERT INTO idempotency (workspaceId, actorId, \`key\`, hash, answer, createdAt) VALUES ${marks(6)}`, [
    ...[workspaceId, 'bare', randomUUID(), hash, data, at],
  ]);
  await line.query('COMMIT');
}

serve({
  start: async () => 0,
  /** Answers how long each change took, in milliseconds. */
  async run({ targets, milliseconds }: { targets: Target[]; milliseconds: number }): Promise<number[]> {
    const until = performance.now() + milliseconds;
    const times: number[] = [];
    await Promise.all(
      targets.map(async (target) => {
        const line = await pool.getConnection();
        while (performance.now() < until) {
          const began = performance.now();
          await change(line, target);
          times.push(performance.now() - began);
        }
        line.release();
      }),
    );
    return times;
  },
  stop: () => pool.end(),
});
