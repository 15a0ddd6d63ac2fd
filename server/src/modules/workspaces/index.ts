import { module } from '../../core/module.ts';
import { originColumns } from './origins.ts';
import { policy } from './policy.ts';
import { workspaces } from './present.ts';
import { workspacesRouter } from './router.ts';

export { WorkspaceTable } from './model.ts';
export { lendOrigins, listedOrigins } from './origins.ts';
export { open as openWorkspace } from './service.ts';

export default module({
  name: 'workspaces',
  entity: workspaces,
  policy,
  router: workspacesRouter,
  events: ['workspace.created', 'workspace.updated'],
  tables: { origins: { columns: originColumns, key: ['origin'] } },
});
