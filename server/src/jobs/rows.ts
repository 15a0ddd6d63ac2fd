/** Rows of jobs: who may take which, and how they end. */
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';
import { writing } from './lease.ts';
import { sharedNow } from './time.ts';

const leaseMilliseconds = 30_000;

/** Jobs that run at once in this process: altogether, and of one lane. */
export const most = { running: 32, ofOneLane: 4 };

export interface Running {
  lane: string;
  ended: Promise<void>;
}

/** Whether somebody of this lane has to wait until another ends. */
export const isFull = (running: ReadonlyMap<string, Running>, lane: string): boolean =>
  running.size >= most.running || [...running.values()].filter((one) => one.lane === lane).length >= most.ofOneLane;

export interface Leased {
  id: string;
  workspaceId: string | null;
  kind: string;
  lane: string;
  payload: string;
  attempts: number;
}

/**
 * Takes jobs that are due and have room in their lane; a job whose holder died comes back when its lease runs out.
 * @param among these rows; null: all
 */
export async function lease(
  runtime: Runtime,
  owner: string,
  running: ReadonlyMap<string, Running>,
  among: readonly string[] | null,
): Promise<Leased[]> {
  const { sequelize } = runtime;
  const now = sharedNow(runtime);
  // None can end later than that: the clock was set back since it was taken.
  const never = now + 2 * leaseMilliseconds;
  const kinds = [...runtime.modules.jobs.keys()];
  const busy = Map.groupBy(running.values(), ({ lane }) => lane);
  const due = await sequelize.query<{ id: string; lane: string; place: number }>(
    `SELECT id, lane, place FROM (
       SELECT id, COALESCE(lane, kind) AS lane, runAt, ROW_NUMBER() OVER (PARTITION BY COALESCE(lane, kind) ORDER BY runAt, id) AS place
         FROM jobs WHERE ${among ? 'id IN (?) AND ' : ''}state = 'waiting' AND runAt <= ? AND (lockedUntil IS NULL OR lockedUntil < ? OR lockedUntil > ?) AND kind IN (?)
     ) due WHERE place <= ? ORDER BY runAt`,
    { replacements: [...(among ? [among] : []), now, now, never, kinds, most.ofOneLane], type: QueryTypes.SELECT },
  );
  const free = due.filter(({ id, lane, place }) => !running.has(id) && Number(place) <= most.ofOneLane - (busy.get(lane)?.length ?? 0));
  const ids = free.slice(0, most.running - running.size).map(({ id }) => id);
  if (ids.length === 0) return [];
  const mark = `${owner} ${Math.random().toString(36).slice(2)}`;
  await writing(runtime, () =>
    sequelize.query(
      "UPDATE jobs SET lockedBy = ?, lockedUntil = ?, attempts = attempts + 1 WHERE id IN (?) AND state = 'waiting' AND (lockedUntil IS NULL OR lockedUntil < ? OR lockedUntil > ?)",
      {
        replacements: [mark, now + leaseMilliseconds, ids, now, never],
        type: QueryTypes.UPDATE,
      },
    ),
  );
  return sequelize.query<Leased>(
    'SELECT id, workspaceId, kind, COALESCE(lane, kind) AS lane, payload, attempts FROM jobs WHERE id IN (?) AND lockedBy = ? ORDER BY runAt',
    {
      replacements: [ids, mark],
      type: QueryTypes.SELECT,
    },
  );
}

export async function finish(runtime: Runtime, id: string, changes: Record<string, unknown>): Promise<void> {
  await writing(runtime, () =>
    runtime.sequelize.getQueryInterface().bulkUpdate('jobs', { lockedBy: null, lockedUntil: null, ...changes }, { id }),
  );
}
