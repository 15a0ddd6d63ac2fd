/**
 * What every request gets: an id, a log line when it ends, and its Scope at the first need. In Node's own terms, so that what is
 * answered before Express (`front.ts`) goes through the same functions as what Express answers.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Histogram } from 'prom-client';
import { admittedAs, beginAhead } from '../core/auth/ahead.ts';
import { authenticate } from '../core/auth/authenticate.ts';
import { languageOf } from '../core/language.ts';
import { problem, problemBody, PorticoProblem } from '../core/errors.ts';
import { quotaHeaders } from '../core/limits.ts';
import { asProblem, type Context } from '../core/procedure.ts';
import type { Runtime } from '../core/runtime.ts';
import type { RequestFacts, Scope } from '../core/scope.ts';
import { credentialsOf } from './credentials.ts';

/** An answer that can be noted on, as Express makes them. */
export interface Answer extends ServerResponse {
  locals: { requestId?: string; route?: string; context?: Context };
}

/** An id that a proxy gave is kept if it is harmless. */
const given = /^[\w.:-]{8,80}$/;

/** Gives the request its id, and notes its end in metrics and log. */
export function createIdentify(runtime: Runtime, durations: Histogram<'route' | 'method' | 'status'>) {
  return (request: IncomingMessage, response: Answer): void => {
    // A hot read that was left to the ordinary way.
    if (response.locals.requestId !== undefined) return;
    const header = request.headers['x-request-id'];
    const id = typeof header === 'string' && given.test(header) ? header : randomUUID();
    const began = performance.now();
    // The path without its query: cursors and filters are content. Taken now, for a router rewrites it.
    const path = request.url!.split('?', 1)[0];
    response.locals.requestId = id;
    response.setHeader('X-Request-Id', id);
    response.on('close', () => {
      const milliseconds = performance.now() - began;
      const { statusCode: status } = response;
      durations.observe({ route: response.locals.route ?? 'other', method: request.method!, status }, milliseconds / 1000);
      runtime.log.info({ requestId: id, method: request.method, path, status, milliseconds: Math.round(milliseconds) }, 'request');
    });
  };
}

const idempotencyKey = /^[\x21-\x7e]{1,255}$/;

/** @throws {PorticoProblem} `invalid_input` for an Idempotency-Key that cannot be one */
export function contextOf(runtime: Runtime, request: IncomingMessage, response: Answer): Context {
  const key = request.headers['idempotency-key'];
  const facts: RequestFacts = { id: response.locals.requestId!, language: languageOf(request.headers['accept-language']) };
  if (key !== undefined) {
    if (typeof key !== 'string' || !idempotencyKey.test(key)) {
      throw problem('invalid_input', 'Idempotency-Key: must be 1 to 255 visible ASCII characters', {
        errors: [{ path: 'Idempotency-Key', message: 'is not usable' }],
      });
    }
    facts.idempotencyKey = key;
  }
  const credentials = credentialsOf(request, runtime.config.trustedProxies);
  const told = async (looking: Promise<Scope>): Promise<Scope> => {
    const known = await looking;
    for (const [name, value] of Object.entries(facts.quota ? quotaHeaders(facts.quota) : {})) response.setHeader(name, value);
    return known;
  };
  let looking: Promise<Scope> | null = null;
  const scope = (): Promise<Scope> => (looking ??= told(authenticate(runtime, credentials, facts)));
  let begun: Promise<Scope> | null = null;
  return { request: facts, scope, ahead: () => (begun ??= told(beginAhead(runtime, admittedAs(credentials), facts, scope))) };
}

export const tooLarge = (): PorticoProblem => problem('too_large', 'The body is larger than this server takes.');

/** What Express and its body parser throw, in our words. */
export function bodyProblem(error: unknown): PorticoProblem {
  if (error instanceof PorticoProblem) return error;
  const { type, status } = error as { type?: string; status?: number };
  if (type === 'entity.parse.failed') return problem('malformed_json', 'The body could not be read as JSON.');
  if (type === 'entity.too.large') return tooLarge();
  if (type === 'charset.unsupported' || type === 'encoding.unsupported')
    return problem('unsupported_media_type', 'Send application/json in UTF-8.');
  if (error instanceof URIError || (status !== undefined && status >= 400 && status < 500))
    return problem('invalid_input', 'The request could not be read.');
  return asProblem(error);
}

/** Sends problem details; `internal` and `unavailable` are logged with their cause. */
export function sendProblem(runtime: Runtime, response: Answer, error: PorticoProblem): void {
  const requestId = response.locals.requestId!;
  if (error.status >= 500) runtime.log.error({ requestId, err: error.cause ?? error }, 'a request failed');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (error.details.retryAfter !== undefined) response.setHeader('Retry-After', String(error.details.retryAfter));
  const language = languageOf(response.req.headers['accept-language']);
  const body = JSON.stringify(problemBody(error, requestId, language));
  response.statusCode = error.status;
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Content-Language', language);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}
