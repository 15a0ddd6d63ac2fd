import type { TranslationsOf } from '../../core/shapes.ts';
import { boolean, civil, id, integer, json, optional, table, text, word, type Row } from '../../db/table.ts';
import type { statuses, visibilities } from './schema.ts';

export const MilestoneTable = table(
  'milestones',
  'milestone',
  'mst',
  {
    projectId: id(),
    stageId: id(),
    name: text(200),
    translations: optional(json<NonNullable<TranslationsOf<'name' | 'reason'>>>()),
    position: integer(),
    status: word<(typeof statuses)[number]>(),
    progress: integer(),
    due: optional(civil()),
    baseline: optional(civil()),
    doneOn: optional(civil()),
    ownerId: optional(id()),
    // Copied, so that what is presented depends on this row alone; renaming a member renames here too.
    ownerName: optional(text(120)),
    atRisk: boolean(),
    reason: optional(text(500)),
    visibility: word<(typeof visibilities)[number]>(),
    note: optional(text(2000)),
  },
  [{ columns: ['projectId', 'position'] }, { columns: ['stageId'] }],
);

export type MilestoneRow = Row<typeof MilestoneTable>;
