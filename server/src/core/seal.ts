/** Secrets that must be read again (unlike keys, of which a digest is enough): AES-256-GCM under a key derived from `PORTICO_SECRET`. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Secrets } from './auth/secrets.ts';

/**
 * @param owner what the secret belongs to: it opens for nothing else
 * @returns ASCII text: nonce, tag and ciphertext in base64url
 */
export function seal({ sealing }: Secrets, text: string, owner: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The text again, or null if it was sealed by another `PORTICO_SECRET` or for another owner. */
export function unseal({ sealing }: Secrets, sealed: string, owner: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(12, 28));
    return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
