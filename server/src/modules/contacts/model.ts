import type { ContactRole } from '../../core/policy.ts';
import { id, integer, optional, table, text, word, type Row } from '../../db/table.ts';

export const ContactTable = table(
  'contacts',
  'contact',
  'con',
  {
    clientId: id(),
    name: text(120),
    email: text(254),
    role: word<ContactRole>(),
    lang: word(20),
    sessionVersion: integer(),
    externalId: optional(text(120)),
  },
  [{ columns: ['clientId'] }, { columns: ['externalId'] }],
);

export type ContactRow = Row<typeof ContactTable>;
