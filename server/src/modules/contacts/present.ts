import { entity } from '../../core/module.ts';
import { ContactTable, type ContactRow } from './model.ts';
import type { Contact } from './schema.ts';

const base = ({ id, rev, clientId, name, email, role, lang }: ContactRow): Contact => ({ id, rev, clientId, name, email, role, lang });

export const contacts = entity({
  table: ContactTable,
  collection: 'contacts',
  project: null,
  // A contact knows the people of their own company.
  reach: ({ clientId }) => ({ clientId }),
  views: {
    workspace: { present: (row): Contact => ({ ...base(row), externalId: row.externalId }) },
    contact: { present: base },
  },
});
