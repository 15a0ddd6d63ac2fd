import { entity } from '../../core/module.ts';
import { ProjectTable, type ProjectRow } from './model.ts';
import type { Project } from './schema.ts';

const present = (row: ProjectRow): Project =>
  ({
    id: row.id,
    rev: row.rev,
    clientId: row.clientId,
    name: row.name,
    translations: row.translations,
    status: row.status,
    lang: row.lang,
    timeZone: row.timeZone,
    start: row.start,
    due: row.due,
    manager: row.managerId && { id: row.managerId, name: row.managerName ?? '' },
  }) as Project;

export const projects = entity({
  table: ProjectTable,
  collection: 'projects',
  project: 'id',
  views: { client: { present }, team: { present }, workspace: { present } },
});
