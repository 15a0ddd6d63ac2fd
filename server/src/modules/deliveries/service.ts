import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { instantOf } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { problem } from '../../core/errors.ts';
import { authorize } from '../../core/policy.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { sha256 } from '../../feed/chain.ts';
import { WebhookTable, type WebhookRow } from '../webhooks/index.ts';
import { DeliveryTable, type DeliveryRow } from './model.ts';
import { listed, whole } from './present.ts';
import type { Delivery, ListDeliveries, ListedDelivery, ReplayMany } from './schema.ts';
import { ask } from './send.ts';

type In<T extends z.ZodType> = z.output<T>;

export async function list(scope: Scope, { webhook, state, ...page }: In<typeof ListDeliveries>): Promise<Page<ListedDelivery>> {
  const { id: webhookId } = await repo(scope, WebhookTable).get(webhook);
  const { items, next } = await repo(scope, DeliveryTable).page({ webhookId, ...(state ? { state } : {}) }, page, ['createdAt'], true);
  return { items: items.map(listed), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Delivery> {
  return whole(await repo(scope, DeliveryTable).get(id));
}

/** A message without meaning, to see whether the endpoint takes it. */
export async function create(scope: Scope, { webhook }: { webhook: string }): Promise<Delivery> {
  return transact(scope, [], async (scope) => {
    const to = await enabled(scope, webhook);
    authorize(scope, 'delivery.create', to);
    const values = {
      webhookId: to.id,
      key: sha256(randomUUID()),
      type: 'webhook.test',
      stream: null,
      seq: null,
      deliveredAt: null,
      log: [],
    };
    const row = await repo(scope, DeliveryTable).create({
      ...values,
      state: 'waiting',
      attempts: 0,
      nextAt: instantOf(scope.runtime.clock),
    });
    await ask(scope, [row]);
    return whole(row);
  });
}

export async function replay(scope: Scope, { id }: { id: string }): Promise<Delivery> {
  return transact(scope, [], async (scope) => {
    const row = await repo(scope, DeliveryTable).get(id);
    authorize(scope, 'delivery.replay', row);
    await enabled(scope, row.webhookId);
    return whole(await again(scope, row));
  });
}

export async function replayMany(
  scope: Scope,
  { webhook, since, limit }: In<typeof ReplayMany>,
): Promise<{ count: number; more: boolean }> {
  return transact(scope, [], async (scope) => {
    const to = await enabled(scope, webhook);
    authorize(scope, 'delivery.replay', to);
    const from = since === undefined ? 0 : Date.parse(since);
    let count = 0;
    let cursor: string | undefined;
    do {
      const { items, next } = await repo(scope, DeliveryTable).page({ webhookId: to.id, state: 'failed' }, { cursor, limit: 100 }, [
        'createdAt',
      ]);
      for (const row of items.filter(({ createdAt }) => Date.parse(createdAt) >= from)) {
        if (count === limit) return { count, more: true };
        await again(scope, row);
        count++;
      }
      cursor = next ?? undefined;
    } while (cursor !== undefined);
    return { count, more: false };
  });
}

async function enabled(scope: Scope, id: string): Promise<WebhookRow> {
  const webhook = await repo(scope, WebhookTable).get(id);
  if (!webhook.enabled) throw problem('conflict', 'The endpoint is switched off. Switch it on first: PATCH it with "enabled": true.');
  return webhook;
}

/** From the beginning of the schedule, under the same `webhook-id`. */
async function again(scope: Scope, row: DeliveryRow): Promise<DeliveryRow> {
  const next = await repo(scope, DeliveryTable).update(row, {
    state: 'waiting',
    attempts: 0,
    nextAt: instantOf(scope.runtime.clock),
    deliveredAt: null,
  });
  await ask(scope, [next]);
  return next;
}
