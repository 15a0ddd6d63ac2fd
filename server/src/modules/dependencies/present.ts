import { entity, upkeep } from '../../core/module.ts';
import { DependencyTable, type DependencyRow } from './model.ts';
import type { Dependency } from './schema.ts';

const present = (row: Omit<DependencyRow, (typeof upkeep)[number]>): Dependency => ({
  id: row.id,
  lag: row.lag,
  lagUnit: row.lagUnit,
  predecessorId: row.predecessorId,
  projectId: row.projectId,
  rev: row.rev,
  successorId: row.successorId,
  type: row.type,
});

export const dependencies = entity({
  table: DependencyTable,
  collection: 'dependencies',
  project: 'projectId',
  reach: () => ({ hidden: false }),
  unseen: upkeep,
  views: { client: { present: (row) => (row.hidden ? null : present(row)) }, team: { present } },
});
