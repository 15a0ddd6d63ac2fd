/**
 * The OpenAPI 3.1 document, written from the procedures' own schemas (zod 4 makes JSON Schema by itself).
 * `trpc-to-openapi` was tried first; it describes its own error shape and knows neither problem details nor ETag.
 */
import { z } from 'zod';
import { statusOf } from '../core/errors.ts';
import type { Runtime } from '../core/runtime.ts';
import { restProcedures, type RestProcedure } from './rest.ts';

type Json = Record<string, unknown>;

const problemSchema: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong and what to do' },
    code: { type: 'string', enum: Object.keys(statusOf), description: 'Stable word to branch on' },
    requestId: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } } },
    current: { description: 'conflict: the entity as it is now' },
    changedBy: { type: 'array', items: { type: 'object' }, description: 'conflict: who changed the fields, and when' },
    retryAfter: { type: 'integer', description: 'Seconds' },
  },
};

const problemResponse = {
  description: 'Problem details (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** JSON Schema of one side of a procedure; what carries an id becomes a component. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  const { $defs = {}, $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { $defs?: Json };
  const moved = JSON.parse(JSON.stringify({ rest, $defs }).replaceAll('#/$defs/', '#/components/schemas/')) as { rest: Json; $defs: Json };
  for (const [name, definition] of Object.entries(moved.$defs)) components[name] ??= strip(definition as Json);
  const { id } = moved.rest as { id?: string };
  if (!id) return strip(moved.rest);
  components[id] ??= strip(moved.rest);
  return { $ref: `#/components/schemas/${id}` };
}

/** zod writes its own `id` beside the schema, which JSON Schema does not know. */
const strip = ({ id: _, $id: __, ...schema }: Json): Json => schema;

function operation({ path, method, route, meta, input, output }: RestProcedure, components: Json): Json {
  const { properties = {}, required = [], ...whole } = schemaOf(input, 'input', components) as { properties?: Json; required?: string[] };
  const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const rest = Object.entries(properties).filter(([name]) => !inPath.includes(name));
  const inQuery = method === 'GET' || method === 'DELETE';
  const header = (name: string, description: string): Json => ({ name, in: 'header', schema: { type: 'string' }, description });
  const parameters = [
    ...inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] })),
    ...(inQuery
      ? rest.map(([name, schema]) => ({ name, in: 'query', required: required.includes(name) && !('default' in (schema as Json)), schema }))
      : []),
    ...(method === 'GET' || meta.stateless ? [] : [header('Idempotency-Key', 'The same key gives the same answer for 7 days')]),
    ...(method === 'PATCH' ? [header('If-Match', 'Revision that the change is based on, in quotes')] : []),
  ];
  const body = {
    ...whole,
    type: 'object',
    properties: Object.fromEntries(rest),
    required: required.filter((name) => !inPath.includes(name)),
  };
  return {
    operationId: path,
    tags: [path.split('.')[0]],
    summary: meta.summary,
    description: `Action \`${meta.action}\` of the policy.`,
    parameters,
    ...(inQuery || rest.length === 0
      ? {}
      : { requestBody: { required: body.required.length > 0, content: { 'application/json': { schema: body } } } }),
    responses: {
      [meta.status]: { description: 'Done', content: { 'application/json': { schema: schemaOf(output, 'output', components) } } },
      ...(path === 'feed.project' || path === 'feed.own' ? { 304: { description: 'Unchanged since the ETag of If-None-Match' } } : {}),
      default: problemResponse,
    },
  };
}

/** @param version of the server */
export function openApi(runtime: Pick<Runtime, 'modules' | 'config'>, version: string): Json {
  const components: Json = { Problem: problemSchema };
  const paths: Record<string, Json> = {};
  for (const procedure of restProcedures(runtime)) {
    paths[procedure.route] = { ...paths[procedure.route], [procedure.method.toLowerCase()]: operation(procedure, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Portico',
      version,
      description: 'The headless API of the Portico client portal. Events of the feed have the types of `x-events`.',
    },
    servers: [{ url: runtime.config.publicUrl }],
    security: [{ bearer: [] }],
    tags: runtime.modules.list.map(({ name }) => ({ name })),
    paths,
    components: {
      schemas: components,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A secret key (servers only) or a session token' } },
    },
    'x-events': runtime.modules.list.flatMap(({ events }) => events),
  };
}
