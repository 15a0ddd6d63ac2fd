import type { z } from 'zod';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { withoutStale } from '../../core/shapes.ts';
import { record } from '../../feed/append.ts';
import { projectStreams, workspaceStream } from '../../feed/streams.ts';
import { ClientTable } from '../clients/index.ts';
import { MemberTable } from '../members/index.ts';
import { WorkspaceTable } from '../workspaces/index.ts';
import { assertEmpty } from './empty.ts';
import { ProjectTable, type ProjectRow } from './model.ts';
import { projects } from './present.ts';
import type { CreateProject, ListProjects, Project, UpdateProject } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: ProjectRow): Project => seenBy(scope, projects, row) as Project;
/** The workspace's stream has the list of projects; its lock also makes copying a member's name and renaming take turns. */
const streamsOf = (scope: Scope, id: string): string[] => [...projectStreams(id), workspaceStream(scope.workspaceId)];

export async function list(scope: Scope, { client, ...page }: In<typeof ListProjects>): Promise<Page<Project>> {
  const { items, next } = await repo(scope, ProjectTable).page(client ? { clientId: client } : {}, page);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Project> {
  return see(scope, await repo(scope, ProjectTable).get(id));
}

export async function create(scope: Scope, input: In<typeof CreateProject>): Promise<Project> {
  return transact(scope, [workspaceStream(scope.workspaceId)], async (scope) => {
    const client = await repo(scope, ClientTable).get(input.clientId);
    authorize(scope, 'project.create', client);
    const workspace = await repo(scope, WorkspaceTable).get(scope.workspaceId);
    const { translations = null, status = 'planned', start = null, due = null, managerId = null, ...given } = input;
    const row = await repo(scope, ProjectTable).create({
      ...given,
      lang: given.lang ?? workspace.lang,
      timeZone: given.timeZone ?? workspace.timeZone,
      translations,
      status,
      start,
      due,
      managerId,
      managerName: await managerName(scope, managerId),
    });
    record(scope, 'project.created', ProjectTable, row, null);
    return see(scope, row);
  });
}

export async function update(scope: Scope, { id, rev, ...sent }: In<typeof UpdateProject>): Promise<Project> {
  return transact(scope, streamsOf(scope, id), async (scope) => {
    const project = await repo(scope, ProjectTable).get(id);
    authorize(scope, 'project.update', project);
    await guardRevision(scope, projects, project, rev, sent, projectStreams(id)[1]!);
    const renamed = sent.name !== undefined && sent.name !== project.name;
    const changes = {
      ...sent,
      translations: sent.translations === undefined ? withoutStale(project.translations, renamed ? ['name'] : []) : sent.translations,
      ...(sent.managerId === undefined ? {} : { managerName: await managerName(scope, sent.managerId) }),
    };
    const next = await repo(scope, ProjectTable).update(project, changes);
    record(scope, 'project.updated', ProjectTable, next, project);
    return see(scope, next);
  });
}

export async function remove(scope: Scope, { id }: { id: string }): Promise<{ id: string }> {
  return transact(scope, streamsOf(scope, id), async (scope) => {
    const project = await repo(scope, ProjectTable).get(id);
    authorize(scope, 'project.remove', project);
    await assertEmpty(scope, id);
    record(scope, 'project.removed', ProjectTable, await repo(scope, ProjectTable).remove(project), project);
    return { id };
  });
}

const managerName = async (scope: Scope, id: string | null): Promise<string | null> =>
  id === null ? null : (await repo(scope, MemberTable).get(id)).name;
