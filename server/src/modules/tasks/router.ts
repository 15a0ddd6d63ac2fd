import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { CreateTask, ListTasks, MoveTask, Task, TaskId, UpdateTask } from './schema.ts';
import * as service from './service.ts';

export const tasksRouter = router({
  list: query(
    {
      action: 'task.read',
      route: 'GET /v1/projects/{project}/tasks',
      summary: 'Tasks of a project, in the order of its outline',
      in: ListTasks,
      out: pageOf(Task),
    },
    service.list,
  ),
  get: query({ action: 'task.read', route: 'GET /v1/tasks/{id}', summary: 'One task', in: TaskId, out: Task }, service.get),
  create: mutation(
    { action: 'task.create', route: 'POST /v1/tasks', summary: 'Add a task to the outline', status: 201, in: CreateTask, out: Task },
    service.create,
  ),
  update: mutation(
    { action: 'task.update', route: 'PATCH /v1/tasks/{id}', summary: 'Change a task', in: UpdateTask, out: Task },
    service.update,
  ),
  move: mutation(
    {
      action: 'task.move',
      route: 'POST /v1/tasks/{id}/move',
      summary: 'Move a task and its branch to another place of the outline',
      in: MoveTask,
      out: Task,
    },
    service.move,
  ),
  remove: mutation(
    {
      action: 'task.remove',
      route: 'DELETE /v1/tasks/{id}',
      summary: 'Take a task and its branch out of the plan',
      in: TaskId,
      out: z.object({ id: idOf('task') }),
    },
    service.remove,
  ),
});
