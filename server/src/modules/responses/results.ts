/** What the answers of one wave add up to. Pure. */
import type { Question } from '../surveys/index.ts';
import type { ResponseRow } from './model.ts';
import type { Answer, QuestionResult } from './schema.ts';

/** Free texts that are answered at once; the rest is in the list of responses. */
const mostTexts = 100;

/** Percent with one decimal, null of nothing. Halves go away from zero, so that a score and its mirror image agree. */
export function percentOf(part: number, whole: number): number | null {
  if (whole === 0) return null;
  const tenths = (part * 1000) / whole;
  const rounded = (Math.sign(tenths) * Math.round(Math.abs(tenths))) / 10;
  // −0 is 0.
  return rounded + 0;
}

/**
 * Net Promoter Score: percent of promoters (9 and 10) less percent of detractors (0 to 6) of those who answered the question; 7 and 8 are passives and count in the whole alone.
 * −100 to 100. Source: F. Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003.
 */
export function npsOf(answers: readonly number[]): { score: number | null; promoters: number; passives: number; detractors: number } {
  const promoters = answers.filter((answer) => answer >= 9).length;
  const detractors = answers.filter((answer) => answer <= 6).length;
  return {
    score: percentOf(promoters - detractors, answers.length),
    promoters,
    passives: answers.length - promoters - detractors,
    detractors,
  };
}

/**
 * Customer satisfaction score: percent of those who answered 4 (satisfied) or 5 (very satisfied) on a scale of five, "top two boxes".
 * Source: P. Farris et al., "Marketing Metrics", chapter 2, "Customer satisfaction"; the scale of five with the top two boxes is the usual form of it.
 */
export const csatOf = (answers: readonly number[]): number | null =>
  percentOf(answers.filter((answer) => answer >= 4).length, answers.length);

const countOf = (values: readonly string[], given: readonly Answer[]): QuestionResult['counts'] =>
  values.map((value) => ({
    value,
    count: given.filter((answer) => (Array.isArray(answer) ? answer.includes(value) : String(answer) === value)).length,
  }));

const scale = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

/** @param responses oldest first */
export function resultOf(question: Question, responses: readonly ResponseRow[]): QuestionResult {
  const { id, kind } = question;
  const answering = responses.filter(({ answers }) => Object.hasOwn(answers, id));
  const given = answering.map(({ answers }) => answers[id]!);
  const base = { id, kind, answered: given.length };
  if (kind === 'nps') {
    const { score, ...nps } = npsOf(given as number[]);
    return { ...base, score, nps, counts: countOf(scale(0, 10), given) };
  }
  if (kind === 'csat') return { ...base, score: csatOf(given as number[]), counts: countOf(scale(1, 5), given) };
  if (kind === 'text') {
    const newest = answering.toReversed().slice(0, mostTexts);
    return {
      ...base,
      texts: newest.map(({ contactId, contactName, answers }) => ({
        contact: { id: contactId, name: contactName },
        text: String(answers[id]),
      })),
    };
  }
  return {
    ...base,
    counts: countOf(
      question.options.map((option) => option.id),
      given,
    ),
  };
}
