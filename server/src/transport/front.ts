/**
 * What is asked most, answered on Node's own request before Express sees it: reads that are kept as bytes, and plain commands. Express costs
 * twice, and tRPC's adapter four times, what the rest of such a read does (`npm run bench -- reads`). Nothing is decided here: id, log, headers,
 * CORS, rights, validation, bytes and errors come from the very functions that the ordinary way calls, in the same order, and a test asks
 * both ways the same things. What is not plainly such a request (a query, an escape in the address, a compressed body) goes the ordinary way;
 * so does a call by tRPC's address that is refused, for tRPC has its own way to say so.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { problem } from '../core/errors.ts';
import type { CachedAnswer } from '../core/module.ts';
import type { Runtime } from '../core/runtime.ts';
import { asResult, readCached, sendCached } from './cached.ts';
import type { Cors } from './cors.ts';
import { protect } from './protect.ts';
import { bodyProblem, contextOf, sendProblem, type Answer, type createIdentify } from './request.ts';
import { restProcedures, sendAnswer, type CallRest, type RestProcedure } from './rest.ts';

interface Face {
  identify: ReturnType<typeof createIdentify>;
  cors: Cors;
  call: CallRest;
  ordinary: RequestListener;
}

/** The input in the address of a call, or null if it is not written in the usual way. */
function inputOf(query: string | undefined): { input: unknown } | null {
  if (!query?.startsWith('input=') || query.includes('&')) return null;
  try {
    return { input: JSON.parse(new URLSearchParams(query).get('input')!) };
  } catch {
    return null;
  }
}

export function createFront(runtime: Runtime, { identify, cors, call, ordinary }: Face): RequestListener {
  const hot = restProcedures(runtime)
    .filter(({ cached, method }) => (method === 'GET' ? cached : method !== 'DELETE'))
    // Fixed addresses before those with a parameter, as in `rest()`.
    .toSorted((a, b) => a.route.split('{').length - b.route.split('{').length)
    .map((procedure) => ({ procedure, address: new RegExp(`^${procedure.route.replace(/\{(\w+)\}/g, '(?<$1>\\w+)')}$`) }));
  const byMethod = Map.groupBy(hot, ({ procedure }) => procedure.method as string);
  const calls = new Map<string, RestProcedure>(
    hot.flatMap(({ procedure }) => (procedure.cached ? [[`/trpc/${procedure.path}`, procedure] as const] : [])),
  );

  /** Whether a page of that origin may read the answer is found out beside the rest: to be awaited by who is about to answer. */
  function begin(route: string, request: IncomingMessage, response: Answer): Promise<unknown> {
    identify(request, response);
    protect(response);
    response.locals.route = route;
    // Where the database is away, nobody is told; a command that was carried out has been all the same.
    return cors(request, response).catch(() => undefined);
  }

  async function answer(procedure: RestProcedure, params: object, request: IncomingMessage, response: Answer): Promise<void> {
    const allowed = begin(procedure.route, request, response);
    try {
      const context = contextOf(runtime, request, response);
      if (procedure.cached) {
        const found = await readCached(procedure, context, params);
        await allowed;
        await sendCached(found, request, response);
        return;
      }
      try {
        const reading = bodyOf(request);
        // Who asks is looked up while the body is on its way.
        context.ahead?.().catch(() => undefined);
        const body = await reading;
        const answer = await call(procedure, { params: { ...params }, query: {}, body, headers: request.headers }, context);
        await allowed;
        sendAnswer(procedure, answer, context, response);
      } catch (error) {
        // Whose the request is, is told before what is wrong with it.
        await context.scope();
        throw error;
      }
    } catch (error) {
      await allowed;
      sendProblem(runtime, response, bodyProblem(error));
    }
  }

  async function answerCall(procedure: RestProcedure, input: unknown, request: IncomingMessage, response: Answer): Promise<void> {
    const allowed = begin(`/trpc/${procedure.path}`, request, response);
    const read = async (): Promise<CachedAnswer> => {
      // Kept for tRPC, so that nobody is asked twice who they are.
      const context = (response.locals.context = contextOf(runtime, request, response));
      return readCached(procedure, context, input);
    };
    const found = await read().catch(() => null);
    await allowed;
    if (!found) return ordinary(request, response);
    await sendCached(found, request, response, asResult).catch((error: unknown) => sendProblem(runtime, response, bodyProblem(error)));
  }

  /** Whether it is a call of a hot read, which is then answered. */
  function isCall(request: IncomingMessage, response: ServerResponse): boolean {
    const [path, query, ...more] = request.url!.split('?');
    const procedure = calls.get(path!);
    const asked = procedure && more.length === 0 ? inputOf(query) : null;
    if (asked) void answerCall(procedure!, asked.input, request, noted(response));
    return asked !== null;
  }

  return (request, response) => {
    const plain = request.method === 'GET' ? isBare(request) : isPlainJson(request, Math.min(small, runtime.config.limits.jsonBytes));
    if (plain && request.method === 'GET' && isCall(request, response)) return;
    for (const { procedure, address } of (plain && byMethod.get(request.method!)) || []) {
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

/** Bytes of a body that is read before it is known whose it is: as many as a request's head may have anyway. */
const small = 16 * 1024;

/** A body that says how long it is, as every client of ours sends it. */
const isPlainJson = ({ headers }: IncomingMessage, most: number): boolean =>
  /^application\/json(?:; ?charset=utf-8)?$/i.test(headers['content-type'] ?? '') &&
  headers['content-encoding'] === undefined &&
  headers['transfer-encoding'] === undefined &&
  headers['expect'] === undefined &&
  Number(headers['content-length']) > 0 &&
  Number(headers['content-length']) <= most;

const text = new TextDecoder();

/** @throws {PorticoProblem} `malformed_json`, also for JSON that is neither object nor list, as Express's parser has it */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const body = text.decode(await bytesOf(request));
  try {
    if (/^[ \t\n\r]*[[{]/.test(body)) return JSON.parse(body);
  } catch {
    // Said below.
  }
  throw problem('malformed_json', 'The body could not be read as JSON.');
}

/** By its events: to walk through a stream of one part costs three times as much. */
const bytesOf = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    request
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts)))
      .on('error', reject);
  });

const noted = (response: ServerResponse): Answer => Object.assign(response, { locals: {} });
