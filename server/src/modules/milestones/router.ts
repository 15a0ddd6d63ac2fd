import { z } from 'zod';
import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { idOf } from '../../core/ids.ts';
import { CreateMilestone, ListMilestones, Milestone, MilestoneId, UpdateMilestone } from './schema.ts';
import * as service from './service.ts';

const one = 'GET /v1/milestones/{id}' as const;

export const milestonesRouter = router({
  list: query(
    {
      action: 'milestone.read',
      route: 'GET /v1/projects/{project}/milestones',
      summary: 'Milestones of a project',
      in: ListMilestones,
      out: pageOf(Milestone),
    },
    service.list,
  ),
  get: query({ action: 'milestone.read', route: one, summary: 'One milestone', in: MilestoneId, out: Milestone }, service.get),
  create: mutation(
    {
      action: 'milestone.create',
      route: 'POST /v1/milestones',
      summary: 'Add a milestone to a stage',
      status: 201,
      in: CreateMilestone,
      out: Milestone,
    },
    service.create,
  ),
  update: mutation(
    { action: 'milestone.update', route: 'PATCH /v1/milestones/{id}', summary: 'Change a milestone', in: UpdateMilestone, out: Milestone },
    service.update,
  ),
  remove: mutation(
    {
      action: 'milestone.remove',
      route: 'DELETE /v1/milestones/{id}',
      summary: 'Take a milestone out of the plan',
      in: MilestoneId,
      out: z.object({ id: idOf('milestone') }),
    },
    service.remove,
  ),
});
