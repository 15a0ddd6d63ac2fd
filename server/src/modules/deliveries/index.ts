import { module } from '../../core/module.ts';
import { policy } from './policy.ts';
import { deliveries } from './present.ts';
import { deliveriesRouter } from './router.ts';
import { send, trim } from './send.ts';

export { fanOut } from './fan-out.ts';

export default module({
  name: 'deliveries',
  entity: deliveries,
  policy,
  router: deliveriesRouter,
  events: [],
  jobs: { 'deliveries.send': send, 'deliveries.trim': trim },
});
