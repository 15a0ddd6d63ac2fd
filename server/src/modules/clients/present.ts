import { entity } from '../../core/module.ts';
import { ClientTable } from './model.ts';

export const clients = entity({
  table: ClientTable,
  collection: 'clients',
  project: null,
  views: {
    workspace: { present: ({ id, rev, name, translations, externalId }) => ({ externalId, id, name, rev, translations }) },
  },
});
