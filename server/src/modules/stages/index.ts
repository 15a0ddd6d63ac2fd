import { module } from '../../core/module.ts';
import { policy } from './policy.ts';
import { stages } from './present.ts';
import { stagesRouter } from './router.ts';

export { StageTable } from './model.ts';

export default module({
  name: 'stages',
  entity: stages,
  policy,
  router: stagesRouter,
  events: ['stage.created', 'stage.updated', 'stage.removed'],
});
