import { entity, upkeep } from '../../core/module.ts';
import { ResponseTable, type ResponseRow } from './model.ts';
import type { SurveyResponse } from './schema.ts';

export const present = (row: Omit<ResponseRow, (typeof upkeep)[number]>): SurveyResponse => ({
  answers: row.answers,
  contact: { id: row.contactId, name: row.contactName },
  id: row.id,
  projectId: row.projectId,
  rev: row.rev,
  submittedAt: row.submittedAt,
  surveyId: row.surveyId,
  surveyTitle: row.surveyTitle,
});

export const responses = entity({
  table: ResponseTable,
  collection: 'responses',
  project: 'projectId',
  // A contact reaches their own, no colleague's.
  reach: ({ actor }) => ({ contactId: actor.id }),
  unseen: upkeep,
  views: { team: { present } },
});
