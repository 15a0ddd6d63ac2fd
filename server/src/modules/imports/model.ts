import { digest, id, integer, json, table, text, word, type Row } from '../../db/table.ts';
import type { Format, Plan } from './plan.ts';

/** What of a project was made of which part of the file. */
export interface Made {
  /** Was the project itself? */
  project: boolean;
  /** Ids of stages and milestones by their keys in the story of the plan. */
  stages: Record<string, string>;
  milestones: Record<string, string>;
}

/** One row a plan file of a project: the version that was read last. */
export const ImportTable = table(
  'imports',
  'import',
  'imp',
  {
    projectId: id(),
    // Name of the file unless another was given: with the uid the key of what is read again.
    source: text(200),
    format: word<Format>(),
    fileName: text(255),
    digest: digest(),
    tasks: integer(),
    links: integer(),
    plan: json<Plan>(),
    made: json<Made>(),
  },
  [{ columns: ['projectId'] }, { columns: ['source'] }],
);

export type ImportRow = Row<typeof ImportTable>;
