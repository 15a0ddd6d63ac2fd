import { module } from '../../core/module.ts';
import { identity } from './identity.ts';
import { policy } from './policy.ts';
import { keys } from './present.ts';
import { keysRouter } from './router.ts';

export { create as createKey, revoke as revokeKey, rotate as rotateKey } from './service.ts';

export default module({
  name: 'keys',
  entity: keys,
  policy,
  router: keysRouter,
  identity,
  events: ['key.created', 'key.rotated', 'key.revoked'],
});
