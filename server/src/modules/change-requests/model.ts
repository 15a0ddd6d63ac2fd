import type { Step } from '../../core/machine.ts';
import { civil, id, instant, integer, json, optional, table, text, word, type Row } from '../../db/table.ts';
import type { categories, statuses } from './schema.ts';

export const ChangeRequestTable = table(
  'change_requests',
  'change_request',
  'chg',
  {
    projectId: id(),
    // Dense within the project, from 1.
    number: integer(),
    title: text(200),
    description: text(4000),
    category: word<(typeof categories)[number]>(),
    wantedBy: optional(civil()),
    status: word<(typeof statuses)[number]>(),
    authorId: optional(id()),
    // As it was on the day, like a signature.
    authorName: optional(text(120)),
    submittedAt: instant(),
    decidedAt: optional(instant()),
    // Minor units.
    costAmount: optional(integer()),
    costCurrency: optional(word(3)),
    days: optional(integer()),
    trail: json<Step[]>(),
  },
  [{ columns: ['projectId', 'number'], unique: true }],
);

export type ChangeRequestRow = Row<typeof ChangeRequestTable>;
