/** One way to the server for reads and writes: token, time-out, retries, problem details. */
import { aborted, PorticoError, toError } from '../errors.ts';
import type { Problem } from '../wire.ts';
import { backOff, sleep } from './wait.ts';

export interface HttpRequest {
  /** From the root of the server: `/v1/me`. */
  path: string;
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** How often to try in all; default 4. Only for what may be repeated: reads, and writes under an idempotency key. */
  tries?: number | undefined;
  /** Sent as this person or not at all (`other_person`). */
  person?: string | undefined;
}

/** A token to use now; `bad` is one that the server has refused. */
export interface TokenSource {
  token(bad?: string): Promise<string>;
  /** Whose token it is. */
  person?(): string | null;
}

/** Resolves with the parsed body; rejects with a PorticoError. */
export type Http = <T>(request: HttpRequest) => Promise<T>;

const timeLimit = 15_000;

/**
 * `life` ends with the person: after it, nothing is sent and no answer is let through.
 * @param lang in which a refusal is to be said; without it, what the browser prefers
 */
export function createHttp(
  url: string,
  doFetch: typeof fetch,
  session: TokenSource,
  life?: AbortSignal,
  lang?: () => string | undefined,
): Http {
  return async <T>({ tries = 4, ...request }: HttpRequest): Promise<T> => {
    const stop = AbortSignal.any([life, request.signal].filter((signal) => signal !== undefined));
    let bad: string | undefined;
    for (let attempt = 1; ;) {
      let token: string | undefined;
      try {
        token = await session.token(bad);
        if (stop.aborted) throw aborted();
        if (request.person && request.person !== session.person?.()) throw new PorticoError({ code: 'other_person' });
        const answer = await send(doFetch, url, token, lang?.(), request, stop);
        if (stop.aborted) throw aborted();
        return answer as T;
      } catch (cause) {
        const error = stop.aborted ? aborted() : toError(cause);
        if (error.status === 401 && token && bad === undefined) {
          bad = token;
          continue;
        }
        if (!error.retryable || attempt >= tries) throw error;
        await sleep(error.retryAfter === undefined ? backOff(attempt) : error.retryAfter * 1000, stop);
        attempt += 1;
      }
    }
  };
}

async function send(
  doFetch: typeof fetch,
  url: string,
  token: string,
  lang: string | undefined,
  request: HttpRequest,
  stop: AbortSignal,
): Promise<unknown> {
  const { path, method = 'GET', body, headers } = request;
  const response = await doFetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(lang && { 'accept-language': lang }),
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    credentials: 'omit',
    signal: AbortSignal.any([stop, AbortSignal.timeout(timeLimit)]),
  });
  // A body that is not JSON is no answer of Portico's, whatever its status: a proxy's page.
  const answer: unknown = await response
    .text()
    .then((text) => (text ? JSON.parse(text) : undefined))
    .catch(() => null);
  if (response.ok && answer !== null) return answer;
  throw problemOf(response, answer);
}

/** REST answers the problem itself, tRPC carries it in `error.data`. */
function problemOf(response: Response, answer: unknown): PorticoError {
  const found = (answer as { error?: { data?: unknown } } | null | undefined)?.error?.data ?? answer;
  const problem: Partial<Problem> | null = typeof found === 'object' ? found : null;
  const status = response.ok ? 502 : response.status;
  const seconds = problem?.retryAfter ?? Number(response.headers.get('retry-after') ?? Number.NaN);
  const { retryAfter: _, ...rest } = problem ?? {};
  return new PorticoError({
    title: `The server answered ${response.status}.`,
    ...rest,
    code: typeof problem?.code === 'string' ? problem.code : status === 429 ? 'rate_limited' : status < 500 ? 'refused' : 'unavailable',
    status,
    ...(seconds >= 0 && { retryAfter: Math.min(seconds, 30) }),
  });
}
