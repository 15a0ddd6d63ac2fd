/** One kind of error for everything that can go wrong between a page and Portico. */
import type { Problem } from './wire.ts';

/**
 * What failed, as the server's problem details say it, or in the SDK's own codes:
 * `network` (no answer), `aborted` (the caller, `reset()` or `close()` stopped it), `token_unavailable`
 * (the vendor's token address failed), `other_person` (the page has changed hands meanwhile).
 *
 * Branch on `code`; `message` is for developers, not for clients.
 */
export class PorticoError extends Error {
  override readonly name = 'PorticoError';
  readonly code: string;
  /** HTTP status, 0 where there was no answer. */
  readonly status: number;
  readonly requestId: string | undefined;
  /** A page about this error. */
  readonly docsUrl: string | undefined;
  /** Seconds to wait before another try. */
  readonly retryAfter: number | undefined;
  /** `invalid_input`: which fields, and what is wrong. */
  readonly errors: Problem['errors'];
  /** `conflict`: the entity as it is now. */
  readonly current: unknown;
  /** `conflict`: who changed the fields in question, and when. */
  readonly changedBy: Problem['changedBy'];

  constructor(problem: Partial<Problem> & Pick<Problem, 'code'>, options?: ErrorOptions) {
    super(problem.detail ?? problem.title ?? problem.code, options);
    this.code = problem.code;
    this.status = problem.status ?? 0;
    this.requestId = problem.requestId;
    this.docsUrl = problem.type;
    this.retryAfter = problem.retryAfter;
    this.errors = problem.errors;
    this.current = problem.current;
    this.changedBy = problem.changedBy;
  }

  /** The same request may succeed later, and may be sent again under the same idempotency key. */
  get retryable(): boolean {
    return retryCodes.has(this.code) || (this.status > 501 && this.status < 505) || this.status === 429;
  }

  /** This person may not see it; asking again does not help. */
  get denied(): boolean {
    return deniedCodes.has(this.code);
  }
}

// `idempotency_in_progress`: the first try is still at work on the server, its answer will be there soon.
const retryCodes = new Set(['network', 'token_unavailable', 'idempotency_in_progress']);

// By Portico's own word only: a proxy's 404 during a deployment must not take the data off the page.
const deniedCodes = new Set(['forbidden', 'not_found', 'origin_not_allowed', 'token_revoked']);

/** A PorticoError as it is; everything else (a failed fetch, a time-out) means that no answer came. */
export const toError = (cause: unknown): PorticoError =>
  cause instanceof PorticoError ? cause : new PorticoError({ code: 'network', detail: 'The server cannot be reached.' }, { cause });

export const aborted = (): PorticoError => new PorticoError({ code: 'aborted', detail: 'The request was given up.' });
