/** The results of one survey: the scores first, then every question with its counts, and what people wrote. */
import { fill, inLang, nameOf, texts, tongue } from './facts.js';
import { act } from './act.js';
import { createDecisions } from './decisions.js';
import { h, place, toast } from './dom.js';
import { part } from './trail.js';
import { scoreInWords } from './results.js';

const said = texts.surveys;
const possible = { draft: ['open'], open: ['close'], closed: [] };
const askers = ['admin', 'manager', 'sales'];

export function createSurvey({ portico, can, draw }, results) {
  let shown = null;
  const decisions = createDecisions({ decide });
  const body = h('div');
  const element = h('div', null, decisions.element, body);

  async function decide(on) {
    const { id, status } = shown;
    const words = { verb: said.verbs[on], roles: askers, status: said.status, sent: status };
    const { refusal } = await act(portico, `surveys.${on}`, { id }, words);
    if (!refusal) toast(said.done[on]);
    return refusal ?? null;
  }

  return {
    element,
    render({ project }, survey, { value, failed }) {
      shown = survey;
      const title = inLang(survey, 'title', project.lang);
      decisions.render(
        survey.id,
        possible[survey.status]
          .filter((on) => can(`survey.${on}`))
          .map((on) => ({
            on,
            label: said.verbs[on],
            kind: on === 'open' ? 'strong' : 'danger',
            confirm: fill(said.confirm[on], { title }),
            lead: on === 'open' ? said.openText : said.closeText,
          })),
      );
      const again = () => (results.again(survey.id), draw());
      place(body, [
        ...(failed ? [trouble(again)] : []),
        ...(value ? [answeredBy(value), ...survey.questions.map((question) => questionOf(question, value, project.lang))] : []),
        ...(!value && !failed && survey.status !== 'draft' ? [h('p', { class: 'muted', role: 'status' }, said.loading)] : []),
        ...(survey.status === 'draft' ? survey.questions.map((question) => part(inLang(question, 'label', project.lang))) : []),
      ]);
      return true;
    },
  };
}

const trouble = (again) =>
  h(
    'div',
    { class: 'conflict', role: 'alert' },
    h('p', null, said.failed),
    h('div', { class: 'chips' }, h('button', { type: 'button', class: 'chip', onclick: again }, texts.retry)),
  );

function answeredBy({ responses, invited, rate }) {
  return h(
    'p',
    { class: 'answered' },
    h('b', null, fill(said.answeredOf, { count: responses, invited })),
    rate === null ? null : h('span', { class: 'muted' }, fill(said.rate, { rate })),
  );
}

function questionOf(question, value, lang) {
  const result = value.questions.find(({ id }) => id === question.id);
  const label = inLang(question, 'label', lang);
  if (!result?.answered) return part(label, h('p', { class: 'muted' }, question.kind === 'text' ? said.noTexts : said.noAnswers));
  const { answered } = result;
  if (question.kind === 'nps') {
    return part(
      label,
      headline(scoreInWords(result.score, true), said.npsLong, said.npsHint, answered),
      bars(
        ['promoters', 'passives', 'detractors'].map((name) => ({ label: said[name], count: result.nps[name], tone: name })),
        answered,
      ),
    );
  }
  if (question.kind === 'csat') {
    return part(
      label,
      headline(`${scoreInWords(result.score)}%`, said.csatLong, said.csatHint, answered),
      bars(
        result.counts.toReversed().map(({ value: point, count }) => ({ label: fill(said.point, { value: point }), count })),
        answered,
      ),
    );
  }
  if (question.kind === 'text') {
    return part(
      label,
      h(
        'ul',
        { class: 'voices' },
        result.texts.map(({ contact, text }) =>
          h('li', null, h('blockquote', { class: 'words', lang: tongue(text) }, text), h('small', null, nameOf(contact))),
        ),
      ),
    );
  }
  const labelOf = (id) =>
    inLang(
      question.options.find((option) => option.id === id),
      'label',
      lang,
    );
  return part(
    label,
    h('p', { class: 'hint' }, fill(said.of, { count: answered })),
    bars(
      result.counts.map(({ value: id, count }) => ({ label: labelOf(id), count })),
      answered,
    ),
  );
}

const headline = (number, name, hint, count) =>
  h('p', { class: 'headline' }, h('b', null, number), h('span', null, name, h('small', null, `${hint} · ${fill(said.of, { count })}`)));

/** Bars from zero, each with its word and its number beside it: the picture and its table in one. */
const bars = (rows, whole) =>
  h(
    'ul',
    { class: 'bars' },
    rows.map(({ label, count, tone }) => {
      const bar = h('i', { class: tone ? `bar ${tone}` : 'bar', 'aria-hidden': 'true' });
      bar.style.setProperty('--at', `${(count / whole) * 100}%`);
      return h('li', null, h('span', null, label), bar, h('b', null, fill(said.people, { count })));
    }),
  );
