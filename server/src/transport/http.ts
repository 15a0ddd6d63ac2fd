/** The HTTP face: health, metrics, the widgets, tRPC, REST and its description. */
import type { RequestListener } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { isLoopback } from '../config.ts';
import { problem } from '../core/errors.ts';
import type { Runtime } from '../core/runtime.ts';
import { createCors } from './cors.ts';
import { docs } from './docs.ts';
import { embed } from './embed.ts';
import { createFront } from './front.ts';
import type { Metrics } from './metrics.ts';
import { openApi } from './openapi.ts';
import { protect } from './protect.ts';
import { bodyProblem, createIdentify, sendProblem, type Answer } from './request.ts';
import { rest } from './rest.ts';
import { trpc } from './trpc.ts';

export interface Health {
  /** Null when ready, else why not. */
  notReady(): Promise<string | null>;
  /** What an operator should know although it is ready. */
  note(): string | null;
}

/** `app` answers everything and can be mounted elsewhere; `front` is what listens: hot reads first, then `app`. */
export function createApp(runtime: Runtime, metrics: Metrics, health: Health, version: string): { app: Express; front: RequestListener } {
  const identify = createIdentify(runtime, metrics.requests);
  const cors = createCors(runtime);
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use((request, response, next) => {
    identify(request, response as Answer);
    protect(response);
    next();
  });
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', async (_request, response) => {
    const reason = await health.notReady();
    const note = health.note();
    response.status(reason ? 503 : 200).json(reason ? { status: 'not ready', reason } : { status: 'ready', ...(note && { note }) });
  });
  app.get('/metrics', async (request, response) => {
    const local =
      isLoopback((request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')) && request.headers['x-forwarded-for'] === undefined;
    const token = runtime.config.metricsToken;
    if (!local && (token === null || request.headers.authorization !== `Bearer ${token}`))
      throw problem('not_found', 'There is nothing at this address.');
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  app.use('/embed', embed());
  app.use(docs(runtime, version));
  app.use(async (request, response, next) => {
    if (!(await cors(request, response))) next();
  });
  app.get('/v1/openapi.json', (_request, response) => void response.json(openApi(runtime, version)));
  app.use('/trpc', trpc(runtime));
  app.use('/v1', body(runtime));
  app.use(rest(runtime));
  app.use(() => {
    throw problem('not_found', 'There is nothing at this address.');
  });
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) =>
    sendProblem(runtime, response as Answer, bodyProblem(error)),
  );
  return { app, front: createFront(runtime, { identify, cors, ordinary: app }) };
}

/** JSON bodies, read with care: a type that is not JSON is refused instead of ignored. */
function body({ config }: Runtime) {
  const parse = express.json({ limit: config.limits.jsonBytes, strict: true });
  return (request: Request, response: Response, next: NextFunction): void => {
    const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
    if (hasBody && !request.is('application/json')) throw problem('unsupported_media_type', 'Send application/json.');
    parse(request, response, next);
  };
}
