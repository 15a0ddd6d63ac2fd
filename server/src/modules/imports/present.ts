import { entity } from '../../core/module.ts';
import { ImportTable, type ImportRow } from './model.ts';
import type { Import } from './schema.ts';

const present = ({ id, rev, projectId, source, format, fileName, digest, tasks, links, updatedAt }: ImportRow): Import => ({
  id,
  rev,
  projectId,
  source,
  format,
  fileName,
  digest,
  tasks,
  links,
  at: updatedAt,
});

export const imports = entity({
  table: ImportTable,
  collection: 'imports',
  project: 'projectId',
  reach: () => null,
  // The whole file is in the row, too much for every snapshot of a team: that it was read is kept in the audit stream.
  views: { audit: { present } },
});
