/** What links must do when tasks change: go with them, hide with them, and never form a circle. */
import { problem } from '../../core/errors.ts';
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import type { TaskRow } from '../tasks/index.ts';
import { findCircle } from './circle.ts';
import { DependencyTable } from './model.ts';

/**
 * Removes the links of tasks that are gone, and shows a link to the client only where both ends are shown.
 * @param staying ids of the tasks that there are
 * @param hidden ids of those that the client does not see
 */
export async function followTasks(
  scope: Scope,
  projectId: string,
  staying: ReadonlySet<string>,
  hidden: ReadonlySet<string>,
): Promise<void> {
  const links = repo(scope, DependencyTable);
  for (const link of await links.list({ projectId })) {
    const ends = [link.predecessorId, link.successorId];
    const isHidden = ends.some((id) => hidden.has(id));
    if (!ends.every((id) => staying.has(id))) record(scope, 'dependency.removed', DependencyTable, await links.remove(link), link);
    else if (isHidden !== link.hidden)
      record(scope, 'dependency.updated', DependencyTable, await links.update(link, { hidden: isHidden }), link);
  }
}

/**
 * @param tasks as they are after the change
 * @param further links that are about to be made
 * @throws {PorticoProblem} `cycle`, with the names of the tasks in it
 */
export async function assertAcyclic(
  scope: Scope,
  projectId: string,
  tasks: ReadonlyMap<string, Pick<TaskRow, 'id' | 'parentId' | 'name'>>,
  further: readonly { predecessorId: string; successorId: string }[] = [],
): Promise<void> {
  const links = await repo(scope, DependencyTable).list({ projectId });
  const circle = findCircle(tasks.values(), [...links, ...further]);
  if (!circle) return;
  const names = [...circle, circle[0]!].map((id) => `“${tasks.get(id)?.name ?? id}”`);
  const shown = names.length > 6 ? [...names.slice(0, 5), '…', names.at(-1)!] : names;
  throw problem('cycle', `The tasks would wait for each other: ${shown.join(' → ')}. Leave out one of these links.`);
}
