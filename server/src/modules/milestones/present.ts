import { entity, upkeep } from '../../core/module.ts';
import { MilestoneTable, type MilestoneRow } from './model.ts';
import type { Milestone } from './schema.ts';

type Seen = Omit<MilestoneRow, (typeof upkeep)[number]>;

const ownerOf = ({ ownerId, ownerName }: Seen) => ownerId && { id: ownerId, name: ownerName ?? '' };

const forClient = (row: Seen): Milestone =>
  ({
    atRisk: row.atRisk,
    baseline: row.baseline,
    doneOn: row.doneOn,
    due: row.due,
    id: row.id,
    name: row.name,
    owner: ownerOf(row),
    position: row.position,
    progress: row.progress,
    projectId: row.projectId,
    reason: row.reason,
    rev: row.rev,
    stageId: row.stageId,
    status: row.status,
    translations: row.translations,
  }) as Milestone;

const forTeam = (row: Seen): Milestone =>
  ({
    atRisk: row.atRisk,
    baseline: row.baseline,
    doneOn: row.doneOn,
    due: row.due,
    id: row.id,
    name: row.name,
    note: row.note,
    owner: ownerOf(row),
    position: row.position,
    progress: row.progress,
    projectId: row.projectId,
    reason: row.reason,
    rev: row.rev,
    stageId: row.stageId,
    status: row.status,
    translations: row.translations,
    visibility: row.visibility,
  }) as Milestone;

export const milestones = entity({
  table: MilestoneTable,
  collection: 'milestones',
  project: 'projectId',
  reach: () => ({ visibility: 'client' }),
  unseen: upkeep,
  views: {
    client: { present: (row) => (row.visibility === 'client' ? forClient(row) : null) },
    team: { present: forTeam },
  },
});
