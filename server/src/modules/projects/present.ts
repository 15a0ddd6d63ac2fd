import { entity, upkeep } from '../../core/module.ts';
import { ProjectTable, type ProjectRow } from './model.ts';
import type { Project } from './schema.ts';

const present = (row: Omit<ProjectRow, (typeof upkeep)[number]>): Project =>
  ({
    clientId: row.clientId,
    due: row.due,
    id: row.id,
    lang: row.lang,
    manager: row.managerId && { id: row.managerId, name: row.managerName ?? '' },
    name: row.name,
    rev: row.rev,
    start: row.start,
    status: row.status,
    timeZone: row.timeZone,
    translations: row.translations,
  }) as Project;

export const projects = entity({
  table: ProjectTable,
  collection: 'projects',
  project: 'id',
  unseen: upkeep,
  views: { client: { present }, team: { present }, workspace: { present } },
});
