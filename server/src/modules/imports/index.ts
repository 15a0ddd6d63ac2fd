import { module } from '../../core/module.ts';
import { policy } from './policy.ts';
import { imports } from './present.ts';
import { importsRouter } from './router.ts';

export { isNothing, type Difference } from './difference.ts';
export { readPlan } from './file.ts';
export { FileRefused, type Plan, type Reading } from './plan.ts';
export { apply, type Applied } from './apply.ts';
export { look, type Outlook, type Request } from './target.ts';
export { outlineOf, storyOf } from './story.ts';

export default module({
  name: 'imports',
  entity: imports,
  policy,
  router: importsRouter,
  events: ['import.created', 'import.updated'],
});
