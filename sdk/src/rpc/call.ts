/** Typed calls of the server's procedures, `call('milestones.update', { id, progress: 60 })`, with no client library. */
import type { AppRouter } from '@portico/server/router';
import type { Http } from './http.ts';
import { idempotencyKey } from './key.ts';

type Tree = AppRouter['_def']['record'];

/** `<module>.<verb>` of every procedure. */
export type Path = { [M in keyof Tree & string]: `${M}.${keyof Tree[M] & string}` }[keyof Tree & string];
/** How the procedure at `P` is declared. */
export type Procedure<P extends Path> = P extends `${infer M extends keyof Tree & string}.${infer V}`
  ? V extends keyof Tree[M]
    ? Tree[M][V] extends { _def: infer Def extends { type: string; $types: { input: unknown; output: unknown } } }
      ? Def
      : never
    : never
  : never;
/** What the procedure at `P` takes. */
export type Input<P extends Path> = Procedure<P>['$types']['input'];
/** What the procedure at `P` answers. */
export type Output<P extends Path> = Procedure<P>['$types']['output'];

export interface CallOptions {
  signal?: AbortSignal;
  /** A write's key, where the caller keeps it over a reload; made here otherwise, once for all tries. */
  idempotencyKey?: string;
  /** How often to try in all; default 4. */
  tries?: number;
  /** The id of a person: the call is made with their session or not at all (`other_person`). */
  person?: string | undefined;
}

/** The input may be left out where nothing in it is required. */
type Arguments<P extends Path> =
  Record<never, never> extends Input<P> ? [input?: Input<P>, options?: CallOptions] : [input: Input<P>, options?: CallOptions];

/** Resolves with the procedure's answer; rejects with a PorticoError. Tried again on loss, never done twice. */
export type Call = <P extends Path>(path: P, ...rest: Arguments<P>) => Promise<Output<P>>;

/**
 * Every call is a POST. What reads and what writes is the router's to know: types are gone at run time, and a list of verbs would
 * have to be kept. A read loses nothing by it: its input stays out of addresses and logs, and browsers keep the preflight of an
 * address that does not change.
 */
export function createCall(http: Http): Call {
  return async (path: string, input: unknown = {}, { signal, idempotencyKey: key = idempotencyKey(), tries, person }: CallOptions = {}) => {
    const { result } = await http<{ result: { data?: never } }>({
      path: `/trpc/${path}`,
      method: 'POST',
      body: input,
      headers: { 'idempotency-key': key },
      signal,
      tries,
      person,
    });
    return result.data as never;
  };
}
