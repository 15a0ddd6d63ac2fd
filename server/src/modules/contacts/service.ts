import type { z } from 'zod';
import { revoke } from '../../core/auth/revoke.ts';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { notFound } from '../../core/errors.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { contactStream, workspaceStream } from '../../feed/streams.ts';
import { ClientTable } from '../clients/index.ts';
import { ContactTable, type ContactRow } from './model.ts';
import { contacts } from './present.ts';
import type { Contact, CreateContact, ListContacts, UpdateContact } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: ContactRow): Contact =>
  seenBy(scope, contacts, row, scope.audience === 'team' ? 'workspace' : 'contact') as Contact;

export async function list(scope: Scope, { client, ...page }: In<typeof ListContacts>): Promise<Page<Contact>> {
  if (scope.audience === 'team') await repo(scope, ClientTable).get(client);
  else if (client !== scope.clientId) throw notFound('client');
  const { items, next } = await repo(scope, ContactTable).page({ clientId: client }, page);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Contact> {
  return see(scope, await repo(scope, ContactTable).get(id));
}

export async function create(scope: Scope, input: In<typeof CreateContact>): Promise<Contact> {
  return transact(scope, [workspaceStream(scope.workspaceId)], async (scope) => {
    const client = await repo(scope, ClientTable).get(input.clientId);
    authorize(scope, 'contact.create', client);
    const { externalId = null, lang = 'zh-CN', ...given } = input;
    const row = await repo(scope, ContactTable).create({ ...given, externalId, lang, sessionVersion: 1 });
    record(scope, 'contact.created', ContactTable, row, null);
    return see(scope, row);
  });
}

export async function update(scope: Scope, { id, rev, ...sent }: In<typeof UpdateContact>): Promise<Contact> {
  let rightsChanged = false;
  const answer = await transact(scope, [workspaceStream(scope.workspaceId), contactStream(id)], async (scope) => {
    const contact = await repo(scope, ContactTable).get(id);
    authorize(scope, 'contact.update', contact);
    await guardRevision(scope, contacts, contact, rev, sent, workspaceStream(scope.workspaceId), 'workspace');
    rightsChanged = sent.role !== undefined && sent.role !== contact.role;
    const changes = { ...sent, ...(rightsChanged ? { sessionVersion: contact.sessionVersion + 1 } : {}) };
    const next = await repo(scope, ContactTable).update(contact, changes);
    record(scope, 'contact.updated', ContactTable, next, contact);
    return see(scope, next);
  });
  if (rightsChanged) revoke(scope, id);
  return answer;
}

export async function remove(scope: Scope, { id }: { id: string }): Promise<{ id: string }> {
  await transact(scope, [workspaceStream(scope.workspaceId), contactStream(id)], async (scope) => {
    const contact = await repo(scope, ContactTable).get(id);
    authorize(scope, 'contact.remove', contact);
    record(scope, 'contact.removed', ContactTable, await repo(scope, ContactTable).remove(contact), contact);
    return { id };
  });
  revoke(scope, id);
  return { id };
}
