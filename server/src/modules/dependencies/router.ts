import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { CreateDependency, Dependency, DependencyId, ListDependencies } from './schema.ts';
import * as service from './service.ts';

export const dependenciesRouter = router({
  list: query(
    {
      action: 'dependency.read',
      route: 'GET /v1/projects/{project}/dependencies',
      summary: 'Links between the tasks of a project',
      in: ListDependencies,
      out: pageOf(Dependency),
    },
    service.list,
  ),
  create: mutation(
    {
      action: 'dependency.create',
      route: 'POST /v1/dependencies',
      summary: 'Let one task wait for another',
      status: 201,
      in: CreateDependency,
      out: Dependency,
    },
    service.create,
  ),
  remove: mutation(
    {
      action: 'dependency.remove',
      route: 'DELETE /v1/dependencies/{id}',
      summary: 'Remove a link between tasks',
      in: DependencyId,
      out: z.object({ id: idOf('dependency') }),
    },
    service.remove,
  ),
});
