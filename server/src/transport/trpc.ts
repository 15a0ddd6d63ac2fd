/**
 * tRPC over HTTP, single calls: `POST /trpc/milestones.update`, and for a query `GET /trpc/milestones.get?input=…` too (the SDK, which
 * has no list of what reads, always posts). What cannot be a call is refused before tRPC sees it, so that each error has its code and the id of its request.
 */
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import { Router, type Request, type Response } from 'express';
import { problem, problemBody, type PorticoProblem } from '../core/errors.ts';
import { languageOf, type Language } from '../core/language.ts';
import { asProblem, type Context } from '../core/procedure.ts';
import type { Runtime } from '../core/runtime.ts';
import { bodyProblem, contextOf, tooLarge, type Answer } from './request.ts';

export function trpc(runtime: Runtime): Router {
  const routes = Router();
  routes.use((request, response, next) => {
    const refused = refusal(runtime, request, response);
    if (refused) send(response, refused);
    else next();
  });
  routes.use(
    createExpressMiddleware({
      router: runtime.modules.router,
      createContext: ({ res }) => res.locals['context'] as Context,
      allowBatching: false,
      allowMethodOverride: true,
      maxBodySize: runtime.config.limits.jsonBytes,
      responseMeta: ({ ctx, errors }) => {
        const [first] = errors;
        return {
          headers: {
            'cache-control': 'private, no-store',
            ...(ctx?.request.replayed ? { 'idempotency-replayed': 'true' } : {}),
            ...(first ? headersOf(asProblem(first), ctx?.request.language ?? 'en') : {}),
          },
        };
      },
      onError: ({ error, ctx }) => {
        const shown = asProblem(error);
        if (shown.status >= 500) runtime.log.error({ requestId: ctx?.request.id, err: error.cause ?? error }, 'a call failed');
      },
    }),
  );
  return routes;
}

/** Why this can be no single call, or null; what passes has its context. */
function refusal(runtime: Runtime, request: Request, response: Response): PorticoProblem | null {
  try {
    decodeURIComponent(request.path);
    if ('batch' in request.query || 'connectionParams' in request.query)
      return problem('invalid_input', 'Calls are made one at a time, with nothing in the address but input.');
    if (request.method !== 'GET' && request.method !== 'POST')
      return problem('method_not_allowed', 'Calls are made with POST, queries with GET too.');
    if (request.method === 'POST' && !request.is('application/json')) return problem('unsupported_media_type', 'Send application/json.');
    if (Number(request.headers['content-length'] ?? 0) > runtime.config.limits.jsonBytes) return tooLarge();
    // Streamed answers have another form for errors; asked for by `Accept` too.
    request.headers['trpc-accept'] = 'application/json';
    response.locals['context'] ??= contextOf(runtime, request, response as Answer);
    return null;
  } catch (error) {
    return bodyProblem(error);
  }
}

const headersOf = ({ status, details }: PorticoProblem, language: Language): Record<string, string> => ({
  'content-language': language,
  ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
  ...(details.retryAfter === undefined ? {} : { 'retry-after': String(details.retryAfter) }),
});

/** The form in which tRPC's clients expect an error. */
function send(response: Response, error: PorticoProblem): void {
  const language = languageOf(response.req.headers['accept-language']);
  const data: Record<string, unknown> = {
    ...problemBody(error, response.locals['requestId'] as string, language),
    httpStatus: error.status,
  };
  response
    .status(error.status)
    .set(headersOf(error, language))
    .json({ error: { message: data['detail'], code: -32600, data } });
}
