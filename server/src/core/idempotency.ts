/**
 * `Idempotency-Key`: the answer of a write is kept in the same transaction as the write, and given again to who
 * repeats the request within a week. (The IETF draft "The Idempotency-Key HTTP Header Field", with Stripe's rules.)
 */
import { QueryTypes } from 'sequelize';
import { problem } from './errors.ts';
import type { Scope } from './scope.ts';

/**
 * Hours that an answer is kept. A form that was sent off line stays in its page's outbox for up to 7 days (`@portico/sdk/outbox`) and may
 * have reached us at its first try, so its key has to be known for as long; an hour more for the try that is under way.
 */
export const keptHours = 7 * 24 + 1;

interface Kept {
  hash: string;
  answer: string | null;
}

/**
 * The answer of an earlier request with this key, or null. Runs after the streams are locked, so that of two requests
 * at once the second finds the answer of the first.
 * @throws {PorticoProblem} `idempotency_mismatch` if the key was used for another request
 */
export async function recall(scope: Scope): Promise<{ answer: unknown } | null> {
  const { idempotency } = scope.request;
  if (!idempotency) return null;
  const [kept] = await scope.runtime.sequelize.query<Kept>(
    'SELECT hash, answer FROM idempotency WHERE workspaceId = ? AND actorId = ? AND `key` = ?',
    {
      replacements: [scope.workspaceId, scope.actor.id, idempotency.key],
      type: QueryTypes.SELECT,
      transaction: scope.tx?.handle ?? null,
    },
  );
  if (!kept) return null;
  if (kept.hash !== idempotency.hash) {
    throw problem('idempotency_mismatch', 'This Idempotency-Key was used for another request. Use a new key for a new request.');
  }
  scope.request.replayed = true;
  return { answer: kept.answer === null ? null : JSON.parse(kept.answer) };
}

/** Keeps the answer. Members that are shown once (`omit`) are kept as null. */
export async function remember(scope: Scope, answer: unknown): Promise<void> {
  const { idempotency } = scope.request;
  if (!idempotency) return;
  const kept =
    idempotency.omit && answer && typeof answer === 'object'
      ? { ...answer, ...Object.fromEntries(idempotency.omit.map((name) => [name, null])) }
      : answer;
  const createdAt = new Date(scope.runtime.clock.now());
  const row = {
    workspaceId: scope.workspaceId,
    actorId: scope.actor.id,
    key: idempotency.key,
    hash: idempotency.hash,
    answer: JSON.stringify(kept ?? null),
    createdAt,
  };
  await scope.runtime.sequelize.getQueryInterface().bulkInsert('idempotency', [row], { transaction: scope.tx!.handle });
}
