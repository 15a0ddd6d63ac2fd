import { module } from '../../core/module.ts';
import { machine } from './machine.ts';
import { notices } from './notices.ts';
import { policy } from './policy.ts';
import { changeRequests } from './present.ts';
import { changeRequestsRouter } from './router.ts';

export type { ChangeRequestRow } from './model.ts';

export default module({
  name: 'changeRequests',
  entity: changeRequests,
  policy,
  router: changeRequestsRouter,
  notices,
  machine,
  widgets: {
    'change-request': [
      'session.read',
      'feed.read',
      'project.read',
      'change_request.read',
      'change_request.submit',
      'change_request.resubmit',
      'change_request.withdraw',
    ],
  },
  events: [
    'change_request.submitted',
    'change_request.triaged',
    'change_request.estimated',
    'change_request.approved',
    'change_request.rejected',
    'change_request.returned',
    'change_request.resubmitted',
    'change_request.withdrawn',
  ],
});
