/** Answers that are kept as bytes: the same checks as of any procedure, then no work that grows with the answer. */
import type { IncomingMessage } from 'node:http';
import { invalidInput, type Context } from '../core/procedure.ts';
import { authorize } from '../core/policy.ts';
import type { Around, CachedAnswer, Encoding } from '../core/module.ts';
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

/** Smaller ones fit in a packet as they are. */
const worthwhile = 1024;

/** What the caller takes, the smaller first; what is not plainly taken is not sent. */
function encodingOf({ headers }: IncomingMessage, { byteLength }: Buffer): Encoding | null {
  const taken = headers['accept-encoding'];
  if (taken === undefined || byteLength < worthwhile) return null;
  const names = String(taken)
    .split(',')
    .map((name) => name.trim().toLowerCase());
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : null;
}

/** The tag of a compressed answer names how, for it is other bytes; whoever has either has the same state. */
const plain = (tag: string): string =>
  tag
    .trim()
    .replace(/^W\//, '')
    .replace(/\.(?:br|gzip)"$/, '"');

/** How the bytes are told: as they are, or as the result of a call of tRPC. */
interface Form {
  readonly type: string;
  readonly around: Around;
}
const nothing = Buffer.alloc(0);
const asTheyAre: Form = { type: 'application/json; charset=utf-8', around: [nothing, nothing] };
export const asResult: Form = { type: 'application/json', around: [Buffer.from('{"result":{"data":'), Buffer.from('}}')] };

/** Sends the bytes, or 304 to who has them. */
export async function sendCached(answer: CachedAnswer, request: IncomingMessage, response: Answer, form = asTheyAre): Promise<void> {
  const encoding = encodingOf(request, answer.body);
  const { etag } = answer;
  response.setHeader('ETag', encoding ? `${etag.slice(0, -1)}.${encoding}"` : etag);
  response.setHeader('Vary', 'Origin, Accept-Encoding');
  response.setHeader('Cache-Control', 'private, no-cache');
  const known = request.headers['if-none-match'];
  if (known !== undefined && known.split(',').some((tag) => plain(tag) === etag)) {
    response.statusCode = 304;
    response.end();
    return;
  }
  const { type, around } = form;
  const parts = encoding ? [await answer.encoded(encoding, around)] : [around[0], answer.body, around[1]];
  const filled = parts.filter(({ byteLength }) => byteLength > 0);
  if (encoding) response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Type', type);
  response.setHeader(
    'Content-Length',
    filled.reduce((sum, { byteLength }) => sum + byteLength, 0),
  );
  // They leave in one write, and the body is not copied.
  response.cork();
  for (const part of filled.slice(0, -1)) response.write(part);
  response.end(filled.at(-1));
  response.uncork();
}
