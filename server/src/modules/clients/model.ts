import type { TranslationsOf } from '../../core/shapes.ts';
import { json, optional, table, text, type Row } from '../../db/table.ts';

export const ClientTable = table('clients', 'client', 'cli', {
  name: text(200),
  translations: optional(json<NonNullable<TranslationsOf<'name'>>>()),
  externalId: optional(text(120)),
});

export type ClientRow = Row<typeof ClientTable>;
