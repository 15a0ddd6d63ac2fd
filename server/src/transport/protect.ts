/** The protective headers of every answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

const decide = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'object-src': ["'none'"], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  referrerPolicy: { policy: 'no-referrer' },
});

/** helmet decides them once: they depend on no request, and asked for each of them it costs as much as the rest of a hot read. */
const headers = new Map<string, string>();
decide(
  {} as IncomingMessage,
  { setHeader: (name: string, value: string) => headers.set(name, value), removeHeader: () => undefined } as unknown as ServerResponse,
  () => undefined,
);

export function protect(response: ServerResponse): void {
  for (const [name, value] of headers) response.setHeader(name, value);
}
