/** Secrets of endpoints, as Standard Webhooks has them: `whsec_` and 32 random bytes in base64. */
import { randomBytes } from 'node:crypto';
import type { Runtime } from '../../core/runtime.ts';
import { seal, unseal } from '../../core/seal.ts';
import type { WebhookRow } from './model.ts';

/** A new secret: as it is shown once, and as it is kept. */
export function newSecret({ secrets }: Runtime, workspaceId: string): { secret: string; sealed: string } {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  return { secret, sealed: seal(secrets, secret, workspaceId) };
}

/** The secrets that sign now, the newest first. Empty if `PORTICO_SECRET` was changed since: then only a rotation helps. */
export function liveSecrets({ secrets, clock }: Runtime, { workspaceId, secret, oldSecret, oldUntil }: WebhookRow): string[] {
  const old = oldSecret && oldUntil && Date.parse(oldUntil) > clock.now() ? [oldSecret] : [];
  return [secret, ...old].flatMap((sealed) => unseal(secrets, sealed, workspaceId) ?? []);
}
