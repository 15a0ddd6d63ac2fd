import { module } from '../../core/module.ts';
import { policy } from './policy.ts';
import { projects } from './present.ts';
import { projectsRouter } from './router.ts';

export { ProjectTable } from './model.ts';

export default module({
  name: 'projects',
  entity: projects,
  policy,
  router: projectsRouter,
  events: ['project.created', 'project.updated', 'project.removed'],
});
