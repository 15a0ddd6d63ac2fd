/**
 * CORS without cookies: a preflight is answered for an origin that some workspace lists; the request itself is checked
 * against its token's own list when it is authenticated.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import { gather } from '../core/gather.ts';
import type { Runtime } from '../core/runtime.ts';
import { listedOrigins } from '../modules/index.ts';

const exposed = 'ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Idempotency-Replayed';

/** Says which origin may read the answer. True if it was a preflight, which is answered with that. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** How long it is believed that an origin is listed, in milliseconds, where a request with a token follows its preflight: the token has its own list. */
const believed = 1000;

export function createCors({ sequelize, clock }: Runtime): Cors {
  const listedAt = new LRUCache<string, true>({ max: 1000, ttl: believed });
  const isListed = gather(
    (origin: string) => origin,
    (origins) => listedOrigins(sequelize, origins, new Date(clock.now())),
  );
  return async (request, response) => {
    const { origin } = request.headers;
    response.setHeader('Vary', 'Origin');
    if (origin === undefined) return false;
    const preflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    let listed = !preflight && listedAt.has(origin);
    if (!listed) {
      listed = (await isListed(origin)) === true;
      if (listed) listedAt.set(origin, true);
      else listedAt.delete(origin);
    }
    if (listed) {
      response.setHeader('Access-Control-Allow-Origin', origin);
      response.setHeader('Access-Control-Expose-Headers', exposed);
    }
    if (!preflight) return false;
    if (listed) {
      response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE');
      response.setHeader(
        'Access-Control-Allow-Headers',
        'Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match',
      );
      response.setHeader('Access-Control-Max-Age', '600');
    }
    response.statusCode = 204;
    response.end();
    return true;
  };
}
