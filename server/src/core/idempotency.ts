/**
 * `Idempotency-Key`: the answer of a write is kept in the same transaction as the write, and given again to who
 * repeats the request within a week. (The IETF draft "The Idempotency-Key HTTP Header Field", with Stripe's rules.)
 */
import { problem } from './errors.ts';
import type { Statement } from '../db/statements.ts';
import type { Scope } from './scope.ts';

/**
 * Hours that an answer is kept. A form that was sent off line stays in its page's outbox for up to 7 days (`@portico/sdk/outbox`) and may
 * have reached us at its first try, so its key has to be known for as long; an hour more for the try that is under way.
 */
export const keptHours = 7 * 24 + 1;

export interface Kept {
  actorId: string;
  key: string;
  hash: string;
  answer: string | null;
}

/** What was kept of earlier requests with the keys of these, which are of one workspace. */
export function keptFor(scopes: readonly Scope[]): Statement {
  const asked = scopes.flatMap(({ actor, request: { idempotency } }) => (idempotency ? [[actor.id, idempotency.key]] : []));
  return {
    sql: `SELECT actorId, \`key\`, hash, answer FROM idempotency WHERE workspaceId = ? AND (${['1 = 0', ...asked.map(() => '(actorId = ? AND `key` = ?)')].join(' OR ')})`,
    values: [scopes[0]!.workspaceId, ...asked.flat()],
  };
}

/**
 * The answer of an earlier request with this key, or null. What was kept is read after the streams are locked, so that of two
 * requests at once the second finds the answer of the first.
 * @throws {PorticoProblem} `idempotency_mismatch` if the key was used for another request
 */
export function recall({ actor, request }: Scope, kept: readonly Kept[]): { answer: unknown } | null {
  const { idempotency } = request;
  const earlier = idempotency && kept.find(({ actorId, key }) => actorId === actor.id && key === idempotency.key);
  if (!earlier) return null;
  if (earlier.hash !== idempotency.hash) {
    throw problem('idempotency_mismatch', 'This Idempotency-Key was used for another request. Use a new key for a new request.');
  }
  request.replayed = true;
  return { answer: earlier.answer === null ? null : JSON.parse(earlier.answer) };
}

/** What is kept of an answer, or null if nothing is. Members that are shown once (`omit`) are kept as null. */
export function keep({ actor, request: { idempotency } }: Scope, answer: unknown): Kept | null {
  if (!idempotency) return null;
  const kept =
    idempotency.omit && answer && typeof answer === 'object'
      ? { ...answer, ...Object.fromEntries(idempotency.omit.map((name) => [name, null])) }
      : answer;
  return { actorId: actor.id, key: idempotency.key, hash: idempotency.hash, answer: JSON.stringify(kept ?? null) };
}
