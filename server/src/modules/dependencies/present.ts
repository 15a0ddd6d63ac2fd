import { entity } from '../../core/module.ts';
import { columnsView } from '../../core/view.ts';
import { DependencyTable, type DependencyRow } from './model.ts';
import type { Dependency } from './schema.ts';

const columns = ['id', 'lag', 'lagUnit', 'predecessorId', 'projectId', 'rev', 'successorId', 'type'] as const;

export const dependencies = entity({
  table: DependencyTable,
  collection: 'dependencies',
  project: 'projectId',
  reach: () => ({ hidden: false }),
  views: {
    client: columnsView<DependencyRow, Dependency>({ columns, only: { hidden: false } }),
    team: columnsView<DependencyRow, Dependency>({ columns }),
  },
});
