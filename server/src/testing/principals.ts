/** Who calls in the generated tests, and what each of them should be able to reach, said in plain words beside the code that does it. */
import type { ContactRole, MemberRole, Role } from '../core/policy.ts';
import { policyRoles } from '../core/policy.ts';
import { seenByClients, type Entry } from './census.ts';
import type { Canaries } from './canaries.ts';
import type { Party, Population } from './population.ts';

export interface Principal {
  name: string;
  role: Role | 'anonymous';
  token: string | null;
  workspaceId: string;
  /** Of a contact. */
  clientId: string | null;
  personId: string | null;
  projects: ReadonlySet<string> | '*';
}

/** Names of what is for the team alone, though clients see the row that holds it: said here, whatever the views say. */
export const teamOnly: ReadonlySet<string> = new Set(['note', 'notes']);

const isContact = ({ role }: Principal): boolean => policyRoles.contacts.some((one) => one === role);

/** Seven roles of members, three of contacts of two clients, a key, nobody, and two people whose session is for one project. */
export async function principalsOf(population: Population, party: Party): Promise<Principal[]> {
  const { workspaceId, members, clients, key } = party;
  const [first = clients[0]!, second = first] = clients;
  const base = { workspaceId, clientId: null, personId: null, projects: '*' as const };
  const member = async (role: MemberRole, project?: string): Promise<Principal> => {
    const token = await population.mint(party, { member: members[role], ...(project ? { project } : {}) });
    return {
      ...base,
      name: project ? `${role} of one project` : role,
      role,
      token,
      personId: members[role]!,
      projects: project ? new Set([project]) : '*',
    };
  };
  const contact = async (role: ContactRole, client: Party['clients'][0], project?: string): Promise<Principal> => {
    const token = await population.mint(party, { contact: client.contacts[role], ...(project ? { project } : {}) });
    const own = (await population.count()).filter(
      ({ names, clientId, deleted }) => names === 'project' && clientId === client.id && !deleted,
    );
    const projects = new Set(project ? [project] : own.map(({ id }) => id));
    return {
      ...base,
      name: project ? `${role} of one project` : role,
      role,
      token,
      clientId: client.id,
      personId: client.contacts[role]!,
      projects,
    };
  };
  return [
    ...(await Promise.all(policyRoles.members.map((role) => member(role)))),
    await member('manager', first.projects[0]),
    await contact('owner', first),
    await contact('editor', second),
    await contact('viewer', first),
    await contact('owner', second, second.projects.at(-1)),
    { ...base, name: 'secret key', role: 'key', token: key.token },
    { ...base, name: 'nobody', role: 'anonymous', token: null, projects: new Set() },
  ];
}

/** What a contact said for themselves alone: an answer, which no colleague reads. */
const isOwn = (who: Principal, { row }: Entry): boolean => who.personId !== null && row?.['contactId' as 'id'] === who.personId;

/** Should this person be able to reach this row or stream? */
export function mayReach(who: Principal, entry: Entry): boolean {
  const { workspaceId, projectId, clientId, deleted, audience } = entry;
  if (who.role === 'anonymous' || workspaceId !== who.workspaceId) return false;
  const inProject = projectId === null || who.projects === '*' || who.projects.has(projectId);
  if (audience !== undefined) {
    // The history of a project outlives it, for those who could follow it.
    if (isContact(who))
      return (audience === 'client' && inProject && projectId !== null) || (audience === 'contact' && entry.id.endsWith(who.personId!));
    return (audience === 'team' && inProject) || (audience === 'workspace' && who.projects === '*');
  }
  if (deleted) return false;
  if (!isContact(who)) return inProject;
  if (isOwn(who, entry)) return inProject;
  return projectId === null ? clientId === who.clientId : inProject && seenByClients(entry) !== '';
}

/** Whose text is it that came out, and should this person not have seen it? Answers where it was planted, or null. */
export function leaked(
  who: Principal,
  word: string,
  canaries: Canaries,
  holders: ReadonlyMap<string, readonly Entry[]>,
  buried: ReadonlySet<string>,
): string | null {
  const { workspaceId, origin, field } = canaries.of(word);
  const where = `${word} of ${origin}`;
  if (workspaceId !== who.workspaceId) return `${where} of another workspace`;
  if (buried.has(word)) return `${where} of a deleted row`;
  const rows = holders.get(word) ?? [];
  if (rows.length === 0) return null;
  if (isContact(who) && teamOnly.has(field)) return `${where}, which is for the team alone`;
  // What was removed may still stand in the history that this person may read.
  const within = rows.filter((row) => mayReach(who, { ...row, deleted: false }));
  return within.some((row) => !isContact(who) || isOwn(who, row) || seenByClients(row).includes(word)) ? null : where;
}

/** Which rows hold which planted word. */
export function holdersOf(entries: readonly Entry[], canaries: Canaries): Map<string, Entry[]> {
  const holders = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (!entry.row) continue;
    for (const word of canaries.in(JSON.stringify(entry.row))) holders.set(word, [...(holders.get(word) ?? []), entry]);
  }
  return holders;
}
