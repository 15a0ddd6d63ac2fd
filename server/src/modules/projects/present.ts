import { entity } from '../../core/module.ts';
import { columnsView } from '../../core/view.ts';
import { ProjectTable, type ProjectRow } from './model.ts';
import type { Project } from './schema.ts';

const view = columnsView<ProjectRow, Project>({
  columns: ['clientId', 'due', 'id', 'lang', 'name', 'rev', 'start', 'status', 'timeZone', 'translations'],
  people: { manager: ['managerId', 'managerName'] },
});

export const projects = entity({
  table: ProjectTable,
  collection: 'projects',
  project: 'id',
  views: { client: view, team: view, workspace: view },
});
