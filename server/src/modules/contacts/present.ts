import { entity } from '../../core/module.ts';
import { ContactTable, type ContactRow } from './model.ts';
import type { Contact } from './schema.ts';

const base = ({ id, rev, clientId, name, email, role, lang }: ContactRow): Contact => ({ clientId, email, id, lang, name, rev, role });

export const contacts = entity({
  table: ContactTable,
  collection: 'contacts',
  project: null,
  // A contact knows the people of their own company.
  reach: ({ clientId }) => ({ clientId }),
  views: {
    workspace: {
      present: (row): Contact => ({
        clientId: row.clientId,
        email: row.email,
        externalId: row.externalId,
        id: row.id,
        lang: row.lang,
        name: row.name,
        rev: row.rev,
        role: row.role,
      }),
    },
    contact: { present: base },
  },
});
