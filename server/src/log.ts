/** Structured logs: ids and codes, never contents or secrets. */
import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';

const secret: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'token',
  'secret',
  'secretKey',
  'password',
  'email',
  'body',
  'data',
]);
/** What is nested deeper is not told at all. */
const deepest = 5;

/**
 * The same with secrets taken out by their names, however deep. (pino's own redaction looks for each name on each level of each line,
 * which is a sixth of what a hot read costs; most lines hold words and numbers alone.)
 */
function redacted<T extends object>(members: T, depth = 1): T {
  let copy: Record<string, unknown> | null = null;
  for (const [name, value] of Object.entries(members)) {
    const shown = secret.has(name) ? '[redacted]' : typeof value === 'object' && value !== null ? within(value as object, depth) : value;
    if (shown !== value) (copy ??= (Array.isArray(members) ? [...members] : { ...members }) as Record<string, unknown>)[name] = shown;
  }
  return (copy as T | null) ?? members;
}

/** Errors are told by their serializer. */
const within = (value: object, depth: number): unknown =>
  value instanceof Error ? value : depth === deepest ? '[too deep]' : redacted(value, depth + 1);

/** JSON lines on standard error, so that a command's own answer stays alone on standard output. */
export function createLog({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: redacted },
      // SQL and its values may hold contents: an error keeps its message and stack only.
      serializers: { err: ({ name, message, stack, code }: Error & { code?: string }) => ({ name, message, stack, code }) },
    },
    pino.destination({ fd: 2, sync: false }),
  );
}
