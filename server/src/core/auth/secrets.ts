/** Keys derived from `PORTICO_SECRET`, one for each purpose (HKDF, RFC 5869). */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

export interface Secrets {
  /** HS256 key of session tokens: made once, for to make it costs more than to sign with it. */
  readonly session: KeyObject;
  /** AES-256 key under which secrets that we must be able to read again (`whsec_…`) lie in the database. */
  readonly sealing: Uint8Array;
}

const derive = (secret: string, purpose: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, 'portico', purpose, 32));

export const deriveSecrets = (secret: string): Secrets => ({
  session: createSecretKey(derive(secret, 'session token v1')),
  sealing: derive(secret, 'sealed secrets v1'),
});
