import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { transact } from '../../core/command.ts';
import { problem } from '../../core/errors.ts';
import { noticeLang } from '../../core/notice.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page, type Values } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { sha256 } from '../../feed/chain.ts';
import { workspaceStream } from '../../feed/streams.ts';
import { enqueue } from '../../jobs/jobs.ts';
import { ContactTable } from '../contacts/index.ts';
import { MemberTable } from '../members/index.ts';
import { WorkspaceTable } from '../workspaces/index.ts';
import { signed } from './letter.ts';
import { NoticeTable, type NoticeRow } from './model.ts';
import { notices } from './present.ts';
import type { CreateNotice, ListNotices, Notice } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: NoticeRow): Notice => seenBy(scope, notices, row, 'workspace') as Notice;

export async function list(scope: Scope, { state, ...page }: In<typeof ListNotices>): Promise<Page<Notice>> {
  const { items, next } = await repo(scope, NoticeTable).page(state ? { state } : {}, page, [], true);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Notice> {
  return see(scope, await repo(scope, NoticeTable).get(id));
}

/** A mail of a member's own. */
export async function create(scope: Scope, { contactId, memberId, subject, text }: In<typeof CreateNotice>): Promise<Notice> {
  return transact(scope, [workspaceStream(scope.workspaceId)], async (scope) => {
    const reader = contactId ? await repo(scope, ContactTable).get(contactId) : await repo(scope, MemberTable).get(memberId!);
    authorize(scope, 'notice.create', reader);
    const { name, portalUrl } = await repo(scope, WorkspaceTable).get(scope.workspaceId);
    const sender = { name, portalUrl: contactId ? portalUrl : null };
    const lang = noticeLang(reader.lang);
    const facts = { projectId: null, type: 'message', recipientId: reader.id, toName: reader.name, to: reader.email, lang };
    const row = await put(scope, { ...facts, key: sha256(randomUUID()), subject, text: signed(text, sender, lang) });
    return see(scope, row);
  });
}

/** Into the outbox, within the caller's transaction, which has locked the workspace's stream. */
export async function put(
  scope: Scope,
  values: Omit<Values<typeof NoticeTable>, 'state' | 'problem' | 'smtpStatus' | 'sentAt'>,
): Promise<NoticeRow> {
  const state = scope.runtime.outbound.mail ? 'waiting' : 'kept';
  const row = await repo(scope, NoticeTable).create({ ...values, state, problem: null, smtpStatus: null, sentAt: null });
  record(scope, 'notice.created', NoticeTable, row, null);
  await ask(scope, row);
  return row;
}

/** Once more. @throws {PorticoProblem} `conflict` where it was sent already, or there is nothing to send it with */
export async function send(scope: Scope, { id }: { id: string }): Promise<Notice> {
  return transact(scope, [workspaceStream(scope.workspaceId)], async (scope) => {
    const row = await repo(scope, NoticeTable).get(id);
    authorize(scope, 'notice.send', row);
    if (row.state === 'sent') throw problem('conflict', 'The mail was sent already. Write a new one.');
    if (row.state === 'waiting') return see(scope, row);
    if (!scope.runtime.outbound.mail) {
      throw problem('conflict', 'No mail server is configured, so the mail stays in the outbox. Set SMTP_URL, start again, then send it.', {
        current: see(scope, row),
      });
    }
    const next = await repo(scope, NoticeTable).update(row, { state: 'waiting', problem: null, smtpStatus: null });
    record(scope, 'notice.queued', NoticeTable, next, row);
    await ask(scope, next);
    return see(scope, next);
  });
}

/** A job to send it; the revision in its key lets a later request ask anew. */
async function ask(scope: Scope, { id, rev, state }: NoticeRow): Promise<void> {
  if (state !== 'waiting') return;
  await enqueue(
    scope.runtime,
    [{ kind: 'notices.send', workspaceId: scope.workspaceId, payload: { id }, key: `${id} ${rev}` }],
    scope.tx!.line,
  );
}
