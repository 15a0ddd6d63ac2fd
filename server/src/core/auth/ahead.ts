/**
 * Rights are looked up for every request, and a command need not stand still meanwhile: it begins as the person who these credentials were of a
 * moment ago, and what they are now is known before it commits, or anything of it is answered; either by a look-up beside it, or by a
 * condition that its transaction carries out first (`core/commit.ts`). So whoever lost a right between two calls is refused at the second, as
 * everywhere, and it costs a command no time to find out.
 */
import { LRUCache } from 'lru-cache';
import type { Statement } from '../../db/statements.ts';
import type { Runtime } from '../runtime.ts';
import { Scope, type RequestFacts } from '../scope.ts';

/** Whose credentials were found good. */
export interface Admission {
  scope: Scope;
  /** A condition that holds while the same would be found. */
  still(): Statement;
  /** When the credentials end by themselves, by `runtime.steady`. */
  until: number;
}

/** The last of them, by token and origin. */
export type Admitted = LRUCache<string, Admission>;

export const createAdmitted = (): Admitted =>
  new LRUCache({ maxSize: 4 * 1024 * 1024, sizeCalculation: (_admission, name) => name.length });

export const admittedAs = ({ origin, token }: { origin: string | null; token: string | null }): string => `${origin} ${token}`;

/** Somebody's rights are not what they were a moment ago: the command begins anew, as who they are now. */
export class Moved extends Error {}

/**
 * A Scope of what was known a moment ago, with `request.sure`. Where nothing was known it is what `look` finds; and on a file, where no way
 * is saved.
 * @param look what `authenticate()` says now
 * @throws {PorticoProblem} `rate_limited`
 */
export async function beginAhead(runtime: Runtime, name: string, request: RequestFacts, look: () => Promise<Scope>): Promise<Scope> {
  const { admitted, sequelize, limits, steady } = runtime;
  const known = sequelize.getDialect() === 'sqlite' ? undefined : admitted.get(name);
  if (!known || steady.now() >= known.until) return look();
  request.quota ??= limits.spend(known.scope);
  let looked: Promise<void> | null = null;
  async function lookAgain(): Promise<void> {
    if (!isSame(known!.scope, await look())) throw new Moved();
  }
  request.sure = {
    proven: false,
    get condition() {
      return known.still();
    },
    look() {
      looked ??= lookAgain();
      // Whoever needs it asks; if the command fails before, it may be that nobody does.
      looked.catch(() => undefined);
      return looked;
    },
  };
  return Scope.of(runtime, known.scope, request);
}

/** Of the same token, so what it says itself is the same. */
const isSame = (one: Scope, other: Scope): boolean =>
  one.workspaceId === other.workspaceId &&
  one.actor.id === other.actor.id &&
  one.actor.name === other.actor.name &&
  one.role === other.role &&
  one.clientId === other.clientId;
