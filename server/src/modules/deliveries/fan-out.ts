import { instantOf } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { repo } from '../../core/repo.ts';
import type { Runtime } from '../../core/runtime.ts';
import { systemScope } from '../../core/scope.ts';
import type { Committed } from '../../feed/append.ts';
import { sha256 } from '../../feed/chain.ts';
import { listens, WebhookTable } from '../webhooks/index.ts';
import { DeliveryTable } from './model.ts';
import { ask } from './send.ts';

/** One delivery for each of these events and each endpoint of its workspace that wants it; handed over twice, it is still one. */
export async function fanOut(runtime: Runtime, events: readonly Committed[]): Promise<void> {
  for (const [workspaceId, own] of Map.groupBy(events, (event) => event.workspaceId)) {
    const outer = systemScope(runtime, workspaceId);
    const webhooks = await repo(outer, WebhookTable).list({ enabled: true });
    const wanted = own.flatMap(({ stream, seq, type }) =>
      webhooks
        .filter((webhook) => listens(webhook, type))
        .map(({ id: webhookId }) => ({ webhookId, key: sha256(`${webhookId} ${stream} ${seq}`), type, stream, seq })),
    );
    if (wanted.length === 0) continue;
    await transact(outer, [], async (scope) => {
      const made = new Set((await repo(scope, DeliveryTable).list({ key: wanted.map(({ key }) => key) })).map(({ key }) => key));
      const nextAt = instantOf(runtime.clock);
      const fresh = wanted
        .filter(({ key }) => !made.has(key))
        .map((one) => ({ ...one, state: 'waiting' as const, attempts: 0, nextAt, deliveredAt: null, log: [] }));
      await ask(scope, await repo(scope, DeliveryTable).createMany(fresh));
    });
  }
}
