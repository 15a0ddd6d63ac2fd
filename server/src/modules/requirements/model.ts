import type { Step } from '../../core/machine.ts';
import { civil, id, instant, integer, json, long, optional, table, text, word, type Row } from '../../db/table.ts';
import type { Reading, sources, statuses, types } from './schema.ts';

export const RequirementTable = table(
  'requirements',
  'requirement',
  'req',
  {
    projectId: id(),
    // Dense within the project, from 1.
    number: integer(),
    title: text(200),
    // The client's own words; they are never edited.
    quote: text(8000),
    type: word<(typeof types)[number]>(),
    // 1 urgent to 4 low, so that it sorts.
    rank: integer(),
    due: optional(civil()),
    // What the parser read in the text and the client confirmed.
    reading: optional(json<Reading>()),
    status: word<(typeof statuses)[number]>(),
    duplicateOfId: optional(id()),
    source: word<(typeof sources)[number]>(),
    authorId: optional(id()),
    // As it was on the day.
    authorName: optional(text(120)),
    submittedAt: instant(),
    note: optional(text(2000)),
    trail: json<Step[]>(),
    // The whole message that the quote stands in; long, so it is read by itself.
    text: optional(long()),
  },
  [{ columns: ['projectId', 'number'], unique: true }, { columns: ['projectId', 'rank', 'number'] }],
);

export type RequirementRow = Row<typeof RequirementTable>;
