import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { Contact, ContactId, CreateContact, ListContacts, UpdateContact } from './schema.ts';
import * as service from './service.ts';

export const contactsRouter = router({
  list: query(
    {
      action: 'contact.read',
      route: 'GET /v1/clients/{client}/contacts',
      summary: 'Contacts of a client',
      in: ListContacts,
      out: pageOf(Contact),
    },
    service.list,
  ),
  get: query({ action: 'contact.read', route: 'GET /v1/contacts/{id}', summary: 'One contact', in: ContactId, out: Contact }, service.get),
  create: mutation(
    {
      action: 'contact.create',
      route: 'POST /v1/contacts',
      summary: 'Add a contact to a client',
      status: 201,
      in: CreateContact,
      out: Contact,
    },
    service.create,
  ),
  update: mutation(
    { action: 'contact.update', route: 'PATCH /v1/contacts/{id}', summary: 'Change a contact', in: UpdateContact, out: Contact },
    service.update,
  ),
  remove: mutation(
    {
      action: 'contact.remove',
      route: 'DELETE /v1/contacts/{id}',
      summary: 'Remove a contact; what they did stays attributed',
      in: ContactId,
      out: z.object({ id: idOf('contact') }),
    },
    service.remove,
  ),
});
