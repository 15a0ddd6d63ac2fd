import { today } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { problem } from '../../core/errors.ts';
import type { Page } from '../../core/repo.ts';
import { repo } from '../../core/repo.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import type { Scope } from '../../core/scope.ts';
import { withoutStale } from '../../core/shapes.ts';
import { record } from '../../feed/append.ts';
import { projectStreams, workspaceStream } from '../../feed/streams.ts';
import { MemberTable } from '../members/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { StageTable } from '../stages/index.ts';
import { settleOutline, TaskTable } from '../tasks/index.ts';
import type { z } from 'zod';
import { MilestoneTable, type MilestoneRow } from './model.ts';
import { milestones } from './present.ts';
import type { CreateMilestone, ListMilestones, Milestone, UpdateMilestone } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: MilestoneRow): Milestone => seenBy(scope, milestones, row) as Milestone;

export async function list(scope: Scope, { project, ...page }: In<typeof ListMilestones>): Promise<Page<Milestone>> {
  await repo(scope, ProjectTable).get(project);
  const { items, next } = await repo(scope, MilestoneTable).page({ projectId: project }, page, ['position']);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Milestone> {
  return see(scope, await repo(scope, MilestoneTable).get(id));
}

export async function create(scope: Scope, input: In<typeof CreateMilestone>): Promise<Milestone> {
  const streams = async () => [...projectStreams(await repo(scope, StageTable).projectOf(input.stageId)), ...ownerLock(scope, input)];
  return transact(scope, streams, async (scope) => {
    const stage = await repo(scope, StageTable).get(input.stageId);
    const { projectId } = stage;
    const project = await repo(scope, ProjectTable).get(projectId);
    authorize(scope, 'milestone.create', stage);
    const { ownerId = null, ...given } = input;
    const row = await repo(scope, MilestoneTable).create({
      projectId,
      stageId: stage.id,
      name: given.name,
      translations: given.translations ?? null,
      position: given.position ?? (await repo(scope, MilestoneTable).count({ stageId: stage.id })) + 1,
      status: given.status ?? 'planned',
      progress: given.progress ?? (given.status === 'done' ? 100 : 0),
      due: given.due ?? null,
      baseline: given.baseline === undefined ? (given.due ?? null) : given.baseline,
      doneOn: given.status === 'done' ? today(scope.runtime.clock, project.timeZone) : null,
      ownerId,
      ownerName: await ownerName(scope, ownerId),
      atRisk: given.atRisk ?? false,
      reason: given.reason ?? null,
      visibility: given.visibility ?? 'client',
      note: given.note ?? null,
    });
    record(scope, 'milestone.created', MilestoneTable, row, null);
    return see(scope, row);
  });
}

export async function update(scope: Scope, { id, rev, ...sent }: In<typeof UpdateMilestone>): Promise<Milestone> {
  const streams = async () => [...(await streamsOf(scope, id)), ...ownerLock(scope, sent)];
  return transact(scope, streams, async (scope) => {
    const milestone = await repo(scope, MilestoneTable).get(id);
    authorize(scope, 'milestone.update', milestone);
    await guardRevision(scope, milestones, milestone, rev, sent, projectStreams(milestone.projectId)[1]!);
    const changes = await consequences(scope, milestone, sent);
    if (!differs(milestone, changes)) return see(scope, milestone);
    const next = await repo(scope, MilestoneTable).update(milestone, changes);
    record(scope, 'milestone.updated', MilestoneTable, next, milestone);
    // What a client does not see of a milestone, they do not see of its tasks.
    if (next.visibility !== milestone.visibility) await settleOutline(scope, milestone.projectId);
    return see(scope, next);
  });
}

export async function remove(scope: Scope, { id }: { id: string }): Promise<{ id: string }> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const milestone = await repo(scope, MilestoneTable).get(id);
      authorize(scope, 'milestone.remove', milestone);
      if ((await repo(scope, TaskTable).count({ milestoneId: id })) > 0)
        throw problem('conflict', 'The milestone still has tasks. Move or remove those first.');
      record(scope, 'milestone.removed', MilestoneTable, await repo(scope, MilestoneTable).remove(milestone), milestone);
      return { id };
    },
  );
}

/** Asked within the command, so that a repeated request is answered although its milestone is gone. */
const streamsOf = async (scope: Scope, id: string): Promise<string[]> => projectStreams(await repo(scope, MilestoneTable).projectOf(id));

/** A member's name is copied into what they own, so giving an owner and renaming a member take turns. */
const ownerLock = (scope: Scope, { ownerId }: { ownerId?: string | null | undefined }): string[] =>
  ownerId ? [workspaceStream(scope.workspaceId)] : [];

const ownerName = async (scope: Scope, ownerId: string | null): Promise<string | null> =>
  ownerId === null ? null : (await repo(scope, MemberTable).get(ownerId)).name;

type Changes = Partial<Omit<MilestoneRow, 'workspaceId' | 'id' | 'rev' | 'createdAt' | 'updatedAt' | 'deletedAt'>>;

/** What follows from the fields that were sent: done means 100 % and a date, a new name voids its translations. */
async function consequences(scope: Scope, milestone: MilestoneRow, sent: Omit<In<typeof UpdateMilestone>, 'id' | 'rev'>): Promise<Changes> {
  const { translations, ...fields } = sent;
  const changes: Changes = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (sent.stageId !== undefined) {
    const stage = await repo(scope, StageTable).get(sent.stageId);
    if (stage.projectId !== milestone.projectId) throw problem('invalid_input', 'stageId: must be a stage of the same project');
  }
  if (sent.ownerId !== undefined) changes.ownerName = await ownerName(scope, sent.ownerId);
  if (sent.status === 'done' && milestone.status !== 'done') {
    const { timeZone } = await repo(scope, ProjectTable).get(milestone.projectId);
    changes.doneOn = today(scope.runtime.clock, timeZone);
    changes.progress = sent.progress ?? 100;
  } else if (sent.status !== undefined && sent.status !== 'done') {
    changes.doneOn = null;
  }
  // The first date that is promised is the baseline.
  if (sent.due && milestone.due === null && milestone.baseline === null) changes.baseline = sent.due;
  const renamed = (['name', 'reason'] as const).filter((field) => sent[field] !== undefined && sent[field] !== milestone[field]);
  changes.translations = translations === undefined ? withoutStale(milestone.translations, renamed) : translations;
  return changes;
}

/** A write that changes nothing leaves no event behind. */
const differs = (row: MilestoneRow, changes: Changes): boolean =>
  Object.entries(changes).some(([name, value]) => JSON.stringify(value) !== JSON.stringify(row[name as keyof MilestoneRow]));
