import { entity, upkeep } from '../../core/module.ts';
import { StageTable, type StageRow } from './model.ts';

const present = ({ id, rev, projectId, name, translations, position }: Omit<StageRow, (typeof upkeep)[number]>) => ({
  id,
  name,
  position,
  projectId,
  rev,
  translations,
});

export const stages = entity({
  table: StageTable,
  collection: 'stages',
  project: 'projectId',
  unseen: upkeep,
  views: { client: { present }, team: { present } },
});
