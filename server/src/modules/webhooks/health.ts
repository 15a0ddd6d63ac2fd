/** The circuit breaker of an endpoint: off after 410, or after five days in which nothing got through. */
import { instantOf, type Clock } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import type { Row } from '../../db/table.ts';
import { record } from '../../feed/append.ts';
import { auditStream } from '../../feed/streams.ts';
import { WebhookTable } from './model.ts';

const patience = 5 * 24 * 3_600_000;

type Outcome = 'delivered' | 'failed' | 'gone';
type Webhook = Row<typeof WebhookTable>;

/** Notes how a delivery ended. Most end as the one before did, and then nothing is written. (In the audit, and so in no webhook.) */
export async function noteOutcome(outer: Scope, id: string, outcome: Outcome): Promise<void> {
  const { clock } = outer.runtime;
  const seen = await repo(outer, WebhookTable).find(id);
  if (!seen || !changed(seen, outcome, clock)) return;
  await transact(outer, [auditStream(outer.workspaceId)], async (scope) => {
    // Another delivery of the same endpoint, or its admin, may have written meanwhile.
    const webhook = await repo(scope, WebhookTable).find(id);
    const change = webhook && changed(webhook, outcome, clock);
    if (!change) return;
    const next = await repo(scope, WebhookTable).update(webhook, change);
    const type = !next.enabled ? 'webhook.disabled' : next.failingSince ? 'webhook.failing' : 'webhook.recovered';
    record(scope, type, WebhookTable, next, webhook);
  });
}

/** What this outcome changes about the endpoint; null if it says nothing new. */
function changed({ enabled, failingSince }: Webhook, outcome: Outcome, clock: Clock): Partial<Webhook> | null {
  if (!enabled) return null;
  if (outcome === 'delivered') return failingSince === null ? null : { failingSince: null };
  const since = failingSince ?? instantOf(clock);
  if (outcome === 'gone') return { failingSince: since, enabled: false, disabled: 'gone' };
  if (failingSince === null) return { failingSince: since };
  return clock.now() - Date.parse(failingSince) >= patience ? { enabled: false, disabled: 'failing' } : null;
}
