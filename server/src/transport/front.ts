/**
 * The hot reads, answered on Node's own request before Express sees it: Express costs twice, and tRPC's adapter four times, what the
 * rest of such a read does (`npm run bench -- reads`). Nothing is decided here: id, log, headers, CORS, rights, validation, bytes and
 * errors come from the very functions that the ordinary way calls, in the same order, and a test asks both ways the same things.
 * What is not plainly such a read (another method, a query, a body) goes the ordinary way.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Runtime } from '../core/runtime.ts';
import { readCached, sendCached } from './cached.ts';
import type { Cors } from './cors.ts';
import { protect } from './protect.ts';
import { bodyProblem, contextOf, sendProblem, type Answer, type createIdentify } from './request.ts';
import { restProcedures, type RestProcedure } from './rest.ts';

interface Face {
  identify: ReturnType<typeof createIdentify>;
  cors: Cors;
  ordinary: RequestListener;
}

export function createFront(runtime: Runtime, { identify, cors, ordinary }: Face): RequestListener {
  const hot = restProcedures(runtime)
    .filter(({ cached, method }) => cached && method === 'GET')
    .map((procedure) => ({ procedure, address: new RegExp(`^${procedure.route.replace(/\{(\w+)\}/g, '(?<$1>\\w+)')}$`) }));

  async function answer(procedure: RestProcedure, input: object, request: IncomingMessage, response: Answer): Promise<void> {
    try {
      identify(request, response);
      protect(response);
      await cors(request, response);
      response.locals.route = procedure.route;
      await sendCached(await readCached(procedure, contextOf(runtime, request, response), input), request, response);
    } catch (error) {
      sendProblem(runtime, response, bodyProblem(error));
    }
  }

  return (request, response) => {
    const bare = request.method === 'GET' && isBare(request);
    for (const { procedure, address } of bare ? hot : []) {
      const match = address.exec(request.url!);
      if (!match) continue;
      void answer(procedure, { ...match.groups }, request, noted(response));
      return;
    }
    ordinary(request, response);
  };
}

const isBare = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && headers['content-length'] === undefined && headers['expect'] === undefined;

const noted = (response: ServerResponse): Answer => Object.assign(response, { locals: {} });
