import { entity } from '../../core/module.ts';
import { DeliveryTable, type DeliveryRow } from './model.ts';
import type { Delivery, ListedDelivery } from './schema.ts';

const summary = ({ id, rev, webhookId, type, state, attempts, nextAt, deliveredAt, createdAt }: DeliveryRow) => ({
  id,
  rev,
  webhookId,
  type,
  state,
  attempts,
  nextAt,
  deliveredAt,
  createdAt,
});

export function listed(row: DeliveryRow): ListedDelivery {
  const { answer: _, ...last } = row.log.at(-1) ?? { answer: null };
  return { ...summary(row), last: 'at' in last ? last : null };
}

export const whole = (row: DeliveryRow): Delivery => ({ ...summary(row), log: row.log });

/** A work list beside the feed, in nobody's view of it: if what becomes of a delivery were an event, each would cause the next. */
export const deliveries = entity({
  table: DeliveryTable,
  collection: 'deliveries',
  project: null,
  views: {},
});
