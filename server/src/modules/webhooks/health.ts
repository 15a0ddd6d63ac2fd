/** The circuit breaker of an endpoint: off after 410, or after five days in which nothing got through. */
import { instantOf } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { PorticoProblem } from '../../core/errors.ts';
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { auditStream } from '../../feed/streams.ts';
import { WebhookTable } from './model.ts';

const patience = 5 * 24 * 3_600_000;

/** Notes how a delivery ended. Most end as the one before did, and then nothing is written. (In the audit, and so in no webhook.) */
export async function noteOutcome(outer: Scope, id: string, outcome: 'delivered' | 'failed' | 'gone'): Promise<void> {
  const seen = await repo(outer, WebhookTable).find(id);
  if (!seen?.enabled || (outcome === 'delivered' && seen.failingSince === null)) return;
  const { clock } = outer.runtime;
  const tooLong = seen.failingSince !== null && clock.now() - Date.parse(seen.failingSince) >= patience;
  if (outcome === 'failed' && seen.failingSince !== null && !tooLong) return;
  const off = outcome === 'gone' || (outcome === 'failed' && tooLong);
  try {
    await transact(outer, [auditStream(outer.workspaceId)], async (scope) => {
      const failingSince = outcome === 'delivered' ? null : (seen.failingSince ?? instantOf(clock));
      const changes = {
        failingSince,
        ...(off ? { enabled: false, disabled: outcome === 'gone' ? ('gone' as const) : ('failing' as const) } : {}),
      };
      const next = await repo(scope, WebhookTable).update(seen, changes);
      record(scope, off ? 'webhook.disabled' : failingSince ? 'webhook.failing' : 'webhook.recovered', WebhookTable, next, seen);
    });
  } catch (error) {
    // Another delivery of the same endpoint, or its admin, wrote first: the next outcome is noted on top of that.
    if (!(error instanceof PorticoProblem && error.code === 'conflict')) throw error;
  }
}
