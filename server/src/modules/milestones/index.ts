import { module } from '../../core/module.ts';
import { policy } from './policy.ts';
import { milestones } from './present.ts';
import { milestonesRouter } from './router.ts';

export { MilestoneTable, type MilestoneRow } from './model.ts';

export default module({
  name: 'milestones',
  entity: milestones,
  policy,
  router: milestonesRouter,
  widgets: { timeline: ['session.read', 'feed.read', 'project.read', 'stage.read', 'milestone.read'] },
  events: ['milestone.created', 'milestone.updated', 'milestone.removed'],
});
