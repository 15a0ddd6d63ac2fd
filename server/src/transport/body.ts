/** JSON bodies over REST, read with care: nothing of a body is kept before it is known whose it is. */
import express, { type Request, type Response } from 'express';
import { problem } from '../core/errors.ts';
import type { Context } from '../core/procedure.ts';
import type { Runtime } from '../core/runtime.ts';
import { sendProblem, tooLarge, type Answer } from './request.ts';

/** @returns reads the body of a request into `request.body`; rejects with what is wrong with it, or with its caller */
export function bodyReader(runtime: Runtime): (request: Request, response: Response, context: Context) => Promise<void> {
  const most = runtime.config.limits.jsonBytes;
  const parse = express.json({ limit: most, strict: true });
  return async (request, response, context) => {
    const length = Number(request.headers['content-length'] ?? 0);
    const chunked = request.headers['transfer-encoding'] !== undefined;
    if (!chunked && !(length > 0)) return;
    // A type that is not JSON is refused instead of ignored, and what is too large at once instead of at its end.
    if (!request.is('application/json')) throw problem('unsupported_media_type', 'Send application/json.');
    if (length > most) throw tooLarge();
    // Whoever was known a moment ago may go on, as commands do: what they change is not committed before it is sure.
    await (context.ahead ?? context.scope)();
    if (chunked) {
      let come = 0;
      request.on('data', (part: Buffer) => {
        come += part.length;
        if (come > most && come - part.length <= most) sendProblem(runtime, response as Answer, tooLarge());
      });
    }
    await new Promise<void>((resolve, reject) => {
      parse(request, response, (error?: Error) => (error ? reject(error) : resolve()));
    });
  };
}
