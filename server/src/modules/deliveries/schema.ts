import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';

export const states = ['waiting', 'delivered', 'failed'] as const;

const Attempt = z
  .object({
    at: z.string(),
    url: z.string(),
    status: z.number().int().nullable().describe('HTTP status; null if there was no answer'),
    error: z.string().nullable().describe('Why there was no answer'),
    milliseconds: z.number().int(),
    answer: z.string().describe('The beginning of the body, at most 1 KB'),
  })
  .meta({ id: 'DeliveryAttempt' });

const summary = {
  id: idOf('delivery').describe('Also the webhook-id header, the same at every attempt'),
  rev: z.number().int(),
  webhookId: idOf('webhook'),
  type: z.string(),
  state: z.enum(states),
  attempts: z.number().int(),
  nextAt: z.string().nullable().describe('When it is tried again'),
  deliveredAt: z.string().nullable(),
  createdAt: z.string(),
};

export const Delivery = z
  .object({ ...summary, log: z.array(Attempt).describe('The last 20 attempts, the oldest first') })
  .meta({ id: 'Delivery' });
export const ListedDelivery = z
  .object({ ...summary, last: Attempt.omit({ answer: true }).nullable().describe('The last attempt') })
  .meta({ id: 'ListedDelivery' });

export const ListDeliveries = z.strictObject({ webhook: idOf('webhook'), state: z.enum(states).optional(), ...pageInput });
export const DeliveryId = z.strictObject({ id: idOf('delivery') });
export const OfWebhook = z.strictObject({ webhook: idOf('webhook') });
export const ReplayMany = z.strictObject({
  webhook: idOf('webhook'),
  since: z.iso.datetime().optional().describe('Only what was made at or after this instant'),
  limit: z.number().int().min(1).max(500).default(500),
});
export const Replayed = z
  .object({ count: z.number().int(), more: z.boolean().describe('There are others: ask again') })
  .meta({ id: 'Replayed' });

export type Attempt = z.infer<typeof Attempt>;
export type Delivery = z.infer<typeof Delivery>;
export type ListedDelivery = z.infer<typeof ListedDelivery>;
