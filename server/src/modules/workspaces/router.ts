import { z } from 'zod';
import { mutation, query, router } from '../../core/procedure.ts';
import { UpdateWorkspace, Workspace } from './schema.ts';
import * as service from './service.ts';

export const workspacesRouter = router({
  get: query(
    {
      action: 'workspace.read',
      route: 'GET /v1/workspace',
      summary: 'The workspace of the caller',
      in: z.strictObject({}),
      out: Workspace,
    },
    service.get,
  ),
  update: mutation(
    { action: 'workspace.update', route: 'PATCH /v1/workspace', summary: 'Change the workspace', in: UpdateWorkspace, out: Workspace },
    service.update,
  ),
});
