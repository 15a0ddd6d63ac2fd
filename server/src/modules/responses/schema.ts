import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { tapped } from '../../core/moment.ts';
import { pageInput } from '../../core/page.ts';
import { keyword, paragraph } from '../../core/shapes.ts';
import { onBehalfOf } from '../contacts/index.ts';

const Answer = z
  .union([z.number().int(), paragraph(2000), z.array(keyword).min(1).max(20)])
  .describe('nps: 0 to 10; csat: 1 to 5; single: id of an option; multiple: ids of options; text: words');

export const Answers = z
  .record(keyword, Answer)
  .refine((answers) => Object.keys(answers).length <= 30, 'must have at most 30 answers')
  .describe('By the id of the question');

/** What one contact answered. The team sees it, and the contact their own. */
export const SurveyResponse = z
  .object({
    id: idOf('response'),
    rev: z.number().int(),
    projectId: idOf('project'),
    surveyId: idOf('survey'),
    surveyTitle: z.string().describe('As it was called when it was answered'),
    contact: z.object({ id: z.string(), name: z.string() }),
    answers: Answers,
    submittedAt: z.string().describe('When the contact tapped, UTC'),
  })
  .meta({ id: 'SurveyResponse' });

const percent = z.number().nullable().describe('Percent, one decimal; null: nobody answered');

const QuestionResult = z.object({
  id: z.string(),
  kind: z.enum(['nps', 'csat', 'single', 'multiple', 'text']),
  answered: z.number().int().describe('Responses that answer this question'),
  score: percent.optional().describe('nps: % promoters − % detractors, −100 to 100; csat: % of 4 and 5'),
  nps: z.object({ promoters: z.number().int(), passives: z.number().int(), detractors: z.number().int() }).optional(),
  counts: z
    .array(z.object({ value: z.string(), count: z.number().int() }))
    .optional()
    .describe('Every option, or every point of the scale, in its order'),
  texts: z
    .array(z.object({ contact: z.object({ id: z.string(), name: z.string() }), text: z.string() }))
    .optional()
    .describe('The newest 100'),
});

export const Results = z
  .object({
    surveyId: idOf('survey'),
    wave: z.string(),
    invited: z.number().int().describe('Contacts of the client when it was closed, or now; with those who answered and have left since'),
    responses: z.number().int(),
    rate: percent.describe('Responses of those invited, percent with one decimal'),
    questions: z.array(QuestionResult),
  })
  .meta({ id: 'SurveyResults' });

export const SubmitResponse = z.strictObject({ id: idOf('survey'), answers: Answers, contact: onBehalfOf, at: tapped });
export const MyResponse = z.strictObject({ id: idOf('survey'), contact: onBehalfOf });
export const OfSurvey = z.strictObject({ id: idOf('survey') });
export const ListResponses = z.strictObject({ id: idOf('survey'), ...pageInput });

export type Answers = z.infer<typeof Answers>;
export type Answer = z.infer<typeof Answer>;
export type SurveyResponse = z.infer<typeof SurveyResponse>;
export type Results = z.infer<typeof Results>;
export type QuestionResult = z.infer<typeof QuestionResult>;
