import { module } from '../../core/module.ts';
import { identity } from './identity.ts';
import { policy } from './policy.ts';
import { members } from './present.ts';
import { membersRouter } from './router.ts';

export { MemberTable, type MemberRow } from './model.ts';

export default module({
  name: 'members',
  entity: members,
  policy,
  router: membersRouter,
  identity,
  events: ['member.created', 'member.updated', 'member.removed'],
});
