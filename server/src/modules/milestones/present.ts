import { entity } from '../../core/module.ts';
import { MilestoneTable, type MilestoneRow } from './model.ts';
import type { Milestone } from './schema.ts';

const base = (row: MilestoneRow): Milestone =>
  ({
    id: row.id,
    rev: row.rev,
    projectId: row.projectId,
    stageId: row.stageId,
    name: row.name,
    translations: row.translations,
    position: row.position,
    status: row.status,
    progress: row.progress,
    due: row.due,
    baseline: row.baseline,
    doneOn: row.doneOn,
    owner: row.ownerId && { id: row.ownerId, name: row.ownerName ?? '' },
    atRisk: row.atRisk,
    reason: row.reason,
  }) as Milestone;

export const milestones = entity({
  table: MilestoneTable,
  collection: 'milestones',
  project: 'projectId',
  reach: () => ({ visibility: 'client' }),
  views: {
    client: { present: (row) => (row.visibility === 'client' ? base(row) : null) },
    team: { present: (row): Milestone => ({ ...base(row), visibility: row.visibility, note: row.note }) },
  },
});
