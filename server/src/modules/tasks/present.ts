import { entity } from '../../core/module.ts';
import { columnsView } from '../../core/view.ts';
import { TaskTable, type TaskRow } from './model.ts';
import type { Task } from './schema.ts';

const shared = [
  'baseline',
  'doneOn',
  'due',
  'duration',
  'id',
  'isMilestone',
  'isSummary',
  'milestoneId',
  'name',
  'parentId',
  'percent',
  'priority',
  'projectId',
  'rev',
  'start',
  'status',
  'translations',
  'wbs',
] as const;
const people = { owner: ['ownerId', 'ownerName'] } as const;

export const tasks = entity({
  table: TaskTable,
  collection: 'tasks',
  project: 'projectId',
  reach: () => ({ hidden: false }),
  views: {
    client: columnsView<TaskRow, Task>({ columns: shared, people, only: { hidden: false } }),
    team: columnsView<TaskRow, Task>({ columns: [...shared, 'constraint', 'notes', 'visibility'], people }),
  },
});
