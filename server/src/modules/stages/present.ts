import { entity } from '../../core/module.ts';
import { StageTable, type StageRow } from './model.ts';
import type { Stage } from './schema.ts';

const present = ({ id, rev, projectId, name, translations, position }: StageRow) => ({ id, rev, projectId, name, translations, position }) as Stage;

export const stages = entity({ table: StageTable, collection: 'stages', project: 'projectId', views: { client: { present }, team: { present } } });
