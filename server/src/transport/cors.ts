/**
 * CORS without cookies: a preflight is answered for an origin that some workspace lists; the request itself is checked
 * against its token's own list when it is authenticated.
 */
import type { NextFunction, Request, Response } from 'express';
import type { Runtime } from '../core/runtime.ts';
import { originIsListed } from '../modules/index.ts';

const exposed = 'ETag, Retry-After, X-Request-Id, Idempotency-Replayed';

export function cors(runtime: Runtime) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const { origin } = request.headers;
    response.vary('Origin');
    if (origin === undefined) return next();
    const listed = await originIsListed(runtime.sequelize, origin, new Date(runtime.clock.now()));
    if (listed) {
      response.setHeader('Access-Control-Allow-Origin', origin);
      response.setHeader('Access-Control-Expose-Headers', exposed);
    }
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return next();
    if (listed) {
      response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE');
      response.setHeader(
        'Access-Control-Allow-Headers',
        'Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match',
      );
      response.setHeader('Access-Control-Max-Age', '600');
    }
    response.status(204).end();
  };
}
