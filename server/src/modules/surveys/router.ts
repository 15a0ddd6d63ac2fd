import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { CreateSurvey, ListSurveys, Survey, SurveyId, UpdateSurvey } from './schema.ts';
import * as service from './service.ts';

export const surveysRouter = router({
  list: query(
    {
      action: 'survey.read',
      route: 'GET /v1/projects/{project}/surveys',
      summary: 'Surveys of a project',
      in: ListSurveys,
      out: pageOf(Survey),
    },
    service.list,
  ),
  get: query({ action: 'survey.read', route: 'GET /v1/surveys/{id}', summary: 'One survey', in: SurveyId, out: Survey }, service.get),
  create: mutation(
    { action: 'survey.create', route: 'POST /v1/surveys', summary: 'Write a survey', status: 201, in: CreateSurvey, out: Survey },
    service.create,
  ),
  update: mutation(
    {
      action: 'survey.update',
      route: 'PATCH /v1/surveys/{id}',
      summary: 'Change a survey; its questions only while it is a draft',
      in: UpdateSurvey,
      out: Survey,
    },
    service.update,
  ),
  open: mutation(
    {
      action: 'survey.open',
      route: 'POST /v1/surveys/{id}/open',
      summary: 'Ask the contacts; from now on the questions stay as they are',
      in: SurveyId,
      out: Survey,
    },
    service.open,
  ),
  close: mutation(
    { action: 'survey.close', route: 'POST /v1/surveys/{id}/close', summary: 'End a survey', in: SurveyId, out: Survey },
    service.close,
  ),
});
