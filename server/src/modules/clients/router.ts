import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { Client, ClientId, CreateClient, ListClients, UpdateClient } from './schema.ts';
import * as service from './service.ts';

export const clientsRouter = router({
  list: query(
    { action: 'client.read', route: 'GET /v1/clients', summary: 'Clients of the workspace', in: ListClients, out: pageOf(Client) },
    service.list,
  ),
  get: query({ action: 'client.read', route: 'GET /v1/clients/{id}', summary: 'One client', in: ClientId, out: Client }, service.get),
  create: mutation(
    { action: 'client.create', route: 'POST /v1/clients', summary: 'Add a client', status: 201, in: CreateClient, out: Client },
    service.create,
  ),
  update: mutation(
    { action: 'client.update', route: 'PATCH /v1/clients/{id}', summary: 'Change a client', in: UpdateClient, out: Client },
    service.update,
  ),
  remove: mutation(
    {
      action: 'client.remove',
      route: 'DELETE /v1/clients/{id}',
      summary: 'Remove a client without contacts and projects',
      in: ClientId,
      out: z.object({ id: idOf('client') }),
    },
    service.remove,
  ),
});
