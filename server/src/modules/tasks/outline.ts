/** Changing the outline: read the project's tasks, change some, derive what follows, write what differs. */
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { followTasks } from '../dependencies/index.ts';
import { MilestoneTable } from '../milestones/index.ts';
import { TaskTable, type TaskRow } from './model.ts';
import { settle } from './tree.ts';

/** Columns that `update` may write: everything but what the repository keeps itself. */
const columns = Object.keys(TaskTable.columns).filter(
  (name) => !['workspaceId', 'id', 'rev', 'createdAt', 'updatedAt', 'deletedAt'].includes(name),
) as (keyof TaskRow)[];

/** A row that is not there yet; its id is made before, so that others can name it. */
export type NewTask = Omit<
  TaskRow,
  'workspaceId' | 'rev' | 'createdAt' | 'updatedAt' | 'deletedAt' | 'wbs' | 'path' | 'isSummary' | 'hidden'
>;

/** The outline as it is and, in `after`, as it shall be. Rows that `after` lacks are removed, with the links that they have. */
type Edit = (before: readonly TaskRow[]) => readonly (TaskRow | NewTask)[];

/**
 * One change of a project's outline, within a command that has locked the project's streams. Whatever follows for other tasks (codes, totals, who may see them) is written and
 * recorded with it; what stays the same is not touched.
 * @returns every task as it is now, by id
 * @throws {PorticoProblem} `cycle` if a task would stand below itself
 */
export async function changeOutline(scope: Scope, projectId: string, edit: Edit): Promise<Map<string, TaskRow>> {
  const before = await repo(scope, TaskTable).list({ projectId }, ['path']);
  const internal = await repo(scope, MilestoneTable).list({ projectId, visibility: 'internal' });
  const after = settle(edit(before) as readonly TaskRow[], new Set(internal.map(({ id }) => id)));
  const old = new Map(before.map((row) => [row.id, row]));
  const rows = new Map<string, TaskRow>();

  const staying = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !staying.has(id));
  const seenOtherwise = after.some((row) => old.has(row.id) && old.get(row.id)!.hidden !== row.hidden);
  if (gone.length > 0 || seenOtherwise)
    await followTasks(scope, projectId, staying, new Set(after.filter(({ hidden }) => hidden).map(({ id }) => id)));
  for (const row of gone) {
    // The id of the plan file is free again for a task that comes back.
    record(scope, 'task.removed', TaskTable, await repo(scope, TaskTable).remove(row, { sourceUid: null }), row);
  }
  // Those above come first: rows name their parents.
  for (const row of await repo(scope, TaskTable).createMany(after.filter(({ id }) => !old.has(id)))) {
    rows.set(row.id, row);
    record(scope, 'task.created', TaskTable, row, null);
  }
  for (const row of after) {
    const was = old.get(row.id);
    if (!was) continue;
    const changes = Object.fromEntries(columns.filter((name) => !same(was[name], row[name])).map((name) => [name, row[name]]));
    const changed = Object.keys(changes).length > 0;
    const next = changed ? await repo(scope, TaskTable).update(was, changes) : was;
    if (changed) record(scope, 'task.updated', TaskTable, next, was);
    rows.set(row.id, next);
  }
  return rows;
}

/** After what tasks copy or derive of others has changed: a milestone that is now the team's alone. */
export const settleOutline = (scope: Scope, projectId: string): Promise<Map<string, TaskRow>> =>
  changeOutline(scope, projectId, (rows) => rows);

const same = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
