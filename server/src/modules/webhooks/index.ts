import { module } from '../../core/module.ts';
import { notices } from './notices.ts';
import { policy } from './policy.ts';
import { webhooks } from './present.ts';
import { webhooksRouter } from './router.ts';

export { noteOutcome } from './health.ts';
export { WebhookTable, type WebhookRow } from './model.ts';
export { liveSecrets } from './secret.ts';
export { listens } from './service.ts';

export default module({
  name: 'webhooks',
  entity: webhooks,
  policy,
  router: webhooksRouter,
  notices,
  events: [
    'webhook.created',
    'webhook.updated',
    'webhook.rotated',
    'webhook.failing',
    'webhook.recovered',
    'webhook.disabled',
    'webhook.removed',
  ],
});
