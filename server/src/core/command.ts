/**
 * A command is one transaction: locks its streams, loads, checks, changes, records. What it appended goes to the sockets
 * right after the commit. The whole closure is run again on a deadlock, so it has no side effects.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryTypes } from 'sequelize';
import { NoRow } from '../db/transaction.ts';
import { StreamNotLocked } from '../feed/append.ts';
import { problem } from './errors.ts';
import { keptFor, recall, type Kept } from './idempotency.ts';
import { alone, Apart, inTurn } from './queue.ts';
import type { Scope } from './scope.ts';

const mostAttempts = 8;
/** Milliseconds after which nobody tries again: who asked has a time-out too, and repeats the request under its key. */
const longest = 10_000;

/** Streams by name, or how to find them: asked again for each attempt. */
export type Streams = readonly string[] | (() => Promise<readonly string[]>);

/** Why it may pass when the closure is run again, and how; null if it will not. */
function again(error: unknown, streams: Streams): 'at once' | 'after a pause' | 'statement by statement' | null {
  if (error instanceof Apart) return 'at once';
  // The rows moved to other streams between looking and locking: look again.
  if (error instanceof StreamNotLocked) return typeof streams === 'function' ? 'after a pause' : null;
  // Somebody wrote the row between its load and our write, holding the lock of another stream.
  if (error instanceof NoRow) return 'after a pause';
  const { code = '', message = '', sql = '' } = (error as { original?: { code?: string; message?: string; sql?: string } }).original ?? {};
  // Two first requests with one Idempotency-Key, two first events of one stream, two sessions for one origin: the second finds the row when it
  // runs again. Of a packet it is not known which statement it was.
  if (/ER_DUP_ENTRY|SQLITE_CONSTRAINT/.test(code)) {
    if (sql.includes(';\n')) return 'statement by statement';
    return /INTO `?(idempotency|streams|origins)`?/i.test(sql) ? 'after a pause' : null;
  }
  return /SQLITE_BUSY|ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD/.test(`${code} ${message}`) ? 'after a pause' : null;
}

/**
 * Runs `run` in one transaction, or joins the one that is open.
 * @param streams that `run` will append to; they are locked first and in sorted order
 * @param long it may take seconds, and shares its transaction with nobody
 * @returns what `run` returned, or the stored answer of an earlier request with the same Idempotency-Key
 */
export async function transact<T>(scope: Scope, streams: Streams, run: (scope: Scope) => Promise<T>, long = false): Promise<T> {
  if (scope.tx) return run(scope);
  let careful = false;
  const began = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      const named = await namesOf(scope, streams);
      if (!Array.isArray(named)) return (named as { answer: T }).answer;
      const command = { scope, streams: named, run, long };
      const outcome = tries === 1 ? await inTurn(command) : await alone(command, careful);
      if ('refusal' in outcome) throw outcome.refusal;
      return outcome.answer as T;
    } catch (error) {
      // What is remembered of its row may be what was wrong.
      if (error instanceof StreamNotLocked) scope.runtime.owners.clear();
      const how = again(error, streams);
      if (!how) throw error;
      if (tries === mostAttempts || performance.now() - began > longest)
        throw problem('unavailable', 'The database is busy. Repeat the request with the same Idempotency-Key.', { retryAfter: 1 });
      careful = how === 'statement by statement';
      // Full jitter, so that those who collided do not collide again.
      if (how === 'after a pause') await sleep(Math.random() * Math.min(400, 10 * 2 ** tries));
    }
  }
}

/** The streams' names, or the answer of an earlier request. */
async function namesOf(scope: Scope, streams: Streams): Promise<readonly string[] | { answer: unknown }> {
  if (typeof streams !== 'function') return streams;
  try {
    return await streams();
  } catch (error) {
    // What the streams are found by may be gone by the very request that is repeated now.
    if (!scope.request.idempotency) throw error;
    const { sql, values } = keptFor([scope]);
    const kept = await scope.runtime.sequelize.query<Kept>(sql, { replacements: [...values], type: QueryTypes.SELECT });
    const earlier = recall(scope, kept);
    if (earlier) return earlier;
    throw error;
  }
}
