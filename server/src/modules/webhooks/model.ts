import { boolean, instant, optional, table, text, word, type Row } from '../../db/table.ts';
import type { reasons } from './schema.ts';

export const WebhookTable = table('webhooks', 'webhook', 'whe', {
  url: text(2000),
  description: optional(text(200)),
  /** Event types with spaces between them; see `listens()`. */
  types: word(4000),
  enabled: boolean(),
  /** Why Portico switched it off by itself. */
  disabled: optional(word<(typeof reasons)[number]>(20)),
  /** Sealed: it signs every message, so it must be read again. */
  secret: word(400),
  /** Signs beside the new one until `oldUntil`. */
  oldSecret: optional(word(400)),
  oldUntil: optional(instant()),
  /** Since when nothing has got through. */
  failingSince: optional(instant()),
});

export type WebhookRow = Row<typeof WebhookTable>;
