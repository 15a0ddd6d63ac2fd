/** The token of the person who looks at the page. It lives in this closure only, never in storage. */
import { PorticoError } from '../errors.ts';
import type { TokenSource } from '../rpc/http.ts';
import type { ConnectionOptions, Token } from '../types.ts';

export interface Session extends TokenSource {
  /** Milliseconds until the token should be renewed: 80 % of its life. */
  freshFor(): number;
  /** Whose token it is; null before the first, and where the token does not say. */
  person(): string | null;
}

const patience = 30_000;

/**
 * The page's clock may be wrong. Only the span from now to `expiresAt` is used, and where that has passed already a
 * minute is assumed: the net is the server's 401, after which the token is fetched again.
 */
export function createSession(options: Pick<ConnectionOptions, 'fetchToken' | 'project'>, known: (person: string | null) => void): Session {
  let held: { token: string; person: string | null; renewAt: number; endsAt: number } | undefined;
  let flight: Promise<string> | undefined;

  async function fetchNew(bad: string | undefined): Promise<string> {
    try {
      const { token, expiresAt } = await inTime(options.fetchToken({ project: options.project }));
      if (typeof token !== 'string') throw new TypeError('fetchToken has to answer { token, expiresAt }');
      const now = Date.now();
      const life = Date.parse(expiresAt) - now;
      const span = life > 0 ? life : 60_000;
      held = { token, person: subjectOf(token), renewAt: now + span * 0.8, endsAt: now + span };
      known(held.person);
    } catch (cause) {
      // The old one still holds for a while: better than nothing, unless it is the one that was refused.
      if (!held || held.token === bad || Date.now() > held.endsAt) throw tokenError(cause);
    }
    return held.token;
  }

  return {
    /** One fetch at a time. Any token that is fresh and not the `bad` one will do: somebody else may have renewed it. */
    token(bad) {
      if (!flight && held && held.token !== bad && Date.now() < held.renewAt) return Promise.resolve(held.token);
      flight ??= fetchNew(bad).finally(() => (flight = undefined));
      return flight;
    },
    freshFor: () => (held ? held.renewAt - Date.now() : 0),
    person: () => held?.person ?? null,
  };
}

/** By the token's own word: enough to keep two people's drafts apart. What a person may do is for the server to check. */
function subjectOf(token: string): string | null {
  try {
    const { sub } = JSON.parse(atob(token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/'))) as { sub?: unknown };
    return typeof sub === 'string' ? sub : null;
  } catch {
    return null;
  }
}

/** A vendor's back end that hangs must not hang the page for ever. */
async function inTime(answer: Promise<Token>): Promise<Token> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The token address did not answer.')), patience);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** An error with a `status` of 401, 403 or 404 is the vendor's word that this person may not look; all others pass. */
function tokenError(cause: unknown): PorticoError {
  if (cause instanceof PorticoError) return cause;
  const status = (cause as { status?: unknown } | null)?.status;
  const refused = status === 401 || status === 403 || status === 404;
  const detail = refused ? 'The vendor gives this person no session.' : 'No session could be had from the token address.';
  return new PorticoError(refused ? { code: 'forbidden', status: 403, detail } : { code: 'token_unavailable', detail }, { cause });
}
