/** Sends deliveries, one attempt a job, and writes down how each ended. */
import { QueryTypes } from 'sequelize';
import { instantOf, systemClock } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { OutboundFailure } from '../../core/outbound.ts';
import { repo } from '../../core/repo.ts';
import type { Runtime } from '../../core/runtime.ts';
import { systemScope, type Scope } from '../../core/scope.ts';
import { eventAt } from '../../feed/event.ts';
import { enqueue, type Job } from '../../jobs/jobs.ts';
import { writing } from '../../jobs/lease.ts';
import { earliestNow } from '../../jobs/time.ts';
import { liveSecrets, noteOutcome, WebhookTable, type WebhookRow } from '../webhooks/index.ts';
import { signedHeaders, type Message } from './message.ts';
import { DeliveryTable, type DeliveryRow } from './model.ts';
import { pauseAfter } from './schedule.ts';
import type { Attempt } from './schema.ts';

const mostAnswer = 1024;
const keptAttempts = 20;

/**
 * Jobs for the next attempt of these deliveries, within the caller's transaction. The revision in the key is that of the
 * row: one job a revision, and a job of an older one finds that its time has passed. One lane an endpoint.
 */
export async function ask(scope: Scope, rows: readonly DeliveryRow[]): Promise<void> {
  if (rows.length === 0) return;
  const jobs = rows.map(({ id, rev, webhookId, nextAt }) => ({
    kind: 'deliveries.send',
    workspaceId: scope.workspaceId,
    payload: { id, rev },
    key: `${id} ${rev}`,
    lane: webhookId,
    runAt: Date.parse(nextAt!),
  }));
  await enqueue(scope.runtime, jobs, scope.tx!.line);
}

export const send: Job<{ id: string; rev: number }> = {
  // Only what is wrong here is tried again by the job itself; what is wrong there follows the schedule.
  attempts: 100,
  async run(runtime, { id, rev }, { workspaceId }) {
    const scope = systemScope(runtime, workspaceId!);
    const row = await repo(scope, DeliveryTable).find(id);
    if (!row || row.rev !== rev || row.state !== 'waiting') return;
    const webhook = await repo(scope, WebhookTable).find(row.webhookId);
    if (!webhook?.enabled) return settle(scope, row, null, { state: 'failed', nextAt: null });
    const message = await messageOf(runtime, row);
    // Its event is no longer kept: there is nothing to send.
    if (!message) return settle(scope, row, null, { state: 'failed', nextAt: null });
    const { attempt, retryAfter } = await post(runtime, webhook, id, message);
    const ok = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
    const gone = attempt.status === 410;
    const attempts = row.attempts + 1;
    const pause = ok || gone ? null : pauseAfter(attempts, retryAfter, systemClock.now());
    const now = runtime.clock.now();
    if (ok) await settle(scope, row, attempt, { state: 'delivered', attempts, nextAt: null, deliveredAt: instantOf(runtime.clock) });
    else if (pause === null) await settle(scope, row, attempt, { state: 'failed', attempts, nextAt: null });
    else await settle(scope, row, attempt, { attempts, nextAt: new Date(now + pause).toISOString() });
    await noteOutcome(scope, webhook.id, ok ? 'delivered' : gone ? 'gone' : 'failed');
  },
};

/** Writes how it ended and, in the same transaction, asks for the next attempt. */
const settle = (outer: Scope, row: DeliveryRow, attempt: Attempt | null, changes: Partial<DeliveryRow>): Promise<void> =>
  transact(outer, [], async (scope) => {
    const log = attempt ? [...row.log, attempt].slice(-keptAttempts) : row.log;
    const next = await repo(scope, DeliveryTable).update(row, { ...changes, log });
    if (next.state === 'waiting') await ask(scope, [next]);
  });

async function messageOf(runtime: Runtime, { workspaceId, webhookId, type, stream, seq, createdAt }: DeliveryRow): Promise<Message | null> {
  if (stream === null || seq === null) return { type, timestamp: createdAt, data: { webhookId } };
  const event = await eventAt(runtime, workspaceId, { stream, seq });
  return event && { type, timestamp: event.at, data: event };
}

async function post(
  runtime: Runtime,
  webhook: WebhookRow,
  id: string,
  message: Message,
): Promise<{ attempt: Attempt; retryAfter: string | null }> {
  const { url } = webhook;
  const at = instantOf(runtime.clock);
  const began = performance.now();
  const ended = (status: number | null, error: string | null, answer: string, retryAfter: string | null = null) => ({
    attempt: { at, url, status, error, milliseconds: Math.round(performance.now() - began), answer },
    retryAfter,
  });
  const secrets = liveSecrets(runtime, webhook);
  if (secrets.length === 0)
    return ended(null, 'The secret of this endpoint cannot be read since PORTICO_SECRET was changed. Rotate it.', '');
  const body = JSON.stringify(message);
  // The receiver compares the signed time with its own clock, so it is the real one, wherever the sandbox's clock stands.
  const headers = signedHeaders(id, secrets, body, systemClock.now());
  try {
    const answer = await runtime.outbound.fetch(url, { method: 'POST', headers, body, mostBytes: mostAnswer });
    const retryAfter = answer.status === 429 || answer.status === 503 ? (answer.headers['retry-after'] ?? null) : null;
    return ended(answer.status, null, answer.body.toString('utf8'), retryAfter);
  } catch (error) {
    if (error instanceof OutboundFailure) return ended(null, error.message, '');
    throw error;
  }
}

/** What ended 30 days ago goes. */
export const trim: Job<null> = {
  attempts: 5,
  everyMilliseconds: 3_600_000,
  async run(runtime) {
    const before = new Date(earliestNow(runtime) - 30 * 24 * 3_600_000);
    await writing(runtime, () =>
      runtime.sequelize.query("DELETE FROM deliveries WHERE updatedAt < ? AND state <> 'waiting'", {
        replacements: [before],
        type: QueryTypes.DELETE,
      }),
    );
  },
};
