import type { z } from 'zod';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo } from '../../core/repo.ts';
import { systemScope, type Scope } from '../../core/scope.ts';
import { newId } from '../../core/ids.ts';
import { instantOf } from '../../core/clock.ts';
import type { Runtime } from '../../core/runtime.ts';
import { insertion } from '../../db/statements.ts';
import { encodedRow, type Row } from '../../db/table.ts';
import { record } from '../../feed/append.ts';
import { workspaceStream } from '../../feed/streams.ts';
import { WorkspaceTable } from './model.ts';
import { replaceOrigins } from './origins.ts';
import { workspaces } from './present.ts';
import type { UpdateWorkspace, Workspace } from './schema.ts';

export async function get(scope: Scope): Promise<Workspace> {
  return seenBy(scope, workspaces, await repo(scope, WorkspaceTable).get(scope.workspaceId), 'workspace') as Workspace;
}

export async function update(scope: Scope, { rev, ...sent }: z.output<typeof UpdateWorkspace>): Promise<Workspace> {
  return transact(scope, [workspaceStream(scope.workspaceId)], async (scope) => {
    const workspace = await repo(scope, WorkspaceTable).get(scope.workspaceId);
    authorize(scope, 'workspace.update', workspace);
    await guardRevision(scope, workspaces, workspace, rev, sent, workspaceStream(scope.workspaceId), 'workspace');
    const next = await repo(scope, WorkspaceTable).update(workspace, sent);
    if (sent.origins) await replaceOrigins(scope, sent.origins);
    record(scope, 'workspace.updated', WorkspaceTable, next, workspace);
    return seenBy(scope, workspaces, next, 'workspace') as Workspace;
  });
}

type NewWorkspace = Pick<Workspace, 'name' | 'lang' | 'timeZone' | 'origins'> & Partial<Pick<Workspace, 'portalUrl'>>;

/** The first row of a new tenant; only the command line and the demo open workspaces. Answers the scope of its own work. */
export async function open(runtime: Runtime, { name, lang, timeZone, origins, portalUrl = null }: NewWorkspace): Promise<Scope> {
  const id = newId('workspace', runtime.clock);
  const outer = systemScope(runtime, id);
  await transact(outer, [], async (scope) => {
    const now = instantOf(runtime.clock);
    const row: Row<typeof WorkspaceTable> = {
      workspaceId: id,
      id,
      rev: 1,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
      name,
      lang,
      timeZone,
      origins,
      portalUrl,
    };
    await scope.tx!.line.write(insertion(WorkspaceTable.name, [encodedRow(WorkspaceTable, row)]));
    await replaceOrigins(scope, origins);
    record(scope, 'workspace.created', WorkspaceTable, row, null);
  });
  return outer;
}
