/**
 * Jobs: rows that are leased, not locked (the same on every dialect, no SKIP LOCKED), enqueued in the command's own
 * transaction. Tried with growing pauses up to a ceiling, then kept as dead for a person to look at.
 * Jobs wait in lanes: few of one lane run at once, so that a slow receiver delays nobody but itself.
 */
import { hostname } from 'node:os';
import { QueryTypes } from 'sequelize';
import { newId } from '../core/ids.ts';
import type { Runtime } from '../core/runtime.ts';
import { insertion } from '../db/statements.ts';
import type { Tx } from '../db/transaction.ts';
import { writing } from './lease.ts';
import { createLoop, type Loop } from './loop.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- each kind has a payload of its own, which the list of kinds cannot name
export interface Job<P = any> {
  /** Throwing means: again later, until `attempts` are used up. */
  run(runtime: Runtime, payload: P, facts: { id: string; workspaceId: string | null; attempt: number }): Promise<void>;
  attempts: number;
  /** Run by itself, once a period over all nodes; the payload is then null. */
  everyMilliseconds?: number;
}

const leaseMilliseconds = 30_000;

/** Jobs that run at once in this process: altogether, and of one lane. */
const most = { running: 32, ofOneLane: 4 };

export interface Enqueue {
  kind: string;
  payload: unknown;
  workspaceId?: string;
  /** Epoch milliseconds of the runtime's clock; default now. */
  runAt?: number;
  /** At most one job ever has this key. */
  key?: string;
  /** Default: its kind. */
  lane?: string;
}

/** Inside a transaction the job exists only if that commits. */
export async function enqueue(runtime: Runtime, jobs: readonly Enqueue[], line: Tx | null = null): Promise<void> {
  const now = runtime.clock.now();
  const rows = jobs.map(({ kind, payload, workspaceId = null, runAt = now, key = null, lane = kind }) => ({
    id: newId('job', runtime.clock),
    workspaceId,
    kind,
    key,
    lane,
    payload: JSON.stringify(payload ?? null),
    runAt,
    attempts: 0,
    state: 'waiting',
    lockedBy: null,
    lockedUntil: null,
    lastError: null,
    createdAt: new Date(now),
    finishedAt: null,
  }));
  // A key that is there already is not an error: the work is asked for once.
  const statement = insertion('jobs', rows, runtime.sequelize.getDialect() === 'sqlite' ? 'OR IGNORE ' : 'IGNORE ');
  await (line
    ? line.write(statement)
    : writing(runtime, () => runtime.sequelize.query(statement.sql, { replacements: [...statement.values], type: QueryTypes.INSERT })));
}

interface Leased {
  id: string;
  workspaceId: string | null;
  kind: string;
  lane: string;
  payload: string;
  attempts: number;
}

/** Takes jobs that are due and have room in their lane; a job whose holder died comes back when its lease runs out. */
async function lease(runtime: Runtime, owner: string, running: ReadonlyMap<string, Running>): Promise<Leased[]> {
  const { sequelize, clock } = runtime;
  const now = clock.now();
  const kinds = [...runtime.modules.jobs.keys()];
  const busy = Map.groupBy(running.values(), ({ lane }) => lane);
  const due = await sequelize.query<{ id: string; lane: string; place: number }>(
    `SELECT id, lane, place FROM (
       SELECT id, COALESCE(lane, kind) AS lane, runAt, ROW_NUMBER() OVER (PARTITION BY COALESCE(lane, kind) ORDER BY runAt, id) AS place
         FROM jobs WHERE state = 'waiting' AND runAt <= ? AND (lockedUntil IS NULL OR lockedUntil < ?) AND kind IN (?)
     ) due WHERE place <= ? ORDER BY runAt`,
    { replacements: [now, now, kinds, most.ofOneLane], type: QueryTypes.SELECT },
  );
  const free = due.filter(({ id, lane, place }) => !running.has(id) && Number(place) <= most.ofOneLane - (busy.get(lane)?.length ?? 0));
  const ids = free.slice(0, most.running - running.size).map(({ id }) => id);
  if (ids.length === 0) return [];
  const mark = `${owner} ${Math.random().toString(36).slice(2)}`;
  await writing(runtime, () =>
    sequelize.query(
      "UPDATE jobs SET lockedBy = ?, lockedUntil = ?, attempts = attempts + 1 WHERE id IN (?) AND state = 'waiting' AND (lockedUntil IS NULL OR lockedUntil < ?)",
      {
        replacements: [mark, now + leaseMilliseconds, ids, now],
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

async function finish(runtime: Runtime, id: string, changes: Record<string, unknown>): Promise<void> {
  await writing(runtime, () =>
    runtime.sequelize.getQueryInterface().bulkUpdate('jobs', { lockedBy: null, lockedUntil: null, ...changes }, { id }),
  );
}

/** 2 s, 8 s, 32 s … up to an hour, with a fifth of jitter so that a herd spreads. */
const pause = (attempt: number): number => Math.min(3_600_000, 500 * 4 ** attempt) * (0.9 + Math.random() * 0.2);

async function carryOut(runtime: Runtime, { id, workspaceId, kind, payload, attempts }: Leased): Promise<void> {
  const job = runtime.modules.jobs.get(kind)!;
  const now = runtime.clock.now();
  try {
    await job.run(runtime, JSON.parse(payload), { id, workspaceId, attempt: attempts });
    await finish(runtime, id, { state: 'done', finishedAt: new Date(now), lastError: null });
  } catch (error) {
    const lastError = String((error as Error).message).slice(0, 1000);
    const dead = attempts >= job.attempts;
    runtime.log.warn({ err: error, job: id, kind, attempt: attempts, dead }, 'a job failed');
    await finish(
      runtime,
      id,
      dead ? { state: 'dead', finishedAt: new Date(now), lastError } : { runAt: Math.round(now + pause(attempts)), lastError },
    );
  }
}

interface Running {
  lane: string;
  ended: Promise<void>;
}

/** Works off due jobs, and asks for the scheduled ones: their key names the period, so two nodes ask for one. */
export function startJobs(runtime: Runtime): Loop {
  // Slots that this process has asked for already.
  const asked = new Map<string, number>();
  const running = new Map<string, Running>();
  const owner = `${hostname().slice(0, 20)}:${process.pid}`;
  const loop = createLoop(runtime, 'jobs', 1000, async () => {
    const now = runtime.clock.now();
    const scheduled = [...runtime.modules.jobs].flatMap(([kind, { everyMilliseconds }]) => {
      if (!everyMilliseconds) return [];
      const slot = Math.floor(now / everyMilliseconds);
      const known = asked.get(kind) === slot;
      asked.set(kind, slot);
      return known ? [] : [{ kind, payload: null, key: `every:${kind}:${slot}` }];
    });
    if (scheduled.length > 0) await enqueue(runtime, scheduled);
    for (const job of await lease(runtime, owner, running)) running.set(job.id, { lane: job.lane, ended: start(job) });
    // Whoever ends makes room and asks for the next round.
    return false;
  });

  async function start(job: Leased): Promise<void> {
    try {
      await carryOut(runtime, job);
    } catch (error) {
      // How it ended could not be written: it comes back when its lease runs out.
      runtime.log.warn({ err: error, job: job.id, kind: job.kind }, 'the end of a job could not be kept');
    } finally {
      running.delete(job.id);
      loop.wake();
    }
  }
  const allEnded = (): Promise<unknown> => Promise.all([...running.values()].map(({ ended }) => ended));
  return {
    wake: loop.wake,
    async drain() {
      do {
        await allEnded();
        await loop.drain();
      } while (running.size > 0);
    },
    async stop() {
      await loop.stop();
      await allEnded();
    },
  };
}
