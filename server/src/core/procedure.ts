/**
 * Procedures: one declaration is the tRPC call, the REST route, the OpenAPI entry and the row of the policy check.
 * A procedure without an action of the policy table cannot be declared, so default deny holds by construction.
 */
import { initTRPC, type TRPCMutationProcedure, type TRPCQueryProcedure } from '@trpc/server';
import { z } from 'zod';
import { canonical } from '@portico/sdk/hash';
import { isAway, isFull } from '../db/connection.ts';
import { sha256 } from '../feed/chain.ts';
import { Moved } from './auth/ahead.ts';
import { PorticoProblem, problemBody, problem } from './errors.ts';
import { authorize } from './policy.ts';
import type { RequestFacts, Scope } from './scope.ts';

/** A REST route: `PATCH /v1/milestones/{id}`. */
export type Route = `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /v1/${string}`;

// A `type`, not an interface: without an index signature tRPC refuses it.
export type Meta = {
  /** Of the policy table. */
  action: string;
  route: Route;
  summary: string;
  /** Status of success. */
  status: 200 | 201;
  /** Members of the answer that are shown once and never kept for Idempotency-Key. */
  once?: readonly string[];
  /** It takes much work, or others must read what comes of it: one person may do it some times a minute (`RATE_LIMITS`, person). */
  limited?: boolean;
  /** Nothing is written, so `Idempotency-Key` has no meaning. */
  stateless?: boolean;
};

/** What a call arrives with. The scope is made at the first need, so that a wrong address is told before wrong credentials. */
export interface Context {
  request: RequestFacts;
  scope(): Promise<Scope>;
  /** For commands: the Scope before it is sure, see `core/auth/ahead.ts`. */
  ahead?(): Promise<Scope>;
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => {
      const body = problemBody(asProblem(error), ctx?.request.id ?? 'none', ctx?.request.language ?? 'en');
      // tRPC answers with the HTTP status that stands in `httpStatus`.
      return { ...shape, message: String(body['detail']), data: { ...shape.data, ...body, httpStatus: body['status'] } };
    },
  });

/** Any error of a call as a problem; what is not ours and not the caller's is `internal` and keeps its cause for the log. */
export function asProblem(error: unknown): PorticoProblem {
  if (error instanceof PorticoProblem) return error;
  const { code, cause } = error as { code?: string; cause?: unknown };
  if (cause instanceof PorticoProblem) return cause;
  if (cause instanceof z.ZodError && code === 'BAD_REQUEST') return invalidInput(cause);
  if (code === 'PARSE_ERROR' || (code === 'BAD_REQUEST' && cause instanceof SyntaxError))
    return problem('malformed_json', 'The body could not be read as JSON.');
  if (code === 'PAYLOAD_TOO_LARGE') return problem('too_large', 'The body is larger than this server takes.');
  if (code === 'NOT_FOUND') return problem('not_found', 'There is no procedure of this name.');
  if (code === 'METHOD_NOT_SUPPORTED') return problem('method_not_allowed', 'Calls are made with POST, queries with GET too.');
  if (code === 'UNSUPPORTED_MEDIA_TYPE') return problem('unsupported_media_type', 'Send application/json.');
  if (code === 'BAD_REQUEST') return problem('invalid_input', 'The request could not be read.');
  const full = [error, cause].find(isFull);
  if (full)
    return new PorticoProblem(
      'unavailable',
      'The disk of the database is full, so that nothing was changed; reading goes on. An operator has to make room: repeat the request then, with the same Idempotency-Key.',
      { retryAfter: 30 },
      full,
    );
  const away = [error, cause].find(isAway);
  if (away)
    return new PorticoProblem(
      'unavailable',
      'The database does not answer. Repeat the request with the same Idempotency-Key.',
      { retryAfter: 2 },
      away,
    );
  return new PorticoProblem('internal', 'The server made a mistake. It is in its log under this requestId.', {}, error);
}

/** Which fields are wrong, and how; values are never repeated. */
export function invalidInput(error: z.ZodError): PorticoProblem {
  const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);
  const errors = error.issues.slice(0, 20).map(({ path, message }) => ({ path: short(path.join('.')), message: short(message) }));
  const first = errors[0];
  return problem('invalid_input', `${first?.path || 'The input'}: ${first?.message ?? 'is not valid'}`, { errors });
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

interface Spec<I extends z.ZodType, O extends z.ZodType> extends Omit<Meta, 'status'> {
  in: I;
  out: O;
  status?: 200 | 201;
}

const checked = t.procedure.use(async ({ ctx, meta, path, type, next }) => {
  const run = async (scope: Scope) => {
    authorize(scope, meta!.action);
    if (meta!.limited) scope.runtime.limits.limit(scope, path);
    return scope.runtime.turns.take(scope.workspaceId, () => next({ ctx: { checked: scope } }));
  };
  const { request } = ctx;
  if (type !== 'mutation' || !ctx.ahead) return run(await ctx.scope());
  const [outcome] = await Promise.allSettled([run(await ctx.ahead())]);
  try {
    if (request.sure && !request.sure.proven) await request.sure.look();
  } catch (error) {
    if (!(error instanceof Moved)) throw error;
    delete request.sure;
    return run(await ctx.scope());
  }
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
});

const declared = <I extends z.ZodType, O extends z.ZodType>({ in: input, out, ...meta }: Spec<I, O>) =>
  checked
    .meta({ status: 200, ...meta })
    .input(input)
    .output(out);

type Run<I extends z.ZodType, O extends z.ZodType> = (scope: Scope, input: z.output<I>) => Promise<z.input<O>>;

/** Reads; changes nothing. */
export function query<I extends z.ZodType, O extends z.ZodType>(
  spec: Spec<I, O>,
  run: Run<I, O>,
): TRPCQueryProcedure<{ input: z.input<I>; output: z.output<O>; meta: Meta }> {
  return declared(spec).query(({ ctx, input }) => run(ctx.checked, input as z.output<I>) as never) as never;
}

/** Changes something; takes part in Idempotency-Key through `transact()`. */
export function mutation<I extends z.ZodType, O extends z.ZodType>(
  spec: Spec<I, O>,
  run: Run<I, O>,
): TRPCMutationProcedure<{ input: z.input<I>; output: z.output<O>; meta: Meta }> {
  return declared(spec).mutation(({ ctx, input, path }) => {
    const { request } = ctx.checked;
    if (request.idempotencyKey !== undefined && !spec.stateless) {
      request.idempotency = { key: request.idempotencyKey, hash: sha256(path + canonical(input)), omit: spec.once };
    }
    return run(ctx.checked, input as z.output<I>) as never;
  }) as never;
}
