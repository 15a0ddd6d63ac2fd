import { entity } from '../../core/module.ts';
import { KeyTable } from './model.ts';
import type { Key } from './schema.ts';

export const keys = entity({
  table: KeyTable,
  collection: 'keys',
  project: null,
  views: {
    audit: {
      present: ({ id, rev, name, mode, hint, createdAt, expiresAt, revokedAt }): Key => ({
        id,
        rev,
        name,
        mode,
        hint,
        createdAt,
        expiresAt,
        revokedAt,
      }),
    },
  },
});
