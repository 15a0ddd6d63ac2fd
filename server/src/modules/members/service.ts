import type { z } from 'zod';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import { revoke } from '../../core/auth/revoke.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { projectStreams, workspaceStream } from '../../feed/streams.ts';
import { MilestoneTable } from '../milestones/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { TaskTable } from '../tasks/index.ts';
import { MemberTable, type MemberRow } from './model.ts';
import { members } from './present.ts';
import type { CreateMember, ListMembers, Member, UpdateMember } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: MemberRow): Member => seenBy(scope, members, row, 'workspace') as Member;

export async function list(scope: Scope, page: In<typeof ListMembers>): Promise<Page<Member>> {
  const { items, next } = await repo(scope, MemberTable).page({}, page);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Member> {
  return see(scope, await repo(scope, MemberTable).get(id));
}

export async function create(scope: Scope, input: In<typeof CreateMember>): Promise<Member> {
  return transact(scope, [workspaceStream(scope.workspaceId)], async (scope) => {
    authorize(scope, 'member.create');
    const { title = null, externalId = null, lang = 'zh-CN', ...given } = input;
    const row = await repo(scope, MemberTable).create({ ...given, title, externalId, lang, sessionVersion: 1 });
    record(scope, 'member.created', MemberTable, row, null);
    return see(scope, row);
  });
}

export async function update(scope: Scope, { id, rev, ...sent }: In<typeof UpdateMember>): Promise<Member> {
  const renamed = sent.name !== undefined;
  const streams = async () => [workspaceStream(scope.workspaceId), ...(renamed ? await streamsOfCopies(scope, id) : [])];
  let rightsChanged = false;
  const answer = await transact(scope, streams, async (scope) => {
    const member = await repo(scope, MemberTable).get(id);
    authorize(scope, 'member.update', member);
    await guardRevision(scope, members, member, rev, sent, workspaceStream(scope.workspaceId), 'workspace');
    // Rights are read from the row on every request, but a session that was minted for another role should not go on silently.
    rightsChanged = sent.role !== undefined && sent.role !== member.role;
    const changes = { ...sent, ...(rightsChanged ? { sessionVersion: member.sessionVersion + 1 } : {}) };
    const next = await repo(scope, MemberTable).update(member, changes);
    record(scope, 'member.updated', MemberTable, next, member);
    if (next.name !== member.name) await renameCopies(scope, next);
    return see(scope, next);
  });
  if (rightsChanged) revoke(scope, id);
  return answer;
}

export async function remove(scope: Scope, { id }: { id: string }): Promise<{ id: string }> {
  await transact(scope, [workspaceStream(scope.workspaceId)], async (scope) => {
    const member = await repo(scope, MemberTable).get(id);
    authorize(scope, 'member.remove', member);
    record(scope, 'member.removed', MemberTable, await repo(scope, MemberTable).remove(member), member);
    return { id };
  });
  revoke(scope, id);
  return { id };
}

/** The plan copies a member's name beside the id; these projects hear of a new name. */
async function streamsOfCopies(scope: Scope, id: string): Promise<string[]> {
  const owned = await repo(scope, MilestoneTable).list({ ownerId: id });
  const does = await repo(scope, TaskTable).list({ ownerId: id });
  const managed = await repo(scope, ProjectTable).list({ managerId: id });
  return [...[...owned, ...does].map(({ projectId }) => projectId), ...managed.map((project) => project.id)].flatMap(projectStreams);
}

async function renameCopies(scope: Scope, { id, name }: MemberRow): Promise<void> {
  for (const milestone of await repo(scope, MilestoneTable).list({ ownerId: id })) {
    record(scope, 'milestone.updated', MilestoneTable, await repo(scope, MilestoneTable).update(milestone, { ownerName: name }), milestone);
  }
  for (const task of await repo(scope, TaskTable).list({ ownerId: id })) {
    record(scope, 'task.updated', TaskTable, await repo(scope, TaskTable).update(task, { ownerName: name }), task);
  }
  for (const project of await repo(scope, ProjectTable).list({ managerId: id })) {
    record(scope, 'project.updated', ProjectTable, await repo(scope, ProjectTable).update(project, { managerName: name }), project);
  }
}
