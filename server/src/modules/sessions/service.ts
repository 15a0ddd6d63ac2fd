import type { z } from 'zod';
import { revoke as endSessions } from '../../core/auth/revoke.ts';
import { signSession } from '../../core/auth/session.ts';
import { transact } from '../../core/command.ts';
import { notFound, problem } from '../../core/errors.ts';
import { allowedActions } from '../../core/policy.ts';
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { contactStream, workspaceStream } from '../../feed/streams.ts';
import { ContactTable, type ContactRow } from '../contacts/index.ts';
import { MemberTable, type MemberRow } from '../members/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { lendOrigins, WorkspaceTable } from '../workspaces/index.ts';
import type { Me, MintSession, RevokeSessions } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
type Person = { kind: 'contact'; row: ContactRow } | { kind: 'member'; row: MemberRow };

/** A token for one person. What is left out is filled in and written out: projects, widgets, origins. */
export async function mint(scope: Scope, input: In<typeof MintSession>): Promise<{ token: string; expiresAt: string }> {
  const person = await personOf(scope, input);
  const projects = await projectsOf(scope, person, input.project);
  const listed = (await repo(scope, WorkspaceTable).get(scope.workspaceId)).origins;
  const origins = input.origins ?? listed;
  const claims = {
    ws: scope.workspaceId,
    sub: person.row.id,
    kind: person.kind,
    key: scope.actor.id,
    sv: person.row.sessionVersion,
    prj: projects,
    wid: input.widgets ?? ('*' as const),
    org: origins,
  };
  const session = await signSession(scope.runtime, claims, input.ttl);
  const lent = origins.filter((origin) => !listed.includes(origin));
  if (lent.length > 0) await transact(scope, [], (scope) => lendOrigins(scope, lent, new Date(session.expiresAt)));
  return session;
}

/** Ends every session of a person within two seconds. */
export async function revoke(scope: Scope, input: In<typeof RevokeSessions>): Promise<{ id: string }> {
  const streams = async () => {
    const { kind, row } = await personOf(scope, input);
    return [workspaceStream(scope.workspaceId), ...(kind === 'contact' ? [contactStream(row.id)] : [])];
  };
  const answer = await transact(scope, streams, async (scope) => {
    const { kind, row } = await personOf(scope, input);
    const sessionVersion = row.sessionVersion + 1;
    if (kind === 'contact')
      record(scope, 'session.revoked', ContactTable, await repo(scope, ContactTable).update(row, { sessionVersion }), row);
    else record(scope, 'session.revoked', MemberTable, await repo(scope, MemberTable).update(row, { sessionVersion }), row);
    return { id: row.id };
  });
  endSessions(scope, answer.id);
  return answer;
}

export async function me(scope: Scope): Promise<z.input<typeof Me>> {
  const { actor, role, workspaceId, clientId, projects } = scope;
  return { ...actor, role, workspaceId, clientId, projects: projects === '*' ? '*' : [...projects], can: allowedActions(scope) };
}

async function personOf(
  scope: Scope,
  { contact, member, externalId }: { contact?: string | undefined; member?: string | undefined; externalId?: string | undefined },
): Promise<Person> {
  if (contact !== undefined) return { kind: 'contact', row: await repo(scope, ContactTable).get(contact) };
  if (member !== undefined) return { kind: 'member', row: await repo(scope, MemberTable).get(member) };
  const contacts = await repo(scope, ContactTable).list({ externalId: externalId! }, ['id'], 2);
  const members = await repo(scope, MemberTable).list({ externalId: externalId! }, ['id'], 2);
  const found: Person[] = [
    ...contacts.map((row) => ({ kind: 'contact' as const, row })),
    ...members.map((row) => ({ kind: 'member' as const, row })),
  ];
  if (found.length > 1) throw problem('conflict', 'More than one person has this externalId. Name the contact or member by id.');
  if (!found[0]) throw notFound('person');
  return found[0];
}

/** Every project of a contact's company, or of the workspace for a member; or the one that was asked for, if it is among them. */
async function projectsOf(scope: Scope, { kind, row }: Person, only: string | undefined): Promise<string[] | '*'> {
  if (only !== undefined) {
    const project = await repo(scope, ProjectTable).get(only);
    if (kind === 'contact' && project.clientId !== row.clientId) throw notFound('project');
    return [project.id];
  }
  if (kind === 'member') return '*';
  return (await repo(scope, ProjectTable).list({ clientId: row.clientId })).map(({ id }) => id);
}
