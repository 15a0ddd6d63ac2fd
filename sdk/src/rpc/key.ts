/**
 * A key for one write, made at the tap and kept over every retry, so that it happens once.
 * `randomUUID` exists in secure contexts only; `getRandomValues` everywhere.
 */
export const idempotencyKey = (): string =>
  typeof crypto.randomUUID === 'function'
    ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
