import { module } from '../../core/module.ts';
import { policy } from './policy.ts';
import { tasks } from './present.ts';
import { tasksRouter } from './router.ts';

export { TaskTable, type TaskRow } from './model.ts';
export { Constraint, constraints, duration, priority } from './schema.ts';
export { changeOutline, settleOutline, type NewTask } from './outline.ts';
export { mostLevels, mostTasks, settle } from './tree.ts';

export default module({
  name: 'tasks',
  entity: tasks,
  policy,
  router: tasksRouter,
  events: ['task.created', 'task.updated', 'task.removed'],
});
