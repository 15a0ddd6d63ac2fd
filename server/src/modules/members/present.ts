import { entity } from '../../core/module.ts';
import { MemberTable } from './model.ts';
import type { Member } from './schema.ts';

export const members = entity({
  table: MemberTable,
  collection: 'members',
  project: null,
  views: {
    workspace: {
      present: ({ id, rev, name, email, title, role, lang, externalId }): Member => ({
        email,
        externalId,
        id,
        lang,
        name,
        rev,
        role,
        title,
      }),
    },
  },
});
