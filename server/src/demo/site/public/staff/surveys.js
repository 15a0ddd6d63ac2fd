/** Surveys of a project with their two scores and how many have answered. */
import { ago, exactly, fill, inLang, texts } from './facts.js';
import { createFilters, createList, emptiness, rowText } from './list.js';
import { createResults, scoreInWords, scoreOf } from './results.js';
import { createSurvey } from './survey.js';
import { h, place } from './dom.js';

const said = texts.surveys;
const order = ['open', 'draft', 'closed'];
const icons = { open: 'ask', draft: 'planned', closed: 'done' };

const open = ({ status }) => status === 'open';
const filters = { all: () => true, open, closed: ({ status }) => status === 'closed' };

const all = ({ store }) => store.collection('surveys').value;
const responsesTo = ({ store }, id) => store.collection('responses').value.filter(({ surveyId }) => surveyId === id);

export function createSurveys(desk) {
  const element = h('div', { class: 'pane' });
  const counts = h('p', { class: 'counts' });
  const tabs = createFilters(said.filters, () => desk.draw());
  const tools = h('div', { class: 'board-tools' }, counts, tabs.element);
  const list = createList();
  const results = createResults(desk.portico, () => desk.draw());
  const detail = createSurvey(desk, results);
  const when = ({ closedAt, openedAt }) => closedAt ?? openedAt ?? '';
  const newest = (surveys) => surveys.toSorted((a, b) => (when(a) < when(b) ? 1 : -1));

  /** Figures of these very answers; a draft has none. */
  const figuresOf = (view, survey) => {
    const answers = responsesTo(view, survey.id);
    return survey.status === 'draft'
      ? { value: null, failed: false, count: 0 }
      : { ...results.of(survey.id, `${survey.rev} ${answers.length}`), count: answers.length };
  };

  return {
    element,
    // What comes in are answers; they are news of their survey.
    watched: ({ store }) => store.collection('responses').value,
    titleOf: ({ surveyTitle }) => surveyTitle,
    count: (view) => all(view).filter(open).length,
    find: (view, item) => all(view).find(({ id }) => id === item) ?? null,
    first: (view) => newest(all(view).filter(open))[0] ?? newest(all(view))[0] ?? null,
    addressed: ({ id }) => id,
    /** Opening a survey is to have seen its answers. */
    opened: (view, survey) => responsesTo(view, survey.id).map(({ id }) => id),
    render(view, chosen) {
      const { news, hrefOf, touched, project } = view;
      const surveys = all(view);
      const kept = surveys.filter(filters[tabs.chosen()]);
      counts.textContent = fill(texts.counted.surveys, { count: surveys.filter(open).length });
      list.render(
        order
          .map((status) => [status, newest(kept.filter((one) => one.status === status))])
          .filter(([, rows]) => rows.length)
          .map(([status, rows]) => ({
            id: status,
            title: said.status[status],
            count: String(rows.length),
            rows: rows.map((survey) => {
              const answers = responsesTo(view, survey.id);
              const fresh = answers.some(({ id }) => news.isNew('surveys', id));
              return {
                id: survey.id,
                href: hrefOf(survey.id),
                state: icons[status],
                selected: chosen?.id === survey.id,
                fresh,
                touched: answers.map(({ id }) => touched.get(id) ?? 0).reduce((a, b) => Math.max(a, b), touched.get(survey.id) ?? 0),
                content: lineOf(survey, figuresOf(view, survey), fresh, project.lang),
              };
            }),
          })),
      );
      place(element, [
        tools,
        kept.length ? list.element : surveys.length ? emptiness(said.emptyFilter, texts.emptyText) : emptiness(said.empty, said.emptyText),
      ]);
    },
    sheet: (view, survey) => ({
      icon: icons[survey.status],
      title: inLang(survey, 'title', view.project.lang),
      sub: [survey.wave, said.status[survey.status]],
      content: detail.element,
      scrolls: detail.render(view, survey, figuresOf(view, survey)),
    }),
    hint: said.choose,
    focus: list.focus,
  };
}

function lineOf(survey, { value, count }, fresh, lang) {
  const at = survey.closedAt ?? survey.openedAt;
  const score = (name, text) => h('span', { class: 'score' }, h('b', null, text ?? said.none), h('small', null, name));
  return [
    rowText({
      name: inLang(survey, 'title', lang),
      fresh,
      last: [survey.wave, at && fill(survey.closedAt ? said.closed : said.opened, { date: ago(at) })].filter(Boolean).join(' · '),
      title: at && exactly(at),
    }),
    h(
      'span',
      { class: 'scores' },
      score(said.nps, scoreInWords(scoreOf(value, 'nps'), true)),
      score(said.csat, scoreOf(value, 'csat') === null ? null : `${scoreInWords(scoreOf(value, 'csat'))}%`),
      score(said.responses, value ? `${value.responses}/${value.invited}` : String(count)),
    ),
  ];
}
