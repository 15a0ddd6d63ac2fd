/** Structured logs: ids and codes, never contents or secrets. */
import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';

const secret = ['authorization', 'cookie', 'token', 'secret', 'secretKey', 'password', 'email', 'body', 'data'];

/** JSON lines on standard error, so that a command's own answer stays alone on standard output. */
export function createLog({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      // SQL and its values may hold contents: an error keeps its message and stack only.
      serializers: { err: ({ name, message, stack, code }: Error & { code?: string }) => ({ name, message, stack, code }) },
    },
    pino.destination({ fd: 2, sync: false }),
  );
}
