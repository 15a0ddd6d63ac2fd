import { module } from '../../core/module.ts';
import { policy } from './policy.ts';
import { dependencies } from './present.ts';
import { dependenciesRouter } from './router.ts';

export { DependencyTable, type DependencyRow } from './model.ts';
export { lagUnits, linkTypes, mostLinks } from './schema.ts';
export { findCircle } from './circle.ts';
export { assertAcyclic, followTasks } from './follow.ts';

export default module({
  name: 'dependencies',
  entity: dependencies,
  policy,
  router: dependenciesRouter,
  events: ['dependency.created', 'dependency.updated', 'dependency.removed'],
});
