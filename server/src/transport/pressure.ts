/**
 * More work than can be done is refused at the door: a clear 503 that costs nothing is better for everybody than answers that come after
 * their callers have gone. Health and metrics are always answered, and `/readyz` says that others should be asked for a while.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Counter } from 'prom-client';
import { problem, problemBody } from '../core/errors.ts';
import { languageOf } from '../core/language.ts';

export interface PressureLimits {
  /** Requests under way. */
  requests: number;
  /** Milliseconds by which the event loop is late, twice in a row; 0: it may be. */
  delay: number;
}

export interface Pressure {
  /** Lets requests through to this listener while there is room for them. */
  guard(listener: RequestListener): RequestListener;
  /** Why there is no room, or null. */
  reason(): string | null;
  stop(): void;
}

const tick = 250;
/** Milliseconds that who was answered before the whole body came has to end it. */
const patience = 1000;
const spared = /^\/(?:healthz|readyz|metrics)(?:\?|$)/;

/** @param shed counts what was refused */
export function createPressure({ requests, delay }: PressureLimits, shed: Counter): Pressure {
  let running = 0;
  let due = performance.now() + tick;
  let late = [0, 0];
  // Each may have sent nearly a whole body, which has to be kept.
  const mostSending = Math.max(4, Math.floor(requests / 4));
  /** Those whose body has not been read to its end, first come first, and how to let one go. */
  const sending = new Map<IncomingMessage, () => void>();
  const timer = setInterval(() => {
    const now = performance.now();
    late = [late[1]!, now - due];
    due = now + tick;
  }, tick).unref();

  /** Who has been sending for longest; those whose body is here, though nobody has read it yet, are sending no more. */
  function slowest(): IncomingMessage | null {
    for (const request of sending.keys()) {
      if (!request.complete) return request;
      sending.delete(request);
    }
    return null;
  }

  function follow(request: IncomingMessage, response: ServerResponse): void {
    running++;
    let counted = true;
    const leave = (): void => {
      sending.delete(request);
      if (counted) running--;
      counted = false;
    };
    response.once('close', leave);
    if (!hasBody(request)) return;
    sending.set(request, () => {
      leave();
      shed.inc();
      cutOff(response);
    });
    request.once('end', () => sending.delete(request));
    response.once('finish', () => endEarly(request, response));
  }

  /** Bodies that never end are no work: whoever has been sending for longest makes room for those who came after. */
  function makeRoom(): void {
    if (running < requests && sending.size < mostSending) return;
    const one = slowest();
    if (one && (running >= requests || sending.size >= mostSending)) sending.get(one)!();
  }

  const reason = (): string | null => {
    if (running >= requests && slowest() === null) return 'too many requests are under way';
    // A single late tick is a pause of the machine's.
    return delay > 0 && Math.min(...late) > delay ? 'the event loop is late' : null;
  };

  return {
    reason,
    stop: () => clearInterval(timer),
    guard: (listener) => (request, response) => {
      if (!spared.test(request.url ?? '')) {
        makeRoom();
        if (reason() !== null) {
          shed.inc();
          return refuse(response);
        }
        follow(request, response);
      }
      listener(request, response);
    },
  };
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Answered before all of it was here: what is too large is read no further, and who does not come to an end has no line any more. */
function endEarly(request: IncomingMessage, { statusCode }: ServerResponse): void {
  if (request.complete) return;
  if (statusCode === 413) request.socket.pause();
  setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, patience).unref();
}

function cutOff(response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  response.shouldKeepAlive = false;
  refuse(response);
}

/** Without a look at anything: nothing of it is anybody's, so that every page may read it. */
function refuse(response: ServerResponse): void {
  const requestId = randomUUID();
  const language = languageOf(response.req.headers['accept-language']);
  // Not all at the same moment again.
  const retryAfter = 1 + Math.floor(Math.random() * 3);
  const error = problem('unavailable', 'The server has more to do than it can. Repeat the request with the same Idempotency-Key.', {
    retryAfter,
  });
  response
    .writeHead(error.status, {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Content-Language': language,
      'Retry-After': String(retryAfter),
      'X-Request-Id': requestId,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'Retry-After, X-Request-Id',
    })
    .end(JSON.stringify(problemBody(error, requestId, language)));
}
