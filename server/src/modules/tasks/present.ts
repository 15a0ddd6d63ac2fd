import { entity, upkeep } from '../../core/module.ts';
import { TaskTable, type TaskRow } from './model.ts';
import type { Task } from './schema.ts';

const unseen = [...upkeep, 'position', 'path', 'source', 'sourceUid'] as const;
type Seen = Omit<TaskRow, (typeof unseen)[number]>;

const ownerOf = ({ ownerId, ownerName }: Seen) => ownerId && { id: ownerId, name: ownerName ?? '' };

const forClient = (row: Seen): Task =>
  ({
    baseline: row.baseline,
    doneOn: row.doneOn,
    due: row.due,
    duration: row.duration,
    id: row.id,
    isMilestone: row.isMilestone,
    isSummary: row.isSummary,
    milestoneId: row.milestoneId,
    name: row.name,
    owner: ownerOf(row),
    parentId: row.parentId,
    percent: row.percent,
    priority: row.priority,
    projectId: row.projectId,
    rev: row.rev,
    start: row.start,
    status: row.status,
    translations: row.translations,
    wbs: row.wbs,
  }) as Task;

const forTeam = (row: Seen): Task =>
  ({
    baseline: row.baseline,
    constraint: row.constraint,
    doneOn: row.doneOn,
    due: row.due,
    duration: row.duration,
    id: row.id,
    isMilestone: row.isMilestone,
    isSummary: row.isSummary,
    milestoneId: row.milestoneId,
    name: row.name,
    notes: row.notes,
    owner: ownerOf(row),
    parentId: row.parentId,
    percent: row.percent,
    priority: row.priority,
    projectId: row.projectId,
    rev: row.rev,
    start: row.start,
    status: row.status,
    translations: row.translations,
    visibility: row.visibility,
    wbs: row.wbs,
  }) as Task;

export const tasks = entity({
  table: TaskTable,
  collection: 'tasks',
  project: 'projectId',
  reach: () => ({ hidden: false }),
  unseen,
  views: { client: { present: (row) => (row.hidden ? null : forClient(row)) }, team: { present: forTeam } },
});
