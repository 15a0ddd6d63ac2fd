import { digest, id, instant, integer, json, optional, table, word, type Row } from '../../db/table.ts';
import type { Attempt, states } from './schema.ts';

export const DeliveryTable = table(
  'deliveries',
  'delivery',
  'whd',
  {
    webhookId: id(),
    /** Of the endpoint and the event: the dispatcher may hand an event over twice. */
    key: digest(),
    type: word(60),
    /** The event in the feed; null for a test message. */
    stream: optional(word(80)),
    seq: optional(integer()),
    state: word<(typeof states)[number]>(10),
    /** Of this run of the schedule; a replay begins anew. */
    attempts: integer(),
    nextAt: optional(instant()),
    deliveredAt: optional(instant()),
    /** The last 20 attempts. */
    log: json<Attempt[]>(),
  },
  [{ columns: ['key'], unique: true }, { columns: ['webhookId', 'createdAt'] }, { columns: ['webhookId', 'state', 'createdAt'] }],
);

export type DeliveryRow = Row<typeof DeliveryTable>;
