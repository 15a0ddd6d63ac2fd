/** For the vendor's back end: sessions for the people who look at its pages. Never for a browser, which must not hold the secret key. */
import { createHttp } from '../rpc/http.ts';
import { idempotencyKey } from '../rpc/key.ts';
import type { Token } from '../wire.ts';

export { PorticoError } from '../errors.ts';
export type { Token };

/** Exactly one person, and what the session is narrowed to; what is left out is everything that the person may reach. */
export type SessionRequest = ({ contact: string } | { member: string } | { externalId: string }) & {
  project?: string;
  widgets?: string[];
  origins?: string[];
  /** Seconds, 5 to 900; default 600. */
  ttl?: number;
};

export interface SessionsOptions {
  /** Origin of the Portico server. */
  url: string;
  /** A secret key of the workspace, from the environment of the back end. */
  secretKey: string;
  /** Replaceable for tests. */
  fetch?: typeof fetch;
}

/** `mint` resolves with what the token address has to answer the page, `{ token, expiresAt }`; it rejects with a PorticoError. */
export function createSessions({ url, secretKey, fetch: doFetch = fetch }: SessionsOptions): {
  mint(request: SessionRequest): Promise<Token>;
} {
  if (typeof document !== 'undefined') throw new Error('@portico/sdk/server is for a back end: a secret key must never reach a browser.');
  if (!secretKey) throw new Error('createSessions needs the secret key of the workspace.');
  const http = createHttp(url.replace(/\/+$/, ''), doFetch, { token: () => Promise.resolve(secretKey) });
  return {
    mint: (body) => http<Token>({ path: '/v1/sessions', method: 'POST', body, headers: { 'idempotency-key': idempotencyKey() } }),
  };
}
