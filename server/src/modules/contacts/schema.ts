import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { policyRoles } from '../../core/policy.ts';
import { email, externalId, language, line, seenRev } from '../../core/shapes.ts';

const role = z.enum(policyRoles.contacts);

export const Contact = z
  .object({
    id: idOf('contact'),
    rev: z.number().int(),
    clientId: idOf('client'),
    name: z.string(),
    email: z.string(),
    role,
    lang: z.string(),
    externalId: z.string().nullable().optional(),
  })
  .meta({ id: 'Contact' });

const writable = { name: line(120), email, role, lang: language, externalId: externalId.nullable() };

export const CreateContact = z.strictObject({
  clientId: idOf('client'),
  ...z.object(writable).partial().shape,
  name: writable.name,
  email,
  role,
});
export const UpdateContact = z.strictObject({ id: idOf('contact'), ...z.object(writable).partial().shape, rev: seenRev });
export const ContactId = z.strictObject({ id: idOf('contact') });
export const ListContacts = z.strictObject({ client: idOf('client'), ...pageInput });

export type Contact = z.infer<typeof Contact>;
