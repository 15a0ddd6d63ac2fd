import { entity } from '../../core/module.ts';
import { WebhookTable } from './model.ts';
import type { Webhook } from './schema.ts';

export const webhooks = entity({
  table: WebhookTable,
  collection: 'webhooks',
  project: null,
  views: {
    audit: {
      present: ({ id, rev, url, description, types, enabled, disabled, failingSince, oldUntil, createdAt }): Webhook => ({
        id,
        rev,
        url,
        description,
        types: types.split(' '),
        enabled,
        disabled,
        failingSince,
        oldSecretUntil: oldUntil,
        createdAt,
      }),
    },
  },
});
