import { html, type TemplateResult } from 'lit';
import { longDate } from '../i18n/moments.ts';
import type { OutcomeKind } from '../ui/outcome.ts';
import type { LaterWords } from './survey.later.messages.ts';
import type { Localized } from '../i18n/match.ts';
import type { Answer, Question, Survey, SurveyResponse } from './survey.model.ts';

/* What is shown of a survey that takes no answers any more. */

interface Setting {
  words: LaterWords;
  /** Of dates. */
  lang: string;
  // What the first half has is not asked for again: an import of its chunk would cost it a module object.
  labelOf(given: Pick<Question, 'label' | 'translations'>): Localized;
  face(mood: number): TemplateResult;
  outcome(kind: OutcomeKind, title: string, text: string): unknown;
}

/** What this person has said; `again`: they said more, which was not taken. */
export function answered(survey: Survey, response: SurveyResponse, again: boolean, setting: Setting): unknown {
  const { words, lang, outcome } = setting;
  const date = longDate(Date.parse(response.submittedAt), lang);
  return [
    again ? outcome('refused', words.onceTitle, words.once(date)) : outcome('sent', words.answeredTitle, words.answered(date)),
    answers(survey, response, setting),
  ];
}

export const closed = ({ closedAt }: Survey, { words, lang, outcome }: Setting): unknown =>
  outcome('closed', words.closedTitle, words.closed(longDate(Date.parse(closedAt!), lang)));

function answers({ questions }: Survey, response: SurveyResponse, setting: Setting): TemplateResult {
  const { words, labelOf } = setting;
  return html`<dl class="answers" part="answers" aria-label=${words.yours}>
    ${questions.map((question) => {
      const label = labelOf(question);
      return html`<div><dt lang=${label.lang}>${label.text}</dt><dd>${said(question, response.answers[question.id], setting)}</dd></div>`;
    })}
  </dl>`;
}

function said(question: Question, answer: Answer | undefined, { words, labelOf, face }: Setting): unknown {
  if (answer === undefined) return html`<span class="muted">${words.skipped}</span>`;
  if (question.kind === 'csat') return html`<span class="face">${face(answer as number)}${words.score(answer as number, 5)}</span>`;
  if (question.kind === 'nps') return words.score(answer as number, 10);
  if (question.kind === 'text') return answer;
  const chosen = question.options.filter(({ id }) => (Array.isArray(answer) ? answer.includes(id) : answer === id));
  return chosen.map((option, index) => {
    const { text, lang } = labelOf(option);
    return html`${index ? ' · ' : ''}<span lang=${lang}>${text}</span>`;
  });
}
