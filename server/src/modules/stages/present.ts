import { entity } from '../../core/module.ts';
import { columnsView } from '../../core/view.ts';
import { StageTable, type StageRow } from './model.ts';
import type { Stage } from './schema.ts';

const view = columnsView<StageRow, Stage>({ columns: ['id', 'name', 'position', 'projectId', 'rev', 'translations'] });

export const stages = entity({ table: StageTable, collection: 'stages', project: 'projectId', views: { client: view, team: view } });
