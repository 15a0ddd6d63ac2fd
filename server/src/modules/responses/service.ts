import type { z } from 'zod';
import { transact } from '../../core/command.ts';
import { notFound, problem } from '../../core/errors.ts';
import { tapAt } from '../../core/moment.ts';
import { authorize } from '../../core/policy.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { sha256 } from '../../feed/chain.ts';
import { projectStreams } from '../../feed/streams.ts';
import { speaker } from '../contacts/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { SurveyTable } from '../surveys/index.ts';
import { assertAnswers } from './answers.ts';
import { countInvited } from './invited.ts';
import { ResponseTable } from './model.ts';
import { present } from './present.ts';
import { percentOf, resultOf } from './results.ts';
import type { ListResponses, MyResponse, Results, SubmitResponse, SurveyResponse } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;

export async function list(scope: Scope, { id, ...page }: In<typeof ListResponses>): Promise<Page<SurveyResponse>> {
  await repo(scope, SurveyTable).get(id);
  const { items, next } = await repo(scope, ResponseTable).page({ surveyId: id }, page);
  return { items: items.map(present), next };
}

/** The caller's own; null if they have not answered. */
export async function mine(scope: Scope, { id, contact: named }: In<typeof MyResponse>): Promise<SurveyResponse | null> {
  const survey = await repo(scope, SurveyTable).get(id);
  const contact = await whoAnswers(scope, survey.projectId, named);
  const [own] = await repo(scope, ResponseTable).list({ surveyId: id, contactId: contact.id });
  return own ? present(own) : null;
}

export async function submit(scope: Scope, { id, answers, contact: named, at }: In<typeof SubmitResponse>): Promise<SurveyResponse> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const survey = await repo(scope, SurveyTable).get(id);
      authorize(scope, 'response.submit', survey);
      const contact = await whoAnswers(scope, survey.projectId, named);
      if (survey.status !== 'open')
        throw problem('conflict', `This survey is ${survey.status === 'draft' ? 'not open yet' : 'closed'}; it takes no answers.`);
      const [earlier] = await repo(scope, ResponseTable).list({ surveyId: id, contactId: contact.id });
      if (earlier)
        throw problem('conflict', 'You have answered this survey already; each contact answers a wave once.', {
          current: present(earlier),
        });
      assertAnswers(survey.questions, answers);
      const row = await repo(scope, ResponseTable).create({
        projectId: survey.projectId,
        surveyId: id,
        surveyTitle: survey.title,
        contactId: contact.id,
        contactName: contact.name,
        once: sha256(`${id} ${contact.id}`),
        answers,
        submittedAt: tapAt(scope.runtime.clock, at),
      });
      record(scope, 'response.submitted', ResponseTable, row, null);
      return present(row);
    },
  );
}

/** Never nobody: anonymous answers are not offered. */
async function whoAnswers(scope: Scope, projectId: string, named: string | undefined): Promise<{ id: string; name: string }> {
  const { clientId } = await repo(scope, ProjectTable).get(projectId);
  const contact = await speaker(scope, clientId, named);
  if (!contact)
    throw problem('invalid_input', 'contact: must name who answers', { errors: [{ path: 'contact', message: 'must name who answers' }] });
  return contact;
}

export async function results(scope: Scope, { id }: { id: string }): Promise<Results> {
  const survey = await repo(scope, SurveyTable).get(id);
  const responses = await repo(scope, ResponseTable).list({ surveyId: id });
  const { clientId } = await repo(scope, ProjectTable).get(survey.projectId);
  const invited = survey.invited ?? (await countInvited(scope, id, clientId));
  return {
    surveyId: id,
    wave: survey.wave,
    invited,
    responses: responses.length,
    rate: percentOf(responses.length, invited),
    questions: survey.questions.map((question) => resultOf(question, responses)),
  };
}

/** Only the team hears of it. */
async function streamsOf(scope: Scope, id: string): Promise<string[]> {
  const survey = await repo(scope, SurveyTable).find(id);
  if (!survey) throw notFound('survey');
  return [projectStreams(survey.projectId)[1]!];
}
