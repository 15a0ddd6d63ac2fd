/**
 * CORS without cookies: a preflight is answered for an origin that some workspace lists; the request itself is checked
 * against its token's own list when it is authenticated.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gather } from '../core/gather.ts';
import type { Runtime } from '../core/runtime.ts';
import { listedOrigins } from '../modules/index.ts';

const exposed = 'ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Idempotency-Replayed';

/** Says which origin may read the answer. True if it was a preflight, which is answered with that. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export function createCors({ sequelize, clock }: Runtime): Cors {
  const isListed = gather(
    (origin: string) => origin,
    (origins) => listedOrigins(sequelize, origins, new Date(clock.now())),
  );
  return async (request, response) => {
    const { origin } = request.headers;
    response.setHeader('Vary', 'Origin');
    if (origin === undefined) return false;
    const listed = await isListed(origin);
    if (listed) {
      response.setHeader('Access-Control-Allow-Origin', origin);
      response.setHeader('Access-Control-Expose-Headers', exposed);
    }
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
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
