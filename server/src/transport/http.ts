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
import { createCallRest, rest } from './rest.ts';
import { trpc } from './trpc.ts';

export interface Health {
  /** Null when ready, else why not. */
  notReady(): Promise<string | null>;
  /** What an operator should know although it is ready. */
  note(): string | null;
}

/** For pages too, so that what is wrong with a proxy's rules is read there and not guessed. */
const elsewhere = (what: string) => (_request: Request, response: Response) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  throw problem('not_served', what);
};

/**
 * `app` answers everything and can be mounted elsewhere; `front` is what listens: hot reads first, then `app`. A node without the role `api`
 * answers for its health alone.
 */
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
    const token = runtime.config.metricsToken;
    if (!isLocal(request) && (token === null || request.headers.authorization !== `Bearer ${token}`))
      throw problem('not_found', 'There is nothing at this address.');
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  if (!runtime.config.roles.has('realtime'))
    app.use('/socket.io', elsewhere('This node holds no sockets: its ROLES lack realtime. Lead /socket.io to a node that has it.'));
  if (!runtime.config.roles.has('api')) {
    app.use(elsewhere('This node does not answer the API: its ROLES lack api. Lead requests to a node that has it.'));
    app.use(failed(runtime));
    return { app, front: app };
  }
  app.use('/embed', embed());
  app.use(docs(runtime, version));
  app.use(async (request, response, next) => {
    if (!(await cors(request, response))) next();
  });
  app.get('/v1/openapi.json', (_request, response) => void response.json(openApi(runtime, version)));
  app.use('/trpc', trpc(runtime));
  const call = createCallRest(runtime);
  app.use(rest(runtime, call));
  app.use(() => {
    throw problem('not_found', 'There is nothing at this address.');
  });
  app.use(failed(runtime));
  return { app, front: createFront(runtime, { identify, cors, call, ordinary: app }) };
}

/** The one door through which problems leave. (Express knows it by its four parameters.) */
const failed = (runtime: Runtime) => (error: unknown, _request: Request, response: Response, _next: NextFunction) =>
  sendProblem(runtime, response as Answer, bodyProblem(error));

/**
 * Asked on this machine, for this machine: not by a proxy on it for somebody else, and not by a page whose name was made to lead here
 * (a browser sends that name as `Host`).
 */
function isLocal({ socket, headers }: Request): boolean {
  const forwarded = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'].some((name) => headers[name] !== undefined);
  const name = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return !forwarded && isLoopback((socket.remoteAddress ?? '').replace(/^::ffff:/, '')) && isLoopback(name);
}
