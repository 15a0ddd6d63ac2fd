/** Links that a plan makes, and how they follow its newer versions. */
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { assertAcyclic, DependencyTable } from '../dependencies/index.ts';
import type { TaskRow } from '../tasks/index.ts';
import type { Difference } from './difference.ts';
import type { PlannedLink } from './plan.ts';

/**
 * @param rows of the project, as they are now
 * @throws {PorticoProblem} `cycle` if the file's links and those made here wait for each other
 */
export async function reviseLinks(
  scope: Scope,
  projectId: string,
  source: string,
  rows: ReadonlyMap<string, TaskRow>,
  { linksAdded, linksChanged, linksRemoved, moved }: Difference,
): Promise<void> {
  if (linksAdded.length + linksChanged.length + linksRemoved.length + moved.length === 0) return;
  const links = repo(scope, DependencyTable);
  const byUid = new Map(
    [...rows.values()].flatMap((row) => (row.source === source && row.sourceUid !== null ? [[row.sourceUid, row] as const] : [])),
  );
  const there = new Map((await links.list({ projectId })).map((link) => [`${link.predecessorId} ${link.successorId}`, link]));
  const ends = ({ predecessor, successor }: PlannedLink): [TaskRow, TaskRow] | null => {
    const [from, to] = [byUid.get(predecessor), byUid.get(successor)];
    return from && to ? [from, to] : null;
  };
  const linkOf = (planned: PlannedLink) => {
    const [from, to] = ends(planned) ?? [];
    return from && to ? there.get(`${from.id} ${to.id}`) : undefined;
  };
  for (const planned of linksRemoved) {
    const link = linkOf(planned);
    if (link) record(scope, 'dependency.removed', DependencyTable, await links.remove(link), link);
  }
  for (const planned of linksChanged) {
    const link = linkOf(planned);
    const { type, lag, lagUnit } = planned;
    if (link) record(scope, 'dependency.updated', DependencyTable, await links.update(link, { type, lag, lagUnit }), link);
  }
  // A link whose task was removed here, or that was made here already, is not made again.
  const fresh = linksAdded.flatMap((planned) => {
    const both = ends(planned);
    if (!both || linkOf(planned)) return [];
    const [from, to] = both;
    const { type, lag, lagUnit } = planned;
    return [{ projectId, predecessorId: from.id, successorId: to.id, type, lag, lagUnit, hidden: from.hidden || to.hidden, source }];
  });
  for (const row of await links.createMany(fresh)) record(scope, 'dependency.created', DependencyTable, row, null);
  await assertAcyclic(scope, projectId, rows);
}
