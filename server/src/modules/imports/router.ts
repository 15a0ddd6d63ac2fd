import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { CreateImport, Import, Imported, ImportId, ImportWithPlan, ListImports } from './schema.ts';
import * as service from './service.ts';

export const importsRouter = router({
  list: query(
    {
      action: 'import.read',
      route: 'GET /v1/projects/{project}/imports',
      summary: 'Plan files that a project was read from',
      in: ListImports,
      out: pageOf(Import),
    },
    service.list,
  ),
  get: query(
    {
      action: 'import.read',
      route: 'GET /v1/imports/{id}',
      summary: 'A plan file with its calendars, resources and assignments',
      in: ImportId,
      out: ImportWithPlan,
    },
    service.get,
  ),
  create: mutation(
    {
      action: 'import.create',
      route: 'POST /v1/imports',
      summary: 'Put in a plan of another system, or its newer version',
      status: 201,
      in: CreateImport,
      out: Imported,
    },
    service.create,
  ),
});
