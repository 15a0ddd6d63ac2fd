import { module } from '../../core/module.ts';
import { policy } from './policy.ts';
import { sessionsRouter } from './router.ts';

export default module({ name: 'sessions', policy, router: sessionsRouter, events: ['session.revoked'] });
