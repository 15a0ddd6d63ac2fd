import { module } from '../../core/module.ts';
import { archive, purgeIdempotency } from './housekeeping.ts';
import { policy } from './policy.ts';
import { feedRouter } from './router.ts';
import { ownBytes, projectBytes } from './service.ts';

export default module({
  name: 'feed',
  policy,
  router: feedRouter,
  events: [],
  cached: { project: projectBytes, own: ownBytes },
  jobs: { 'feed.archive': archive, 'feed.purge-idempotency': purgeIdempotency },
});
