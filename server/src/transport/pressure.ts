/**
 * More work than can be done is refused at the door: a clear 503 that costs nothing is better for everybody than answers that come after
 * their callers have gone. Health and metrics are always answered, and `/readyz` says that others should be asked for a while.
 */
import { randomUUID } from 'node:crypto';
import type { RequestListener, ServerResponse } from 'node:http';
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
const spared = /^\/(?:healthz|readyz|metrics)(?:\?|$)/;

/** @param shed counts what was refused */
export function createPressure({ requests, delay }: PressureLimits, shed: Counter): Pressure {
  let running = 0;
  let due = performance.now() + tick;
  let late = [0, 0];
  const timer = setInterval(() => {
    const now = performance.now();
    late = [late[1]!, now - due];
    due = now + tick;
  }, tick).unref();

  const reason = (): string | null => {
    if (running >= requests) return 'too many requests are under way';
    // A single late tick is a pause of the machine's.
    return delay > 0 && Math.min(...late) > delay ? 'the event loop is late' : null;
  };

  return {
    reason,
    stop: () => clearInterval(timer),
    guard: (listener) => (request, response) => {
      if (!spared.test(request.url ?? '')) {
        if (reason() !== null) {
          shed.inc();
          return refuse(response);
        }
        running++;
        response.once('close', () => running--);
      }
      listener(request, response);
    },
  };
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
