/**
 * A command is one transaction: locks its streams, loads, checks, changes, records. What it appended goes to the sockets
 * right after the commit. The whole closure is run again on a deadlock, so it has no side effects.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Transaction, UniqueConstraintError, type Sequelize } from 'sequelize';
import { flush, lockStreams, StreamNotLocked, type Committed, type Pending } from '../feed/append.ts';
import { problem } from './errors.ts';
import { recall, remember } from './idempotency.ts';
import { RowMoved } from './repo.ts';
import type { Scope } from './scope.ts';

const mostAttempts = 8;

/** Streams by name, or how to find them: asked again for each attempt. */
export type Streams = readonly string[] | (() => Promise<readonly string[]>);

/** Will it pass when the closure is run again? Deadlock, lock wait time-out, a row that moved, another process that writes the SQLite file. */
function passes(error: unknown, streams: Streams): boolean {
  // The rows moved to other streams between looking and locking: look again.
  if (error instanceof StreamNotLocked) return typeof streams === 'function';
  if (error instanceof RowMoved) return true;
  const { original, message } = error as { original?: { code?: string; message?: string; sql?: string }; message?: string };
  // Two first requests with one Idempotency-Key, two first events of one stream, two sessions for one origin: the second finds the row when it runs again.
  if (error instanceof UniqueConstraintError) return /INTO `?(idempotency|streams|origins)`?/i.test(original?.sql ?? '');
  return /SQLITE_BUSY|ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD/.test(
    `${original?.code ?? ''} ${original?.message ?? ''} ${message ?? ''}`,
  );
}

/**
 * Runs `run` in one transaction, or joins the one that is open.
 * @param streams that `run` will append to; they are locked first and in sorted order
 * @returns what `run` returned, or the stored answer of an earlier request with the same Idempotency-Key
 */
export async function transact<T>(scope: Scope, streams: Streams, run: (scope: Scope) => Promise<T>): Promise<T> {
  if (scope.tx) return run(scope);
  const { sequelize, writer } = scope.runtime;
  const once = sequelize.getDialect() === 'sqlite' ? () => writer(() => attempt(scope, streams, run)) : () => attempt(scope, streams, run);
  for (let tries = 1; ; tries++) {
    try {
      return await once();
    } catch (error) {
      if (!passes(error, streams)) throw error;
      if (tries === mostAttempts)
        throw problem('unavailable', 'The database is busy. Repeat the request with the same Idempotency-Key.', { retryAfter: 1 });
      // Full jitter, so that those who collided do not collide again.
      await sleep(Math.random() * Math.min(400, 10 * 2 ** tries));
    }
  }
}

async function attempt<T>(outer: Scope, streams: Streams, run: (scope: Scope) => Promise<T>): Promise<T> {
  const { runtime } = outer;
  let named: readonly string[];
  try {
    named = typeof streams === 'function' ? await streams() : streams;
  } catch (error) {
    // What the streams are found by may be gone by the very request that is repeated now.
    const earlier = await recall(outer);
    if (earlier) return earlier.answer as T;
    throw error;
  }
  let committed: Committed[] = [];
  const result = await opened(runtime.sequelize, async (handle) => {
    const pending: Pending = { streams: new Map(), recorded: [] };
    const scope = outer.within({ handle, pending });
    await lockStreams(scope, named);
    const earlier = await recall(scope);
    if (earlier) return earlier.answer as T;
    const answer = await run(scope);
    committed = await flush(scope);
    await remember(scope, answer);
    return answer;
  });
  if (committed.length > 0) for (const listener of runtime.committed) listener(committed);
  return result;
}

/** READ COMMITTED on MySQL (the lock, not a snapshot, orders us), BEGIN IMMEDIATE on SQLite. */
const opened = <T>(sequelize: Sequelize, run: (handle: Transaction) => Promise<T>): Promise<T> =>
  sequelize.transaction(
    sequelize.getDialect() === 'sqlite'
      ? { type: Transaction.TYPES.IMMEDIATE }
      : { isolationLevel: Transaction.ISOLATION_LEVELS.READ_COMMITTED },
    run,
  );
