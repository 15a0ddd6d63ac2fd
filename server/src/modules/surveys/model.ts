import type { TranslationsOf } from '../../core/shapes.ts';
import { id, instant, integer, json, optional, table, text, word, type Row } from '../../db/table.ts';
import type { Question, statuses } from './schema.ts';

export const SurveyTable = table(
  'surveys',
  'survey',
  'srv',
  {
    projectId: id(),
    title: text(200),
    intro: optional(text(2000)),
    translations: optional(json<NonNullable<TranslationsOf<'title' | 'intro'>>>()),
    wave: text(60),
    questions: json<Question[]>(),
    status: word<(typeof statuses)[number]>(),
    openedAt: optional(instant()),
    closedAt: optional(instant()),
    // How many contacts had been asked when it was closed.
    invited: optional(integer()),
  },
  [{ columns: ['projectId'] }],
);

export type SurveyRow = Row<typeof SurveyTable>;
