import type { z } from 'zod';
import { transact } from '../../core/command.ts';
import { problem } from '../../core/errors.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { projectStreams } from '../../feed/streams.ts';
import { ProjectTable } from '../projects/index.ts';
import { TaskTable } from '../tasks/index.ts';
import { assertAcyclic } from './follow.ts';
import { DependencyTable, type DependencyRow } from './model.ts';
import { dependencies } from './present.ts';
import { mostLinks, type CreateDependency, type Dependency, type ListDependencies } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: DependencyRow): Dependency => seenBy(scope, dependencies, row) as Dependency;

export async function list(scope: Scope, { project, ...page }: In<typeof ListDependencies>): Promise<Page<Dependency>> {
  await repo(scope, ProjectTable).get(project);
  const { items, next } = await repo(scope, DependencyTable).page({ projectId: project }, page);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function create(scope: Scope, link: In<typeof CreateDependency>): Promise<Dependency> {
  const { predecessorId, successorId } = link;
  const streams = async () => projectStreams(await repo(scope, TaskTable).projectOf(predecessorId));
  return transact(scope, streams, async (scope) => {
    const predecessor = await repo(scope, TaskTable).get(predecessorId);
    const successor = await repo(scope, TaskTable).get(successorId);
    authorize(scope, 'dependency.create', predecessor);
    const { projectId } = predecessor;
    if (successor.projectId !== projectId) throw problem('invalid_input', 'successorId: must be a task of the same project');
    if (predecessorId === successorId) throw problem('cycle', 'A task cannot wait for itself. Choose another predecessor.');
    if ((await repo(scope, DependencyTable).count({ predecessorId, successorId })) > 0) {
      throw problem('conflict', 'These two tasks are linked already. Remove that link first to change it.');
    }
    if ((await repo(scope, DependencyTable).count({ projectId })) >= mostLinks) {
      throw problem('invalid_input', `A project has at most ${mostLinks} links. Divide the plan into projects.`);
    }
    const tasks = await repo(scope, TaskTable).list({ projectId });
    await assertAcyclic(scope, projectId, new Map(tasks.map((task) => [task.id, task])), [link]);
    const row = await repo(scope, DependencyTable).create({
      projectId,
      ...link,
      hidden: predecessor.hidden || successor.hidden,
      source: null,
    });
    record(scope, 'dependency.created', DependencyTable, row, null);
    return see(scope, row);
  });
}

export async function remove(scope: Scope, { id }: { id: string }): Promise<{ id: string }> {
  /** Asked within the command, so that a repeated request is answered although its link is gone. */
  const streams = async () => projectStreams(await repo(scope, DependencyTable).projectOf(id));
  return transact(scope, streams, async (scope) => {
    const link = await repo(scope, DependencyTable).get(id);
    authorize(scope, 'dependency.remove', link);
    record(scope, 'dependency.removed', DependencyTable, await repo(scope, DependencyTable).remove(link), link);
    return { id };
  });
}
