import { module } from '../../core/module.ts';
import { identity } from './identity.ts';
import { policy } from './policy.ts';
import { contacts } from './present.ts';
import { contactsRouter } from './router.ts';

export { ContactTable, type ContactRow } from './model.ts';
export { onBehalfOf, speaker } from './speaker.ts';

export default module({
  name: 'contacts',
  entity: contacts,
  policy,
  router: contactsRouter,
  identity,
  events: ['contact.created', 'contact.updated', 'contact.removed'],
});
