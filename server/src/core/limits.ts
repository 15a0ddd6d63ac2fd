/**
 * How often somebody may ask. Everybody has an allowance that refills evenly (the generic cell rate algorithm: one number for each, the
 * moment at which all that was taken is made up for), so that there is no edge of a window to wait for and one who floods hurts nobody else.
 * Who it is comes from verified credentials or from the connection, never from what a caller says of himself.
 */
import { LRUCache } from 'lru-cache';
import { problem } from './errors.ts';
import type { Scope } from './scope.ts';

export interface Rates {
  /** Calls a second of one secret key. */
  key: number;
  /** Calls a second of one person, in all their sessions together. */
  session: number;
  /** Bad or missing credentials a second from one address. */
  address: number;
  /** Calls a minute of one person of a procedure that takes much work or writes what others must read (`meta.limited`). */
  person: number;
}
export type Allowance = keyof Rates;

/** What is left after a call, for the `RateLimit` headers. */
export interface Quota {
  allowance: Allowance;
  /** Calls that may be made at once. */
  most: number;
  /** Seconds in which that many are made up for. */
  window: number;
  left: number;
}

/** Tells other nodes what was taken here, in milliseconds of the allowance, and answers how far each one is ahead of now on all nodes together. */
export type Share = (taken: ReadonlyMap<string, number>) => Promise<ReadonlyMap<string, number>>;

export interface Limits {
  /** @throws {PorticoProblem} `rate_limited`; null: nothing is limited */
  spend(scope: Pick<Scope, 'workspaceId' | 'actor'>): Quota | null;
  /** The same for one procedure of a person; a key is the vendor's own and has its own. */
  limit(scope: Pick<Scope, 'workspaceId' | 'actor'>, path: string): void;
  /**
   * Somebody brought credentials that are ours, but revoked or from the wrong place. They have an allowance of their own, so that they
   * neither cost us as many looks as they like nor take anything from the person.
   * @throws {PorticoProblem} `rate_limited`
   */
  turnedAway(who: Pick<Scope, 'workspaceId' | 'actor'>): void;
  /** Somebody at this address had bad credentials or none. @throws {PorticoProblem} `rate_limited` when it was once too often */
  stranger(address: string | null): void;
  /**
   * Looks a key up. It counts as a guess before, whatever comes of it, unless it was good here before; those who bring the same one
   * meanwhile wait for what is found, and count only where nothing is. So the first burst of a back end is no flood of guesses.
   * @param digest of the key
   * @throws {PorticoProblem} `rate_limited`
   */
  guess<T>(address: string | null, digest: string, look: () => Promise<T | undefined>): Promise<T | undefined>;
  /** From now on other nodes count too. Without it, and while it fails, each node counts for itself. */
  share(with_: Share | null): void;
}

/** The seconds whose calls may be made at once: a page with ten widgets begins with a burst. */
const windows: Record<Allowance, number> = { key: 2, session: 5, address: 2, person: 60 };
/** As many as are remembered; the one who has been quiet for longest is forgotten. */
const most = 50_000;
const sharePause = 100;

/** @param rates null: no limits */
export function createLimits(rates: Rates | null): Limits {
  // Moments of `performance.now()`, which no one can set.
  const ahead = new LRUCache<string, number>({ max: most });
  const trusted = new LRUCache<string, true>({ max: 1000 });
  const looking = new Map<string, Promise<unknown>>();
  let share: Share | null = null;
  let taken = new Map<string, number>();
  let timer: NodeJS.Timeout | null = null;

  function take(allowance: Allowance, who: string): Quota | null {
    const rate = rates?.[allowance] ?? 0;
    if (rate === 0) return null;
    const { step, span } = measure(allowance, rate);
    const now = performance.now();
    const name = `${allowance} ${who}`;
    const debt = Math.max(0, (ahead.get(name) ?? 0) - now) + step;
    if (debt > span) refuse(allowance, debt - span);
    ahead.set(name, now + debt);
    if (share) tell(name, step);
    return { allowance, most: Math.floor(span / step), window: windows[allowance], left: Math.floor((span - debt) / step) };
  }

  function tell(name: string, step: number): void {
    taken.set(name, (taken.get(name) ?? 0) + step);
    timer ??= setTimeout(() => void hear(), sharePause).unref();
  }

  async function hear(): Promise<void> {
    const told = taken;
    taken = new Map();
    timer = null;
    const debts = await share?.(told).catch(() => null);
    if (!debts) return;
    const now = performance.now();
    for (const [name, debt] of debts) ahead.set(name, Math.max(ahead.get(name) ?? 0, now + debt));
  }

  const nameOf = ({ workspaceId, actor }: Pick<Scope, 'workspaceId' | 'actor'>): string => `${workspaceId} ${actor.id}`;
  return {
    spend: (scope) => (scope.actor.kind === 'system' ? null : take(scope.actor.kind === 'key' ? 'key' : 'session', nameOf(scope))),
    limit(scope, path) {
      if (scope.actor.kind === 'contact' || scope.actor.kind === 'member') take('person', `${nameOf(scope)} ${path}`);
    },
    turnedAway: (who) => void take(who.actor.kind === 'key' ? 'key' : 'session', `${nameOf(who)} turned away`),
    stranger: (address) => void take('address', address ?? 'nowhere'),
    async guess<T>(address: string | null, digest: string, look: () => Promise<T | undefined>) {
      if (trusted.has(digest)) {
        const found = await look();
        // It was revoked: from now on it is as good as any wrong one.
        if (found === undefined) trusted.delete(digest);
        return found;
      }
      const other = looking.get(digest) as Promise<T | undefined> | undefined;
      if (other) {
        const found = await other;
        if (found === undefined) take('address', address ?? 'nowhere');
        return found;
      }
      take('address', address ?? 'nowhere');
      const own = look().finally(() => looking.delete(digest));
      looking.set(digest, own);
      const found = await own;
      if (found !== undefined) trusted.set(digest, true);
      return found;
    },
    share(other) {
      share = other;
    },
  };
}

/** Milliseconds that one call takes of the allowance, and that it holds. At least one call fits. */
function measure(allowance: Allowance, rate: number): { step: number; span: number } {
  const step = (allowance === 'person' ? 60_000 : 1000) / rate;
  return { step, span: Math.max(step, windows[allowance] * 1000) };
}

const sentences: Record<Allowance, string> = {
  key: 'This secret key asks too often. Repeat the request after the seconds of retryAfter.',
  session: 'This person asks too often. Repeat the request after the seconds of retryAfter.',
  address: 'From this address came too many requests with bad credentials or none. Repeat the request after the seconds of retryAfter.',
  person: 'This was sent too often. Wait a moment and send it again.',
};

function refuse(allowance: Allowance, milliseconds: number): never {
  throw problem('rate_limited', sentences[allowance], { retryAfter: Math.max(1, Math.ceil(milliseconds / 1000)) });
}

/** As the draft of the IETF has them (draft-ietf-httpapi-ratelimit-headers-10): what is allowed, and what is left of it. */
export const quotaHeaders = ({ allowance, most, window, left }: Quota): Record<'RateLimit-Policy' | 'RateLimit', string> => ({
  'RateLimit-Policy': `"${allowance}";q=${most};w=${window}`,
  RateLimit: `"${allowance}";r=${left};t=${left === most ? 0 : Math.ceil(((most - left) * window) / most)}`,
});
