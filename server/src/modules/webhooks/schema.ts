import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { line, webAddress as url } from '../../core/shapes.ts';

/** `gone`: the endpoint answered 410. `failing`: nothing got through for five days. */
export const reasons = ['gone', 'failing'] as const;

const types = z
  .array(
    z
      .string()
      .max(60)
      .regex(/^(?:\*|[a-z_]+\.(?:\*|[a-z_]+))$/, 'must be an event type such as milestone.updated, milestone.* or *'),
  )
  .min(1)
  .max(50)
  .describe('Event types that are sent: milestone.updated, milestone.* for all of milestones, or *');

export const Webhook = z
  .object({
    id: idOf('webhook'),
    rev: z.number().int(),
    url: z.string(),
    description: z.string().nullable(),
    types: z.array(z.string()),
    enabled: z.boolean(),
    disabled: z.enum(reasons).nullable().describe('Why Portico switched it off by itself'),
    failingSince: z.string().nullable(),
    oldSecretUntil: z.string().nullable().describe('Until then messages are signed with the old secret too'),
    createdAt: z.string(),
  })
  .meta({ id: 'Webhook' });

/** `secret` is shown this once; a repeated request with the same Idempotency-Key answers null. */
export const NewWebhook = Webhook.extend({ secret: z.string().nullable().describe('whsec_…, for a Standard Webhooks library') }).meta({
  id: 'NewWebhook',
});

export const CreateWebhook = z.strictObject({ url, description: line(200).nullable().default(null), types: types.default(['*']) });
export const UpdateWebhook = z.strictObject({
  id: idOf('webhook'),
  url: url.optional(),
  description: line(200).nullable().optional(),
  types: types.optional(),
  enabled: z.boolean().optional(),
});
export const WebhookId = z.strictObject({ id: idOf('webhook') });
export const ListWebhooks = z.strictObject(pageInput);

export type Webhook = z.infer<typeof Webhook>;
export type NewWebhook = z.infer<typeof NewWebhook>;
