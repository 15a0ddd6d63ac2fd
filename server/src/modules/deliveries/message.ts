/** Standard Webhooks: what is sent, and the headers by which the receiver knows that it is from us. */
import { createHmac } from 'node:crypto';

export interface Message {
  type: string;
  /** UTC instant of the event. */
  timestamp: string;
  data: unknown;
}

/** `v1,` and HMAC-SHA256 in base64 over `id.timestamp.body`. */
const signature = (secret: string, signed: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(signed)
    .digest('base64')}`;

/**
 * @param id stable over attempts and replays, so that the receiver can tell a repeated message
 * @param secrets one, or two while they are rotated
 * @param now epoch milliseconds; receivers refuse messages that are older than minutes
 */
export function signedHeaders(id: string, secrets: readonly string[], body: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  return {
    'content-type': 'application/json',
    'user-agent': 'Portico-Webhooks',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signature(secret, `${id}.${timestamp}.${body}`)).join(' '),
  };
}
