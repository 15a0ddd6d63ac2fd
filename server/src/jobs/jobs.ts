/**
 * Jobs: rows that are leased, not locked (the same on every dialect, no SKIP LOCKED), enqueued in the command's own
 * transaction. Tried with growing pauses up to a ceiling, then kept as dead for a person to look at.
 * Jobs wait in lanes: few of one lane run at once, so that a slow receiver delays nobody but itself.
 */
import { hostname } from 'node:os';
import { QueryTypes } from 'sequelize';
import { gather } from '../core/gather.ts';
import { newId } from '../core/ids.ts';
import { createMutex } from '../core/mutex.ts';
import type { Runtime } from '../core/runtime.ts';
import { insertion } from '../db/statements.ts';
import type { Tx } from '../db/transaction.ts';
import { writing } from './lease.ts';
import { openQueue, type Due, type JobQueue } from './queue.ts';
import { finish, isFull, lease, most, type Leased, type Running } from './rows.ts';
import { createLoop, type Loop } from './loop.ts';
import { agree, sharedNow } from './time.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- each kind has a payload of its own, which the list of kinds cannot name
export interface Job<P = any> {
  /** Throwing means: again later, until `attempts` are used up. */
  run(runtime: Runtime, payload: P, facts: { id: string; workspaceId: string | null; attempt: number }): Promise<void>;
  attempts: number;
  /** Run by itself, once a period over all nodes; the payload is then null. */
  everyMilliseconds?: number;
}

/** How often the table is looked through where Redis gives the jobs out: for what it has forgotten. */
const netMilliseconds = 5000;

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
  // Who asks reckons by the clock of this node; when it is due is told by the one that all nodes share.
  const ahead = sharedNow(runtime) - now;
  const rows = jobs.map(({ kind, payload, workspaceId = null, runAt = now, key = null, lane = kind }) => ({
    id: newId('job', runtime.clock),
    workspaceId,
    kind,
    key,
    lane,
    payload: JSON.stringify(payload ?? null),
    runAt: Math.round(runAt + ahead),
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
  const tell = (): void => told(runtime, rows);
  if (line) {
    line.afterCommit(tell);
    return line.write(statement);
  }
  await writing(runtime, () => runtime.sequelize.query(statement.sql, { replacements: [...statement.values], type: QueryTypes.INSERT }));
  tell();
}

function told({ enqueued }: Runtime, jobs: readonly Due[]): void {
  for (const listener of enqueued) listener(jobs);
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
    const runAt = Math.round(sharedNow(runtime) + pause(attempts));
    await finish(runtime, id, dead ? { state: 'dead', finishedAt: new Date(now), lastError } : { runAt, lastError });
    if (!dead) told(runtime, [{ id, runAt, attempts }]);
  }
}

/** Works off due jobs, and asks for the scheduled ones: their key names the period, so two nodes ask for one. */
export function startJobs(runtime: Runtime): Loop {
  // Slots that this process has asked for already.
  const asked = new Map<string, number>();
  const running = new Map<string, Running>();
  const owner = `${hostname().slice(0, 20)}:${process.pid}`;
  const inTurn = createMutex();
  let queue: JobQueue | null = null;
  let looking = true;
  let lookedAt = 0;

  /** Leases those of these rows that may run, or of all, and begins them. */
  const begin = (ids: readonly string[] | null): Promise<void> =>
    inTurn(async () => {
      for (const job of await lease(runtime, owner, running, ids)) running.set(job.id, { lane: job.lane, ended: start(job) });
    });

  const loop = createLoop(runtime, 'jobs', 1000, async () => {
    await schedule();
    // What Redis gives out need not be looked for.
    if (queue?.ready() && !looking && performance.now() - lookedAt < netMilliseconds) return false;
    looking = false;
    lookedAt = performance.now();
    await begin(null);
    // Whoever ends makes room and asks for the next round.
    return false;
  });

  function look(): void {
    looking = true;
    loop.wake();
  }

  async function schedule(): Promise<void> {
    await agree(runtime);
    const now = sharedNow(runtime);
    const scheduled = [...runtime.modules.jobs].flatMap(([kind, { everyMilliseconds }]) => {
      if (!everyMilliseconds) return [];
      const slot = Math.floor(now / everyMilliseconds);
      const known = asked.get(kind) === slot;
      asked.set(kind, slot);
      return known ? [] : [{ kind, payload: null, key: `every:${kind}:${slot}` }];
    });
    if (scheduled.length > 0) await enqueue(runtime, scheduled);
  }

  async function start(job: Leased): Promise<void> {
    try {
      await carryOut(runtime, job);
    } catch (error) {
      // How it ended could not be written: it comes back when its lease runs out.
      runtime.log.warn({ err: error, job: job.id, kind: job.kind }, 'the end of a job could not be kept');
    } finally {
      // Who was given out while there was no room waits in the table.
      const full = isFull(running, job.lane);
      running.delete(job.id);
      if (full || !queue?.ready()) look();
    }
  }

  /** Rows that Redis gives to this process, those of one moment together. Resolves when the job has ended, or is not to be done here and now. */
  const given = gather(
    (id: string) => id,
    async (ids) => {
      await begin(ids);
      return new Map(ids.map((id) => [id, running.get(id)?.ended]));
    },
  );
  const opening = openQueue(runtime, { atOnce: most.running, carry: given, back: look }).then((opened) => (queue = opened));
  opening.catch((error: unknown) => runtime.log.error({ err: error }, 'jobs are looked for in the table alone'));

  const allEnded = (): Promise<unknown> => Promise.all([...running.values()].map(({ ended }) => ended));
  return {
    wake: () => (queue?.ready() ? undefined : look()),
    async drain() {
      do {
        await allEnded();
        looking = true;
        await loop.drain();
      } while (running.size > 0);
    },
    async stop() {
      await opening.catch(() => null);
      queue?.pause();
      await loop.stop();
      await allEnded();
      await queue?.stop();
    },
  };
}
