/** Answers that are kept as bytes: the same checks as of any procedure, then no work that grows with the answer. */
import type { IncomingMessage } from 'node:http';
import { invalidInput, type Context } from '../core/procedure.ts';
import { authorize } from '../core/policy.ts';
import type { CachedAnswer } from '../core/module.ts';
import type { Answer } from './request.ts';
import type { RestProcedure } from './rest.ts';

/** Who asks, whether they may, and for what: then the bytes. */
export async function readCached({ cached, meta, input: schema }: RestProcedure, context: Context, input: unknown): Promise<CachedAnswer> {
  const scope = await context.scope();
  authorize(scope, meta.action);
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error);
  return cached!(scope, parsed.data as never);
}

/** Sends the bytes, or 304 to who has them. */
export function sendCached({ etag, body }: CachedAnswer, request: IncomingMessage, response: Answer): void {
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', 'private, no-cache');
  const known = request.headers['if-none-match'];
  if (known !== undefined && known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) {
    response.statusCode = 304;
    response.end();
    return;
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', body.byteLength);
  response.end(body);
}
