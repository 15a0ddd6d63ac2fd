import { digest, id, instant, json, table, text, type Row } from '../../db/table.ts';
import type { Answers } from './schema.ts';

export const ResponseTable = table(
  'responses',
  'response',
  'rsp',
  {
    projectId: id(),
    surveyId: id(),
    // As it was called on the day.
    surveyTitle: text(200),
    contactId: id(),
    // As it was on the day.
    contactName: text(120),
    // Of survey and contact: the database itself keeps a second one out.
    once: digest(),
    answers: json<Answers>(),
    submittedAt: instant(),
  },
  [{ columns: ['surveyId'] }, { columns: ['projectId'] }],
);

export type ResponseRow = Row<typeof ResponseTable>;
