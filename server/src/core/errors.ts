/** Every error that leaves the server: RFC 9457 problem details with a stable code and what to do about it. */

import type { Language } from './language.ts';
import { said } from './sentences.ts';

export const statusOf = {
  invalid_input: 400,
  malformed_json: 400,
  unauthenticated: 401,
  token_invalid: 401,
  token_expired: 401,
  token_revoked: 401,
  origin_not_allowed: 403,
  forbidden: 403,
  not_found: 404,
  not_served: 404,
  method_not_allowed: 405,
  conflict: 409,
  cycle: 409,
  too_large: 413,
  unsupported_media_type: 415,
  idempotency_mismatch: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof statusOf;

const titles: Record<ProblemCode, string> = {
  invalid_input: 'The input is not valid',
  malformed_json: 'The body is not JSON',
  unauthenticated: 'No credentials were sent',
  token_invalid: 'The credentials are not valid',
  token_expired: 'The session has expired',
  token_revoked: 'The credentials were revoked',
  origin_not_allowed: 'This origin is not allowed',
  forbidden: 'This is not allowed for your role',
  not_found: 'There is no such thing here',
  not_served: 'This node does not serve that',
  method_not_allowed: 'This address does not take this method',
  conflict: 'Somebody else changed this meanwhile',
  cycle: 'This would go round in a circle',
  too_large: 'The body is too large',
  unsupported_media_type: 'The body has a type that is not read here',
  idempotency_mismatch: 'This Idempotency-Key was used for another request',
  rate_limited: 'Too many requests',
  internal: 'The server made a mistake',
  unavailable: 'The server cannot answer now',
};

/** Further members of the problem, by code: see `Problem` in the SDK. */
export interface ProblemDetails {
  errors?: { path: string; message: string }[];
  current?: unknown;
  changedBy?: unknown[];
  /** Seconds. */
  retryAfter?: number;
}

export class PorticoProblem extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  /** @param detail one sentence for the caller: what is wrong and what to do. Never anything internal. */
  constructor(code: ProblemCode, detail: string, details: ProblemDetails = {}, cause?: unknown) {
    super(detail, { cause });
    this.name = 'PorticoProblem';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return statusOf[this.code];
  }
}

export const problem = (code: ProblemCode, detail: string, details?: ProblemDetails): PorticoProblem =>
  new PorticoProblem(code, detail, details);

/** The same for another workspace's id, a deleted one and one that never was. */
export const notFound = (noun: string): PorticoProblem => problem('not_found', `There is no ${noun} with this id that you may see.`);

/** The body of the answer; its words are for people and in their language, `code` is for programs. */
export function problemBody(error: PorticoProblem, requestId: string, language: Language): Record<string, unknown> {
  const { errors } = error.details;
  return {
    type: `urn:portico:problem:${error.code}`,
    title: said(titles[error.code], language),
    status: error.status,
    detail: said(error.message, language),
    code: error.code,
    requestId,
    ...error.details,
    ...(errors && { errors: errors.map(({ path, message }) => ({ path, message: said(message, language) })) }),
  };
}
