import { module } from '../../core/module.ts';
import { policy } from './policy.ts';
import { notices } from './present.ts';
import { noticesRouter } from './router.ts';
import { send, trim } from './send.ts';
import { write } from './write.ts';

export { news } from './news.ts';

export default module({
  name: 'notices',
  entity: notices,
  policy,
  router: noticesRouter,
  events: ['notice.created', 'notice.queued', 'notice.sent', 'notice.kept', 'notice.failed', 'notice.removed'],
  jobs: { 'notices.write': write, 'notices.send': send, 'notices.trim': trim },
});
