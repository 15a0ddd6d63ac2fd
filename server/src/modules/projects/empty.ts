/** A project goes only when nothing is left in it, whatever concepts there are. */
import { problem } from '../../core/errors.ts';
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';

/** @throws {PorticoProblem} `conflict` with what is still there */
export async function assertEmpty(scope: Scope, projectId: string): Promise<void> {
  for (const { table, project } of scope.runtime.modules.entities.values()) {
    if (project === null || project === 'id' || (await repo(scope, table).count({ [project]: projectId })) === 0) continue;
    throw problem(
      'conflict',
      `The project still has ${table.name.replace('_', ' ')}. A project is removed while it is empty; one that is over has the status done.`,
    );
  }
}
