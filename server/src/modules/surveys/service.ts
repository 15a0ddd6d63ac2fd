import type { z } from 'zod';
import { instantOf } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { problem } from '../../core/errors.ts';
import { transition } from '../../core/machine.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { withoutStale } from '../../core/shapes.ts';
import { record } from '../../feed/append.ts';
import { projectStreams } from '../../feed/streams.ts';
import { ProjectTable } from '../projects/index.ts';
import { countInvited } from '../responses/index.ts';
import { machine } from './machine.ts';
import { SurveyTable, type SurveyRow } from './model.ts';
import { surveys } from './present.ts';
import type { CreateSurvey, ListSurveys, Survey, UpdateSurvey } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: SurveyRow): Survey => seenBy(scope, surveys, row) as Survey;

/** Of the whole definition with its translations: it travels in every event of the survey. */
const mostBytes = 32 * 1024;

export async function list(scope: Scope, { project, status, ...page }: In<typeof ListSurveys>): Promise<Page<Survey>> {
  await repo(scope, ProjectTable).get(project);
  // The filter stands beside what a contact may reach, it does not replace it.
  const { items, next } = await repo(scope, SurveyTable).page({ projectId: project, ...(status ? { status } : {}) }, page);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Survey> {
  return see(scope, await repo(scope, SurveyTable).get(id));
}

export async function create(
  scope: Scope,
  { project: projectId, open = false, intro = null, translations = null, ...given }: In<typeof CreateSurvey>,
): Promise<Survey> {
  return transact(scope, projectStreams(projectId), async (scope) => {
    const project = await repo(scope, ProjectTable).get(projectId);
    authorize(scope, 'survey.create', project);
    const definition = { ...given, intro, translations };
    assertBounded(definition);
    const draft = await repo(scope, SurveyTable).create({
      ...definition,
      projectId,
      status: 'draft',
      openedAt: null,
      closedAt: null,
      invited: null,
    });
    record(scope, 'survey.created', SurveyTable, draft, null);
    return see(scope, open ? await opened(scope, draft) : draft);
  });
}

export async function update(scope: Scope, { id, rev, ...sent }: In<typeof UpdateSurvey>): Promise<Survey> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const survey = await repo(scope, SurveyTable).get(id);
      transition(scope, machine, 'update', surveys, survey);
      await guardRevision(scope, surveys, survey, rev, sent, projectStreams(survey.projectId)[1]!);
      assertMutable(survey, sent, see(scope, survey));
      const renamed = (['title', 'intro'] as const).filter((field) => sent[field] !== undefined && sent[field] !== survey[field]);
      const changes = {
        ...sent,
        translations: sent.translations === undefined ? withoutStale(survey.translations, renamed) : sent.translations,
      };
      const next = await repo(scope, SurveyTable).update(survey, changes);
      assertBounded(next);
      record(scope, 'survey.updated', SurveyTable, next, survey);
      return see(scope, next);
    },
  );
}

export async function open(scope: Scope, { id }: { id: string }): Promise<Survey> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => see(scope, await opened(scope, await repo(scope, SurveyTable).get(id))),
  );
}

async function opened(scope: Scope, survey: SurveyRow): Promise<SurveyRow> {
  const { to } = transition(scope, machine, 'open', surveys, survey);
  const next = await repo(scope, SurveyTable).update(survey, { status: to, openedAt: instantOf(scope.runtime.clock) });
  record(scope, 'survey.opened', SurveyTable, next, survey);
  return next;
}

export async function close(scope: Scope, { id }: { id: string }): Promise<Survey> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const survey = await repo(scope, SurveyTable).get(id);
      const { to } = transition(scope, machine, 'close', surveys, survey);
      const { clientId } = await repo(scope, ProjectTable).get(survey.projectId);
      const next = await repo(scope, SurveyTable).update(survey, {
        status: to,
        closedAt: instantOf(scope.runtime.clock),
        invited: await countInvited(scope, id, clientId),
      });
      record(scope, 'survey.closed', SurveyTable, next, survey);
      return see(scope, next);
    },
  );
}

/** @throws {PorticoProblem} `conflict`: people may have answered what stands there */
function assertMutable({ status }: SurveyRow, sent: Partial<In<typeof UpdateSurvey>>, current: Survey): void {
  if (status === 'closed') throw problem('conflict', 'This survey is closed. Make a new one for the next wave.', { current });
  const frozen = (['questions', 'wave'] as const).filter((field) => sent[field] !== undefined);
  if (status === 'open' && frozen.length > 0) {
    throw problem(
      'conflict',
      `The ${frozen.join(' and the ')} of a survey stay as they are once it is open. Close it and make a new one.`,
      { current },
    );
  }
}

/** @throws {PorticoProblem} `invalid_input` */
function assertBounded({
  title,
  intro,
  translations,
  wave,
  questions,
}: Pick<SurveyRow, 'title' | 'intro' | 'translations' | 'wave' | 'questions'>): void {
  if (Buffer.byteLength(JSON.stringify({ title, intro, translations, wave, questions })) <= mostBytes) return;
  throw problem('invalid_input', 'questions: are too long together. Divide the survey, or shorten its texts.', {
    errors: [{ path: 'questions', message: 'are too long together' }],
  });
}

/** Asked within the command, as everywhere. */
const streamsOf = async (scope: Scope, id: string): Promise<string[]> => projectStreams(await repo(scope, SurveyTable).projectOf(id));
