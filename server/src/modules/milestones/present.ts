import { entity } from '../../core/module.ts';
import { columnsView } from '../../core/view.ts';
import { MilestoneTable, type MilestoneRow } from './model.ts';
import type { Milestone } from './schema.ts';

const shared = [
  'atRisk',
  'baseline',
  'doneOn',
  'due',
  'id',
  'name',
  'position',
  'progress',
  'projectId',
  'reason',
  'rev',
  'stageId',
  'status',
  'translations',
] as const;
const people = { owner: ['ownerId', 'ownerName'] } as const;

export const milestones = entity({
  table: MilestoneTable,
  collection: 'milestones',
  project: 'projectId',
  reach: () => ({ visibility: 'client' }),
  views: {
    client: columnsView<MilestoneRow, Milestone>({ columns: shared, people, only: { visibility: 'client' } }),
    team: columnsView<MilestoneRow, Milestone>({ columns: [...shared, 'note', 'visibility'], people }),
  },
});
