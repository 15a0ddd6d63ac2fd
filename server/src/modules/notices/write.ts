/** From an event to letters: for whom, in whose view, in which words. */
import { transact } from '../../core/command.ts';
import { noticeLang, type Change, type Notice, type NoticeLang, type Recipient, type Words } from '../../core/notice.ts';
import { policyRoles, type ContactRole, type MemberRole } from '../../core/policy.ts';
import { repo } from '../../core/repo.ts';
import { systemScope, type Actor, type Scope } from '../../core/scope.ts';
import type { Row } from '../../db/table.ts';
import { sha256 } from '../../feed/chain.ts';
import { eventAt, eventBefore, sameIn, type EventPlace } from '../../feed/event.ts';
import type { WireEvent } from '../../feed/since.ts';
import { parseStream, projectStreams, workspaceStream } from '../../feed/streams.ts';
import type { Job } from '../../jobs/jobs.ts';
import { ContactTable } from '../contacts/index.ts';
import { MemberTable } from '../members/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { WorkspaceTable } from '../workspaces/index.ts';
import { written } from './letter.ts';
import { NoticeTable } from './model.ts';
import { meant, type Fields, type Seen } from './news.ts';
import { put } from './service.ts';

/** News that are older when their turn comes (the server was away for long) are not told any more. */
const staleAfter = 24 * 3_600_000;

type ProjectRow = Row<typeof ProjectTable>;

interface Person {
  id: string;
  kind: 'contact' | 'member';
  name: string;
  email: string;
  lang: string;
}

export const write: Job<EventPlace> = {
  attempts: 10,
  async run(runtime, place, { workspaceId }) {
    const event = await eventAt(runtime, workspaceId!, place);
    const rules = runtime.modules.notices.get(event?.type ?? '') ?? [];
    if (!event?.data || rules.length === 0 || Date.parse(event.at) < runtime.clock.now() - staleAfter) return;
    const outer = systemScope(runtime, workspaceId!);
    const seen = await seenByEach(outer, event);
    if (!rules.some((rule) => meant(rule, seen))) return;
    await transact(outer, [workspaceStream(outer.workspaceId)], async (scope) => {
      const project = await projectOf(scope, event);
      const letters = await lettersOf(scope, rules, seen, project);
      if (letters.length === 0) return;
      const keyOf = ({ id }: Person): string => sha256(`${event.stream} ${event.seq} ${id}`);
      const told = new Set(
        (await repo(scope, NoticeTable).list({ key: letters.map(({ reader }) => keyOf(reader)) })).map(({ key }) => key),
      );
      const { name, portalUrl } = await repo(scope, WorkspaceTable).get(scope.workspaceId);
      for (const { reader, rule, change } of letters) {
        const key = keyOf(reader);
        if (told.has(key)) continue;
        const lang = noticeLang(reader.lang);
        // The portal is the clients'; members have the vendor's own tools.
        const sender = { name, portalUrl: reader.kind === 'contact' ? portalUrl : null };
        const writing = rule.words[lang](wordsFor(change, reader, project, lang));
        const facts = {
          projectId: project?.id ?? null,
          key,
          type: event.type,
          recipientId: reader.id,
          toName: reader.name,
          to: reader.email,
          lang,
        };
        await put(scope, { ...facts, subject: oneLine(writing.subject), text: written(writing, reader.name, sender, lang) });
      }
    });
  },
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 300).toWellFormed();

/** The change as members and as contacts were told of it; a contact's letter is made of nothing else. */
async function seenByEach({ runtime, workspaceId }: Scope, event: WireEvent): Promise<Seen> {
  const change = async (own: WireEvent | null): Promise<Change<Fields> | null> => {
    if (!own?.data) return null;
    const before = await eventBefore(runtime, workspaceId, own);
    return {
      type: own.type,
      at: own.at,
      actor: event.actor as Partial<Actor>,
      after: own.data as Fields,
      before: (before?.data ?? null) as Fields | null,
    };
  };
  const name = parseStream(event.stream);
  const client = name?.audience === 'team' ? await sameIn(runtime, workspaceId, projectStreams(name.id)[0]!, event) : null;
  return { member: await change(event), contact: await change(client) };
}

async function projectOf(scope: Scope, { stream }: WireEvent): Promise<ProjectRow | null> {
  const name = parseStream(stream);
  return name?.audience === 'team' ? repo(scope, ProjectTable).find(name.id) : null;
}

interface Letter {
  reader: Person;
  rule: Notice<Fields>;
  change: Change<Fields>;
}

/** Everybody once, by the first rule that means them; whoever caused the change knows of it. */
async function lettersOf(scope: Scope, rules: readonly Notice[], seen: Seen, project: ProjectRow | null): Promise<Letter[]> {
  const letters = new Map<string, Letter>();
  for (const rule of rules as readonly Notice<Fields>[]) {
    for (const kind of ['member', 'contact'] as const) {
      const change = seen[kind];
      if (!change || rule.when?.(change) === false) continue;
      const recipients = typeof rule.to === 'function' ? rule.to(change) : rule.to;
      for (const reader of await peopleOf(scope, kind, recipients, project)) {
        if (reader.id !== change.actor.id && !letters.has(reader.id)) letters.set(reader.id, { reader, rule, change });
      }
    }
  }
  return [...letters.values()];
}

async function peopleOf(
  scope: Scope,
  kind: Person['kind'],
  recipients: readonly Recipient[],
  project: ProjectRow | null,
): Promise<Person[]> {
  const ids = recipients.flatMap((one) => (typeof one === 'object' ? [one.id] : []));
  const has = <R extends string>(roles: readonly R[]): R[] => roles.filter((role) => recipients.includes(role as never));
  if (kind === 'contact') {
    if (!project) return [];
    const all = await repo(scope, ContactTable).list({ clientId: project.clientId });
    const roles = has<ContactRole>(policyRoles.contacts);
    return all.filter(({ id, role }) => ids.includes(id) || roles.includes(role)).map((row) => ({ ...row, kind }));
  }
  const roles = new Set(has<MemberRole>(policyRoles.members));
  if (recipients.includes('project manager')) {
    if (project?.managerId) ids.push(project.managerId);
    else roles.add('admin');
  }
  if (ids.length === 0 && roles.size === 0) return [];
  const all = await repo(scope, MemberTable).list({});
  return all.filter(({ id, role }) => ids.includes(id) || roles.has(role)).map((row) => ({ ...row, kind }));
}

/** A text in the reader's language: exact tag, then any of the same language, then as it was written. */
function inLang(of: Fields, field: string, lang: NoticeLang): string {
  const translations = (of['translations'] ?? {}) as Record<string, Fields | undefined>;
  const near = Object.keys(translations).find((tag) => tag.startsWith(lang.slice(0, 2)));
  return String(translations[lang]?.[field] ?? (near && translations[near]?.[field]) ?? of[field] ?? '');
}

const wordsFor = (change: Change<Fields>, { kind, name }: Person, project: ProjectRow | null, lang: NoticeLang): Words<Fields> => ({
  ...change,
  lang,
  reader: { kind, name },
  project: project ? inLang(project, 'name', lang) : '',
  say: (field) => inLang(change.after, field, lang),
});
