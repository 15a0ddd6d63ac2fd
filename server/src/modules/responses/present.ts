import { entity } from '../../core/module.ts';
import { ResponseTable, type ResponseRow } from './model.ts';
import type { SurveyResponse } from './schema.ts';

export const present = ({
  id,
  rev,
  projectId,
  surveyId,
  surveyTitle,
  contactId,
  contactName,
  answers,
  submittedAt,
}: ResponseRow): SurveyResponse => ({
  id,
  rev,
  projectId,
  surveyId,
  surveyTitle,
  contact: { id: contactId, name: contactName },
  answers,
  submittedAt,
});

export const responses = entity({
  table: ResponseTable,
  collection: 'responses',
  project: 'projectId',
  // A contact reaches their own, no colleague's.
  reach: ({ actor }) => ({ contactId: actor.id }),
  views: { team: { present } },
});
