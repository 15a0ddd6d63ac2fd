import type { KeyMode } from '../../core/auth/keys.ts';
import { digest, instant, optional, table, text, word, type Row } from '../../db/table.ts';

export const KeyTable = table(
  'keys',
  'key',
  'key',
  {
    name: text(120),
    mode: word<KeyMode>(10),
    digest: digest(),
    // The beginning of the key, for people to tell keys apart.
    hint: word(20),
    lastUsedAt: optional(instant()),
    expiresAt: optional(instant()),
    revokedAt: optional(instant()),
  },
  [],
);

export type KeyRow = Row<typeof KeyTable>;
