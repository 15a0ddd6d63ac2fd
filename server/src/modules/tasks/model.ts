import type { TranslationsOf } from '../../core/shapes.ts';
import { boolean, civil, id, integer, json, optional, table, text, word, type Row } from '../../db/table.ts';
import type { Constraint, statuses, visibilities } from './schema.ts';

export const TaskTable = table(
  'tasks',
  'task',
  'tsk',
  {
    projectId: id(),
    parentId: optional(id()),
    milestoneId: optional(id()),
    // Order among those with the same parent: dense, from 1.
    position: integer(),
    // Derived of the tree and kept: the outline code, and the same padded so that it sorts as text.
    wbs: word(120),
    path: word(120),
    name: text(255),
    translations: optional(json<NonNullable<TranslationsOf<'name'>>>()),
    status: word<(typeof statuses)[number]>(),
    percent: integer(),
    start: optional(civil()),
    due: optional(civil()),
    baseline: optional(civil()),
    doneOn: optional(civil()),
    // Minutes of work.
    duration: optional(integer()),
    isMilestone: boolean(),
    isSummary: boolean(),
    ownerId: optional(id()),
    // Copied, as in milestones: what is presented depends on this row alone.
    ownerName: optional(text(120)),
    priority: integer(),
    constraint: optional(json<Constraint>()),
    visibility: word<(typeof visibilities)[number]>(),
    // Derived: it, a task above it or its milestone is the team's alone.
    hidden: boolean(),
    notes: optional(text(4000)),
    // Which plan file it came from, and its id there.
    source: optional(text(200)),
    sourceUid: optional(text(60)),
  },
  [
    { columns: ['projectId', 'path'] },
    { columns: ['milestoneId'] },
    { columns: ['ownerId'] },
    { columns: ['projectId', 'source', 'sourceUid'], unique: true },
  ],
);

export type TaskRow = Row<typeof TaskTable>;
