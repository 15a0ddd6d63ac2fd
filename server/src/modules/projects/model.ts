import type { TranslationsOf } from '../../core/shapes.ts';
import { civil, id, json, optional, table, text, word, type Row } from '../../db/table.ts';
import type { statuses } from './schema.ts';

export const ProjectTable = table(
  'projects',
  'project',
  'prj',
  {
    clientId: id(),
    name: text(200),
    translations: optional(json<NonNullable<TranslationsOf<'name'>>>()),
    status: word<(typeof statuses)[number]>(),
    lang: word(20),
    timeZone: word(60),
    start: optional(civil()),
    due: optional(civil()),
    managerId: optional(id()),
    // Copied, as in milestones: what is presented depends on this row alone.
    managerName: optional(text(120)),
  },
  [{ columns: ['clientId'] }],
);

export type ProjectRow = Row<typeof ProjectTable>;
