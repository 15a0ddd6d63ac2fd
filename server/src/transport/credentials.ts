/** Bearer token, origin and address of an HTTP request. */
import type { IncomingMessage } from 'node:http';
import { addressOf } from '../core/address.ts';
import type { Credentials } from '../core/auth/authenticate.ts';

/** @param hops proxies before this server */
export function credentialsOf(request: IncomingMessage, hops: number): Credentials {
  const { headers } = request;
  const [, token] = /^Bearer ([\x21-\x7e]{1,8192})$/i.exec(headers.authorization ?? '') ?? [];
  return {
    token: token ?? null,
    origin: headers.origin ?? null,
    // Few are asked for it.
    get address() {
      return addressOf(request, hops);
    },
  };
}
