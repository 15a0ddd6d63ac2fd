/**
 * REST over the same procedures: `PATCH /v1/milestones/{id}` is `milestones.update`. Path, query and body together are
 * the input; policy, validation and presenting are the procedure's own.
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { Router, type Request, type Response } from 'express';
import type { AnyTRPCProcedure } from '@trpc/server';
import { z } from 'zod';
import { problem } from '../core/errors.ts';
import type { CachedAnswer } from '../core/module.ts';
import { createCallerFactory, type Context, type Meta } from '../core/procedure.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Scope } from '../core/scope.ts';
import { bodyReader } from './body.ts';
import { readCached, sendCached } from './cached.ts';
import { contextOf, type Answer } from './request.ts';

export interface RestProcedure {
  /** `milestones.update` */
  path: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `/v1/milestones/{id}` */
  route: string;
  meta: Meta;
  input: z.ZodType;
  output: z.ZodType;
  cached: ((scope: Scope, input: never) => Promise<CachedAnswer>) | undefined;
}

/** Every procedure with its REST route. */
export function restProcedures({ modules }: Pick<Runtime, 'modules'>): RestProcedure[] {
  const procedures = modules.router._def.procedures as Record<string, AnyTRPCProcedure>;
  return Object.entries(procedures).map(([path, { _def }]) => {
    const { meta, inputs, output } = _def as unknown as { meta: Meta; inputs: z.ZodType[]; output: z.ZodType };
    const [method, route] = meta.route.split(' ') as [RestProcedure['method'], string];
    const [moduleName, procedure] = path.split('.') as [string, string];
    const cached = modules.list.find(({ name }) => name === moduleName)?.cached?.[procedure];
    return { path, method, route, meta, input: inputs[0]!, output, cached };
  });
}

/** `?limit=20` is text; the schema says that it is meant as a number. */
function typed(input: z.ZodType, query: Record<string, unknown>): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, { type?: string }>;
  };
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const type = properties[name]?.type;
      if (typeof value !== 'string') return [name, value];
      if (type === 'integer' || type === 'number')
        return [name, value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
      if (type === 'boolean') return [name, value === 'true' ? true : value === 'false' ? false : value];
      return [name, value];
    }),
  );
}

/** `If-Match: "3"` is the revision that a change is based on. */
function revisionOf({ 'if-match': header }: IncomingHttpHeaders): Record<string, number> {
  if (header === undefined || header === '*') return {};
  const [, rev] = /^(?:W\/)?"(\d{1,9})"$/.exec(header) ?? [];
  if (rev === undefined) throw problem('invalid_input', 'If-Match: must be a revision in quotes, such as "3"');
  return { rev: Number(rev) };
}

/** What a request to a procedure's address says. */
export interface Said {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
  headers: IncomingHttpHeaders;
}

/** Calls a procedure with what a request says. */
export type CallRest = (procedure: RestProcedure, said: Said, context: Context) => Promise<unknown>;

export function createCallRest(runtime: Runtime): CallRest {
  const call = createCallerFactory(runtime.modules.router);
  return async ({ path, method, input: schema }, said, context) => {
    const input = collect(said, method, schema);
    const [moduleName, name] = path.split('.') as [string, string];
    const caller = call(context) as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
    return caller[moduleName]![name]!(input);
  };
}

export function sendAnswer({ meta }: RestProcedure, answer: unknown, { request }: Context, response: ServerResponse): void {
  const body = JSON.stringify(answer);
  if (request.replayed) response.setHeader('Idempotency-Replayed', 'true');
  response.setHeader('Cache-Control', 'private, no-store');
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.statusCode = meta.status;
  response.end(body);
}

export function rest(runtime: Runtime, call: CallRest): Router {
  const routes = Router({ caseSensitive: true, strict: false });
  const readBody = bodyReader(runtime);
  const allowed = new Map<string, Set<string>>();
  // Fixed addresses before those with a parameter: /v1/sessions/revoke before /v1/keys/{id}/revoke.
  const procedures = restProcedures(runtime).toSorted((a, b) => a.route.split('{').length - b.route.split('{').length);

  for (const procedure of procedures) {
    const { method, route } = procedure;
    const address = route.replace(/\{(\w+)\}/g, ':$1');
    allowed.set(address, (allowed.get(address) ?? new Set()).add(method));
    const handle = async (request: Request, response: Response): Promise<void> => {
      response.locals['route'] = route;
      const context = contextOf(runtime, request, response as Answer);
      await readBody(request, response, context);
      const { params, query, body, headers } = request;
      const said = { params, query: query as Record<string, unknown>, body: body as unknown, headers };
      if (procedure.cached)
        return sendCached(await readCached(procedure, context, collect(said, method, procedure.input)), request, response as Answer);
      sendAnswer(procedure, await call(procedure, said, context), context, response);
    };
    routes[method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete'](address, handle);
  }

  for (const [address, methods] of allowed) {
    routes.all(address, (request: Request, response: Response) => {
      response.setHeader('Allow', [...methods].join(', '));
      throw problem('method_not_allowed', `${request.method} is not answered here; ${[...methods].join(', ')} is.`);
    });
  }
  routes.use('/v1', () => {
    throw problem('not_found', 'There is nothing at this address. The addresses are listed in /v1/openapi.json.');
  });
  return routes;
}

function collect({ params, query, body, headers }: Said, method: string, schema: z.ZodType): Record<string, unknown> {
  if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body)))
    throw problem('invalid_input', 'The body must be a JSON object.');
  const fields = method === 'GET' || method === 'DELETE' ? typed(schema, query) : ((body ?? {}) as Record<string, unknown>);
  const twice = Object.keys(params).find((name) => name in fields && fields[name] !== params[name]);
  if (twice) throw problem('invalid_input', `${twice}: stands in the address; leave it out of the rest`);
  return { ...fields, ...(method === 'PATCH' ? revisionOf(headers) : {}), ...params };
}
