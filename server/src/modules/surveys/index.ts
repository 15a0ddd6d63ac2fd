import { module } from '../../core/module.ts';
import { machine } from './machine.ts';
import { notices } from './notices.ts';
import { policy } from './policy.ts';
import { surveys } from './present.ts';
import { surveysRouter } from './router.ts';

export { SurveyTable, type SurveyRow } from './model.ts';
export type { Question } from './schema.ts';

export default module({
  name: 'surveys',
  entity: surveys,
  policy,
  router: surveysRouter,
  notices,
  machine,
  widgets: { survey: ['session.read', 'feed.read', 'project.read', 'survey.read', 'response.mine', 'response.submit'] },
  events: ['survey.created', 'survey.updated', 'survey.opened', 'survey.closed'],
});
