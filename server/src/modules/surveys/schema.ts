import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { keyword, line, paragraph, seenRev, translations } from '../../core/shapes.ts';

export const statuses = ['draft', 'open', 'closed'] as const;

const unique = (list: readonly { id: string }[]): boolean => new Set(list.map(({ id }) => id)).size === list.length;

const label = { label: line(300), translations: translations({ label: line(300) }).optional() };
const common = { id: keyword, ...label, required: z.boolean().default(false) };
const options = z
  .array(z.strictObject({ id: keyword, ...label }))
  .min(2, 'must have at least 2')
  .max(20)
  .refine(unique, 'must have ids of their own');

/**
 * One question. Answers are: `nps` a whole number 0 to 10, `csat` one of 1 to 5 (5 is very satisfied), `single` the id of an option, `multiple` ids of options, `text` words.
 */
export const Question = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('nps') }),
  z.strictObject({ ...common, kind: z.literal('csat') }),
  z.strictObject({ ...common, kind: z.literal('single'), options }),
  z.strictObject({
    ...common,
    kind: z.literal('multiple'),
    options,
    max: z.number().int().min(1).max(20).optional().describe('Most options that may be chosen'),
  }),
  z.strictObject({ ...common, kind: z.literal('text') }),
]);

const names = translations({ title: line(200), intro: paragraph(2000) });

/** A survey. Contacts see it once it is open. */
export const Survey = z
  .object({
    id: idOf('survey'),
    rev: z.number().int(),
    projectId: idOf('project'),
    title: z.string(),
    intro: z.string().nullable(),
    translations: names,
    wave: z.string().describe('What this round of asking is called: 2026 Q4'),
    questions: z.array(Question),
    status: z.enum(statuses),
    openedAt: z.string().nullable().describe('UTC instant'),
    closedAt: z.string().nullable().describe('UTC instant'),
  })
  .meta({ id: 'Survey' });

const writable = {
  title: line(200),
  intro: paragraph(2000).nullable(),
  translations: names,
  wave: line(60),
  questions: z.array(Question).min(1, 'must have at least 1').max(30).refine(unique, 'must have ids of their own'),
};

export const CreateSurvey = z.strictObject({
  project: idOf('project'),
  ...z.object(writable).partial().shape,
  title: writable.title,
  wave: writable.wave,
  questions: writable.questions,
  open: z.boolean().optional().describe('Opens it at once; default: it is a draft'),
});
export const UpdateSurvey = z.strictObject({ id: idOf('survey'), ...z.object(writable).partial().shape, rev: seenRev });
export const SurveyId = z.strictObject({ id: idOf('survey') });
export const ListSurveys = z.strictObject({ project: idOf('project'), status: z.enum(statuses).optional(), ...pageInput });

export type Survey = z.infer<typeof Survey>;
export type Question = z.infer<typeof Question>;
