import { boolean, id, integer, optional, table, text, word, type Row } from '../../db/table.ts';
import type { lagUnits, linkTypes } from './schema.ts';

export const DependencyTable = table(
  'dependencies',
  'dependency',
  'dep',
  {
    projectId: id(),
    predecessorId: id(),
    successorId: id(),
    type: word<(typeof linkTypes)[number]>(2),
    lag: integer(),
    lagUnit: word<(typeof lagUnits)[number]>(20),
    // Copied: one of its ends is hidden from the client.
    hidden: boolean(),
    // Which plan file it came from.
    source: optional(text(200)),
  },
  [{ columns: ['projectId'] }],
);

export type DependencyRow = Row<typeof DependencyTable>;
