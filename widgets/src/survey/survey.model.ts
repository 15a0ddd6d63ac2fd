import type { Output } from '@portico/sdk';
import { localized, type Localized } from '../i18n/match.ts';

export type Survey = Output<'surveys.get'>;
export type Question = Survey['questions'][number];
export type SurveyResponse = NonNullable<Output<'responses.mine'>>;
export type Answer = SurveyResponse['answers'][string];
/** By the id of the question. */
export type Answers = Record<string, Answer | undefined>;

/** As much as the server takes. */
export const mostText = 2000;

/** The survey that was named, unless it is not out yet; else the open ones, the newest first. */
export function candidates(surveys: readonly Survey[], named: string | undefined): Survey[] {
  if (named) return surveys.filter(({ id, status }) => id === named && status !== 'draft');
  return surveys.filter(({ status }) => status === 'open').toSorted((a, b) => ((a.openedAt ?? '') < (b.openedAt ?? '') ? 1 : -1));
}

/** Whether something was said. */
export const isAnswered = (answer: Answer | undefined): boolean =>
  typeof answer === 'number' || (typeof answer === 'string' ? answer.trim() !== '' : !!answer?.length);

export const answered = ({ questions }: Survey, answers: Answers): number => questions.filter(({ id }) => isAnswered(answers[id])).length;

type Translated<Field extends string> = Record<string, Partial<Record<Field, string>>> | null;

/** A label in the reader's language; plain texts are in the project's. */
export const labelOf = ({ label, translations }: Pick<Question, 'label' | 'translations'>, lang: string, plain: string): Localized =>
  localized({ label, translations: translations ?? null }, 'label', lang, plain);

/** Title and introduction, for `localized`. */
export const textsOf = ({ title, intro, translations }: Survey) => ({
  title,
  intro,
  translations: translations as Translated<'title' | 'intro'>,
});
