import { entity } from '../../core/module.ts';
import { DependencyTable, type DependencyRow } from './model.ts';
import type { Dependency } from './schema.ts';

const present = ({ id, rev, projectId, predecessorId, successorId, type, lag, lagUnit }: DependencyRow): Dependency => ({
  id,
  rev,
  projectId,
  predecessorId,
  successorId,
  type,
  lag,
  lagUnit,
});

export const dependencies = entity({
  table: DependencyTable,
  collection: 'dependencies',
  project: 'projectId',
  reach: () => ({ hidden: false }),
  views: { client: { present: (row) => (row.hidden ? null : present(row)) }, team: { present } },
});
