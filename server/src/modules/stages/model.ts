import type { TranslationsOf } from '../../core/shapes.ts';
import { id, integer, json, optional, table, text, type Row } from '../../db/table.ts';

export const StageTable = table(
  'stages',
  'stage',
  'stg',
  { projectId: id(), name: text(200), translations: optional(json<NonNullable<TranslationsOf<'name'>>>()), position: integer() },
  [{ columns: ['projectId', 'position'] }],
);

export type StageRow = Row<typeof StageTable>;
