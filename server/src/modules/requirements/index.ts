import { module } from '../../core/module.ts';
import { machine } from './machine.ts';
import { notices } from './notices.ts';
import { policy } from './policy.ts';
import { requirements } from './present.ts';
import { requirementsRouter } from './router.ts';

export default module({
  name: 'requirements',
  entity: requirements,
  policy,
  router: requirementsRouter,
  notices,
  machine,
  widgets: { intake: ['session.read', 'feed.read', 'project.read', 'requirement.read', 'requirement.parse', 'requirement.create'] },
  events: [
    'requirement.confirmed',
    'requirement.updated',
    'requirement.accepted',
    'requirement.declined',
    'requirement.duplicated',
    'requirement.completed',
    'requirement.reopened',
  ],
});
