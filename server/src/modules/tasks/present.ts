import { entity } from '../../core/module.ts';
import { TaskTable, type TaskRow } from './model.ts';
import type { Task } from './schema.ts';

const base = (row: TaskRow): Task =>
  ({
    id: row.id,
    rev: row.rev,
    projectId: row.projectId,
    parentId: row.parentId,
    milestoneId: row.milestoneId,
    wbs: row.wbs,
    name: row.name,
    translations: row.translations,
    status: row.status,
    percent: row.percent,
    start: row.start,
    due: row.due,
    baseline: row.baseline,
    doneOn: row.doneOn,
    duration: row.duration,
    isMilestone: row.isMilestone,
    isSummary: row.isSummary,
    owner: row.ownerId && { id: row.ownerId, name: row.ownerName ?? '' },
    priority: row.priority,
  }) as Task;

export const tasks = entity({
  table: TaskTable,
  collection: 'tasks',
  project: 'projectId',
  reach: () => ({ hidden: false }),
  views: {
    client: { present: (row) => (row.hidden ? null : base(row)) },
    team: { present: (row): Task => ({ ...base(row), visibility: row.visibility, constraint: row.constraint, notes: row.notes }) },
  },
});
