import type { z } from 'zod';
import { today } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { problem } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { withoutStale } from '../../core/shapes.ts';
import { projectStreams, workspaceStream } from '../../feed/streams.ts';
import { assertAcyclic } from '../dependencies/index.ts';
import { MemberTable } from '../members/index.ts';
import { MilestoneTable } from '../milestones/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { TaskTable, type TaskRow } from './model.ts';
import { changeOutline, type NewTask } from './outline.ts';
import { tasks } from './present.ts';
import { assertReady, progressed } from './progress.ts';
import type { CreateTask, ListTasks, MoveTask, Task, UpdateTask } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
type Sent = Omit<In<typeof UpdateTask>, 'id' | 'rev'>;
const see = (scope: Scope, row: TaskRow): Task => seenBy(scope, tasks, row) as Task;

export async function list(scope: Scope, { project, milestone, ...page }: In<typeof ListTasks>): Promise<Page<Task>> {
  await repo(scope, ProjectTable).get(project);
  const { items, next } = await repo(scope, TaskTable).page(
    { projectId: project, ...(milestone ? { milestoneId: milestone } : {}) },
    page,
    ['path'],
  );
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Task> {
  return see(scope, await repo(scope, TaskTable).get(id));
}

export async function create(scope: Scope, { projectId, parentId = null, position, ...sent }: In<typeof CreateTask>): Promise<Task> {
  return transact(scope, [...projectStreams(projectId), ...ownerLock(scope, sent)], async (scope) => {
    const project = await repo(scope, ProjectTable).get(projectId);
    authorize(scope, 'task.create', project);
    const parent = await parentOf(scope, projectId, parentId);
    const blank: NewTask = {
      id: newId('task', scope.runtime.clock),
      projectId,
      parentId,
      milestoneId: parent?.milestoneId ?? null,
      position: 0,
      name: sent.name,
      translations: null,
      status: 'planned',
      percent: 0,
      start: null,
      due: null,
      baseline: null,
      doneOn: null,
      duration: null,
      isMilestone: false,
      ownerId: null,
      ownerName: null,
      priority: 500,
      constraint: null,
      visibility: 'client',
      notes: null,
      source: null,
      sourceUid: null,
    };
    const made = { ...blank, ...(await consequences(scope, blank, sent)) };
    assertReady(made, null);
    const rows = await changeOutline(scope, projectId, (before) => placed(before, made, position));
    return see(scope, rows.get(made.id)!);
  });
}

export async function update(scope: Scope, { id, rev, ...sent }: In<typeof UpdateTask>): Promise<Task> {
  const streams = async () => [...(await streamsOf(scope, id)), ...ownerLock(scope, sent)];
  return transact(scope, streams, async (scope) => {
    const task = await repo(scope, TaskTable).get(id);
    authorize(scope, 'task.update', task);
    await guardRevision(scope, tasks, task, rev, sent, projectStreams(task.projectId)[1]!);
    if (task.isSummary) assertNotDerived(sent);
    const changed = { ...task, ...(await consequences(scope, task, sent)) };
    assertReady(changed, task);
    const rows = await changeOutline(scope, task.projectId, (before) => before.map((row) => (row.id === id ? changed : row)));
    return see(scope, rows.get(id)!);
  });
}

export async function move(scope: Scope, { id, parentId, position }: In<typeof MoveTask>): Promise<Task> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const task = await repo(scope, TaskTable).get(id);
      authorize(scope, 'task.move', task);
      await parentOf(scope, task.projectId, parentId);
      const rows = await changeOutline(scope, task.projectId, (before) => placed(before, { ...task, parentId }, position));
      await assertAcyclic(scope, task.projectId, rows);
      return see(scope, rows.get(id)!);
    },
  );
}

export async function remove(scope: Scope, { id }: { id: string }): Promise<{ id: string }> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const task = await repo(scope, TaskTable).get(id);
      authorize(scope, 'task.remove', task);
      await changeOutline(scope, task.projectId, (before) =>
        before.filter(({ path }) => path !== task.path && !path.startsWith(`${task.path}.`)),
      );
      return { id };
    },
  );
}

/** Asked within the command, so that a repeated request is answered although its task is gone. */
const streamsOf = async (scope: Scope, id: string): Promise<string[]> => projectStreams(await repo(scope, TaskTable).projectOf(id));

/** A member's name is copied into what they own, so giving an owner and renaming a member take turns. */
const ownerLock = (scope: Scope, { ownerId }: { ownerId?: string | null | undefined }): string[] =>
  ownerId ? [workspaceStream(scope.workspaceId)] : [];

async function parentOf(scope: Scope, projectId: string, id: string | null): Promise<TaskRow | null> {
  const parent = id === null ? null : await repo(scope, TaskTable).get(id);
  if (parent && parent.projectId !== projectId) throw problem('invalid_input', 'parentId: must be a task of the same project');
  return parent;
}

/** @throws {PorticoProblem} `invalid_input` for a field that a summary has of its subtasks */
function assertNotDerived(sent: Sent): void {
  const derived = (['status', 'percent', 'start', 'due', 'duration', 'isMilestone'] as const).filter((field) => sent[field] !== undefined);
  if (derived.length === 0) return;
  throw problem('invalid_input', `${derived.join(', ')}: a task with subtasks has these of its subtasks. Change those.`, {
    errors: derived.map((path) => ({ path, message: 'is derived from the subtasks' })),
  });
}

/** The outline with this task at that place among its siblings, by default after them. */
function placed<T extends TaskRow | NewTask>(before: readonly TaskRow[], task: T, position = Number.MAX_SAFE_INTEGER): (TaskRow | T)[] {
  const siblings = before.filter(({ parentId, id }) => parentId === task.parentId && id !== task.id);
  // Between two neighbours: positions are made whole and dense again when the outline is settled.
  const there = siblings.toSorted((a, b) => a.position - b.position)[position - 1];
  const between = there ? there.position - 0.5 : (siblings.at(-1)?.position ?? 0) + 1;
  return [...before.filter(({ id }) => id !== task.id), { ...task, position: between }];
}

/** What follows from the fields that were sent, for this task alone. */
async function consequences(scope: Scope, task: TaskRow | NewTask, sent: Sent): Promise<Partial<NewTask>> {
  const { translations, status, percent, ...fields } = sent;
  const changes: Partial<NewTask> = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (sent.milestoneId) {
    const milestone = await repo(scope, MilestoneTable).get(sent.milestoneId);
    if (milestone.projectId !== task.projectId) throw problem('invalid_input', 'milestoneId: must be a milestone of the same project');
  }
  if (sent.ownerId !== undefined)
    changes.ownerName = sent.ownerId === null ? null : (await repo(scope, MemberTable).get(sent.ownerId)).name;
  if (status !== undefined || percent !== undefined) Object.assign(changes, progressed(task, { status, percent }));
  if (changes.status === 'done' && task.status !== 'done') {
    const { timeZone } = await repo(scope, ProjectTable).get(task.projectId);
    changes.doneOn = today(scope.runtime.clock, timeZone);
  } else if (changes.status !== undefined && changes.status !== 'done') {
    changes.doneOn = null;
  }
  const { start, due } = { ...task, ...changes };
  if (start !== null && due !== null && start > due && (sent.start !== undefined || sent.due !== undefined)) {
    throw problem('invalid_input', 'due: must not be before start', { errors: [{ path: 'due', message: 'must not be before start' }] });
  }
  // The first finish that is planned is the baseline.
  if (sent.due && task.due === null && task.baseline === null) changes.baseline = sent.due;
  const renamed = sent.name !== undefined && sent.name !== task.name;
  changes.translations = translations === undefined ? withoutStale(task.translations, renamed ? ['name'] : []) : translations;
  return changes;
}
