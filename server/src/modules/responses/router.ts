import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { ListResponses, MyResponse, OfSurvey, Results, SubmitResponse, SurveyResponse } from './schema.ts';
import * as service from './service.ts';

export const responsesRouter = router({
  list: query(
    {
      action: 'response.read',
      route: 'GET /v1/surveys/{id}/responses',
      summary: 'Responses to a survey',
      in: ListResponses,
      out: pageOf(SurveyResponse),
    },
    service.list,
  ),
  mine: query(
    {
      action: 'response.mine',
      route: 'GET /v1/surveys/{id}/response',
      summary: "The caller's own response; null before they have answered",
      in: MyResponse,
      out: SurveyResponse.nullable(),
    },
    service.mine,
  ),
  submit: mutation(
    {
      limited: true,
      action: 'response.submit',
      route: 'POST /v1/surveys/{id}/responses',
      summary: 'Answer a survey, once a contact and wave',
      status: 201,
      in: SubmitResponse,
      out: SurveyResponse,
    },
    service.submit,
  ),
  results: query(
    {
      action: 'response.results',
      route: 'GET /v1/surveys/{id}/results',
      summary: 'What the answers add up to',
      in: OfSurvey,
      out: Results,
    },
    service.results,
  ),
});
