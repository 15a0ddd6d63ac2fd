import { module } from '../../core/module.ts';
import { notices } from './notices.ts';
import { policy } from './policy.ts';
import { responses } from './present.ts';
import { responsesRouter } from './router.ts';

export { countInvited } from './invited.ts';
export type { Answer } from './schema.ts';

export default module({ name: 'responses', entity: responses, policy, router: responsesRouter, notices, events: ['response.submitted'] });
