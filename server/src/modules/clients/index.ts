import { module } from '../../core/module.ts';
import { policy } from './policy.ts';
import { clients } from './present.ts';
import { clientsRouter } from './router.ts';

export { ClientTable } from './model.ts';

export default module({
  name: 'clients',
  entity: clients,
  policy,
  router: clientsRouter,
  events: ['client.created', 'client.updated', 'client.removed'],
});
