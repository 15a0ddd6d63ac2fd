import type { z } from 'zod';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { problem } from '../../core/errors.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { withoutStale } from '../../core/shapes.ts';
import { record } from '../../feed/append.ts';
import { workspaceStream } from '../../feed/streams.ts';
import { ContactTable } from '../contacts/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { ClientTable, type ClientRow } from './model.ts';
import { clients } from './present.ts';
import type { Client, CreateClient, ListClients, UpdateClient } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: ClientRow): Client => seenBy(scope, clients, row, 'workspace') as Client;

export async function list(scope: Scope, page: In<typeof ListClients>): Promise<Page<Client>> {
  const { items, next } = await repo(scope, ClientTable).page({}, page);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Client> {
  return see(scope, await repo(scope, ClientTable).get(id));
}

export async function create(scope: Scope, { name, translations = null, externalId = null }: In<typeof CreateClient>): Promise<Client> {
  return transact(scope, [workspaceStream(scope.workspaceId)], async (scope) => {
    authorize(scope, 'client.create');
    const row = await repo(scope, ClientTable).create({ name, translations, externalId });
    record(scope, 'client.created', ClientTable, row, null);
    return see(scope, row);
  });
}

export async function update(scope: Scope, { id, rev, ...sent }: In<typeof UpdateClient>): Promise<Client> {
  return transact(scope, [workspaceStream(scope.workspaceId)], async (scope) => {
    const client = await repo(scope, ClientTable).get(id);
    authorize(scope, 'client.update', client);
    await guardRevision(scope, clients, client, rev, sent, workspaceStream(scope.workspaceId), 'workspace');
    const renamed = sent.name !== undefined && sent.name !== client.name;
    const translations = sent.translations === undefined ? withoutStale(client.translations, renamed ? ['name'] : []) : sent.translations;
    const next = await repo(scope, ClientTable).update(client, { ...sent, translations });
    record(scope, 'client.updated', ClientTable, next, client);
    return see(scope, next);
  });
}

export async function remove(scope: Scope, { id }: { id: string }): Promise<{ id: string }> {
  return transact(scope, [workspaceStream(scope.workspaceId)], async (scope) => {
    const client = await repo(scope, ClientTable).get(id);
    authorize(scope, 'client.remove', client);
    const held = (await repo(scope, ContactTable).count({ clientId: id })) + (await repo(scope, ProjectTable).count({ clientId: id }));
    if (held > 0) throw problem('conflict', 'The client still has contacts or projects. Remove those first.');
    record(scope, 'client.removed', ClientTable, await repo(scope, ClientTable).remove(client), client);
    return { id };
  });
}
