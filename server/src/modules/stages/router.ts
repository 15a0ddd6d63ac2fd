import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { CreateStage, ListStages, Stage, StageId, UpdateStage } from './schema.ts';
import * as service from './service.ts';

export const stagesRouter = router({
  list: query(
    {
      action: 'stage.read',
      route: 'GET /v1/projects/{project}/stages',
      summary: 'Stages of a project',
      in: ListStages,
      out: pageOf(Stage),
    },
    service.list,
  ),
  get: query({ action: 'stage.read', route: 'GET /v1/stages/{id}', summary: 'One stage', in: StageId, out: Stage }, service.get),
  create: mutation(
    { action: 'stage.create', route: 'POST /v1/stages', summary: 'Add a stage to a project', status: 201, in: CreateStage, out: Stage },
    service.create,
  ),
  update: mutation(
    { action: 'stage.update', route: 'PATCH /v1/stages/{id}', summary: 'Change a stage', in: UpdateStage, out: Stage },
    service.update,
  ),
  remove: mutation(
    {
      action: 'stage.remove',
      route: 'DELETE /v1/stages/{id}',
      summary: 'Remove a stage without milestones',
      in: StageId,
      out: z.object({ id: idOf('stage') }),
    },
    service.remove,
  ),
});
