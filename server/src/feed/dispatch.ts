/**
 * The dispatcher: takes events that nobody has handled from the outbox and hands them to each consumer in one transaction,
 * which turns them into jobs. Sockets are rung by each node itself.
 * One dispatcher a database, by lease; woken soon after a commit, with a poll as the net.
 */
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';
import { giveUpLease, takeLease, writing } from '../jobs/lease.ts';
import { createLoop } from '../jobs/loop.ts';
import type { Committed } from './append.ts';

/** Turns events into work inside the dispatcher's transaction. */
export interface Consumer {
  name: string;
  consume(runtime: Runtime, events: readonly Committed[]): Promise<void>;
}

const batch = 200;
const pollMilliseconds = 1000;
/** Whoever waits asks when it ends, so that a dispatcher that died is followed within five seconds. */
const leaseMilliseconds = 4500;
/** What comes within so long is handed on together; where a round takes long, ten times as long as it took, so that under load the work behind a commit is shared by many. */
const gatherMilliseconds = { least: 40, most: 250 };

export interface Dispatcher {
  wake(): void;
  stop(): Promise<void>;
  /** Handles everything that waits now; for tests and for the end of a back-dated history. */
  drain(): Promise<void>;
}

/** @param handled is called when consumers have made their jobs */
export function startDispatcher(runtime: Runtime, node: string, consumers: readonly Consumer[], handled: () => void): Dispatcher {
  async function round(): Promise<boolean> {
    const left = await takeLease(runtime, 'dispatcher', node, leaseMilliseconds);
    clearTimeout(ending);
    if (left > 0) {
      if (left < pollMilliseconds) ending = setTimeout(loop.wake, left + 5).unref();
      return false;
    }
    const began = performance.now();
    const waiting = await takeWaiting(runtime);
    if (waiting.length === 0) return false;
    const events = waiting.map(({ event }) => event);
    for (const consumer of consumers) await consumer.consume(runtime, events);
    handled();
    await forget(
      runtime,
      waiting.map(({ outboxId }) => outboxId),
    );
    pause = Math.min(gatherMilliseconds.most, Math.max(gatherMilliseconds.least, (performance.now() - began) * 10));
    return waiting.length === batch;
  }

  const loop = createLoop(runtime, 'dispatcher', pollMilliseconds, round);
  let timer: NodeJS.Timeout | null = null;
  let pause = gatherMilliseconds.least;
  let ending: NodeJS.Timeout | undefined;
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      loop.wake();
    }, pause);
  };
  runtime.committed.add(soon);
  return {
    wake: soon,
    drain: loop.drain,
    async stop() {
      runtime.committed.delete(soon);
      if (timer) clearTimeout(timer);
      clearTimeout(ending);
      await loop.stop();
      await giveUpLease(runtime, 'dispatcher', node);
    },
  };
}

async function takeWaiting({ sequelize }: Runtime): Promise<{ outboxId: number; event: Committed }[]> {
  const rows = await sequelize.query<Committed & { outboxId: number; entityId: string }>(
    `SELECT o.id AS outboxId, f.workspaceId, f.stream, f.epoch, f.seq, f.type, f.entity, f.entityId, f.rev, f.at, f.actor, f.data
       FROM outbox o JOIN feed f ON f.workspaceId = o.workspaceId AND f.stream = o.stream AND f.seq = o.seq
      ORDER BY o.id LIMIT ${batch}`,
    { type: QueryTypes.SELECT },
  );
  return rows.map(({ outboxId, entityId, ...event }) => ({
    outboxId: Number(outboxId),
    event: { ...event, id: entityId, seq: Number(event.seq), rev: Number(event.rev), at: new Date(event.at).toISOString() },
  }));
}

async function forget(runtime: Runtime, ids: readonly number[]): Promise<void> {
  await writing(runtime, () =>
    runtime.sequelize.query('DELETE FROM outbox WHERE id IN (?)', { replacements: [ids], type: QueryTypes.DELETE }),
  );
}
