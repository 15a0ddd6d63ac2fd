import { module } from '../../core/module.ts';
import { notices } from './notices.ts';
import { policy } from './policy.ts';
import { milestones } from './present.ts';
import { milestonesRouter } from './router.ts';

export { MilestoneTable, type MilestoneRow } from './model.ts';

export default module({
  name: 'milestones',
  entity: milestones,
  policy,
  router: milestonesRouter,
  notices,
  widgets: { timeline: ['session.read', 'feed.read', 'project.read', 'stage.read', 'milestone.read', 'task.read', 'dependency.read'] },
  events: ['milestone.created', 'milestone.updated', 'milestone.removed'],
});
