/**
 * Rights are looked up for every request, and a command need not stand still meanwhile: it begins as the person who these credentials were of a
 * moment ago, and what they are now is known before it commits, or anything of it is answered. So the look-up costs a command no time, and
 * whoever lost a right between two calls is refused at the second, as everywhere.
 */
import { LRUCache } from 'lru-cache';
import type { Runtime } from '../runtime.ts';
import { Scope, type RequestFacts } from '../scope.ts';
import type { Credentials } from './authenticate.ts';

/** Whose credentials were good last, by token and origin. */
export type Admitted = LRUCache<string, Scope>;

export const createAdmitted = (): Admitted => new LRUCache({ maxSize: 4 * 1024 * 1024, sizeCalculation: (_scope, name) => name.length });

/** Somebody's rights are not what they were a moment ago: the command begins anew, as who they are now. */
export class Moved extends Error {}

/**
 * A Scope of what was known a moment ago; `request.sure` then fails with what `looking` fails with, or with `Moved` where it finds somebody
 * else than was known. Where nothing was known, and on a file, where no way is saved, it is what `looking` finds.
 * @param looking what `authenticate()` says now
 */
export function beginAhead(
  runtime: Runtime,
  { origin, token }: Credentials,
  request: RequestFacts,
  looking: Promise<Scope>,
): Promise<Scope> {
  const { admitted, sequelize } = runtime;
  const name = `${origin} ${token}`;
  const known = sequelize.getDialect() === 'sqlite' ? undefined : admitted.get(name);
  const looked = looking.then(
    (scope) => {
      admitted.set(name, scope);
      return scope;
    },
    (error: unknown) => {
      admitted.delete(name);
      throw error;
    },
  );
  if (!known) return looked;
  request.sure = looked.then((now) => {
    if (!isSame(known, now)) throw new Moved();
  });
  // Whoever needs it asks; if the command fails before, it may be that nobody does.
  request.sure.catch(() => undefined);
  return Promise.resolve(Scope.of(runtime, known, request));
}

/** Of the same token, so what it says itself is the same. */
const isSame = (one: Scope, other: Scope): boolean =>
  one.workspaceId === other.workspaceId &&
  one.actor.id === other.actor.id &&
  one.actor.name === other.actor.name &&
  one.role === other.role &&
  one.clientId === other.clientId;
