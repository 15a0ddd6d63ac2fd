/** Bearer token and origin of an HTTP request. */
import type { IncomingMessage } from 'node:http';
import type { Credentials } from '../core/auth/authenticate.ts';

export function credentialsOf({ headers }: IncomingMessage): Credentials {
  const [, token] = /^Bearer ([\x21-\x7e]{1,8192})$/i.exec(headers.authorization ?? '') ?? [];
  return { token: token ?? null, origin: headers.origin ?? null };
}
