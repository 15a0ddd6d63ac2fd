import { entity } from '../../core/module.ts';
import { WorkspaceTable } from './model.ts';
import type { Workspace } from './schema.ts';

export const workspaces = entity({
  table: WorkspaceTable,
  collection: 'workspaces',
  project: null,
  views: {
    workspace: {
      present: ({ id, rev, name, lang, timeZone, origins, portalUrl }): Workspace => ({
        id,
        rev,
        name,
        lang,
        timeZone,
        origins,
        portalUrl,
      }),
    },
  },
});
