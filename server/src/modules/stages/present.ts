import { entity } from '../../core/module.ts';
import { StageTable, type StageRow } from './model.ts';

const present = ({ id, rev, projectId, name, translations, position }: StageRow) => ({ id, rev, projectId, name, translations, position });

export const stages = entity({
  table: StageTable,
  collection: 'stages',
  project: 'projectId',
  views: { client: { present }, team: { present } },
});
