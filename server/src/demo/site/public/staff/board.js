/** The project's milestones by stage: one calm line each, with who touched it last. */
import { ago, day, exactly, fill, inLang, nameOf, texts } from './facts.js';
import { createDetail } from './detail.js';
import { createFilters, createList, emptiness, rowText } from './list.js';
import { daysLate, filters, slip, stateOf } from './plan.js';
import { h, place } from './dom.js';
import { save } from './save.js';
import { sentence } from './history.js';

const all = ({ store }) => store.milestones.value;
const { label: _label, ...words } = texts.filters;

export function createBoard(desk) {
  const element = h('div', { class: 'pane' });
  const readOnly = h('p', { class: 'notice' });
  const counts = h('p', { class: 'counts' });
  const strip = h('div', { class: 'strip', 'aria-hidden': 'true' });
  const tabs = createFilters(words, () => desk.draw());
  const tools = h('div', null, strip, h('div', { class: 'board-tools' }, counts, tabs.element));
  const list = createList();
  const detail = createDetail({ change: (view, asked) => save(desk.portico, view.store, { ...asked, today: view.today }) });

  return {
    element,
    watched: null,
    count: (view) => all(view).filter((one) => ['late', 'risk'].includes(stateOf(one, view.today))).length,
    find: (view, item) => all(view).find(({ id }) => id === item) ?? null,
    /** What needs a decision first. */
    first: (view) =>
      all(view).find((one) => daysLate(one, view.today)) ??
      all(view).find(({ atRisk }) => atRisk) ??
      all(view).find(({ status }) => status === 'in_progress') ??
      null,
    addressed: ({ id }) => id,
    render(view, chosen) {
      const { project, store, me, today, history, canWrite, touched, hrefOf } = view;
      const counted = all(view).filter(({ status }) => status !== 'cancelled');
      const of = (state) => counted.filter((milestone) => stateOf(milestone, today) === state).length;
      counts.replaceChildren(
        fill(texts.counts, { done: of('done'), total: counted.length }),
        ...(of('late') ? [h('b', { class: 'late' }, fill(texts.lateCount, { count: of('late') }))] : []),
        ...(of('risk') ? [h('b', { class: 'risk' }, fill(texts.riskCount, { count: of('risk') }))] : []),
      );
      strip.replaceChildren(...counted.map((milestone) => h('i', { class: stateOf(milestone, today) })));
      readOnly.textContent = canWrite ? '' : view.whyNot;

      const shown = store.stages.value
        .map((stage) => [stage, all(view).filter((milestone) => milestone.stageId === stage.id)])
        .map(([stage, own]) => ({ stage, own, kept: own.filter((one) => filters[tabs.chosen()](one, { today, me })) }))
        .filter(({ kept }) => kept.length);
      list.render(
        shown.map(({ stage, own, kept }) => ({
          id: stage.id,
          title: inLang(stage, 'name', project.lang),
          count: `${own.filter(({ status }) => status === 'done').length}/${own.length}`,
          rows: kept.map((milestone) => ({
            id: milestone.id,
            href: hrefOf(milestone.id),
            state: stateOf(milestone, today),
            selected: chosen?.id === milestone.id,
            touched: touched.get(milestone.id),
            content: lineOf(milestone, { today, last: history.latest(milestone.id), lang: project.lang }),
          })),
        })),
      );
      place(element, [tools, ...(canWrite ? [] : [readOnly]), shown.length ? list.element : emptiness(texts.empty, texts.emptyText)]);
    },
    sheet(view, milestone) {
      const stage = view.store.stages.value.find(({ id }) => id === milestone.stageId);
      return {
        icon: stateOf(milestone, view.today),
        title: inLang(milestone, 'name', view.project.lang),
        sub: [stage && inLang(stage, 'name', view.project.lang), texts.visibility[milestone.visibility]],
        content: detail.element,
        scrolls: detail.render(view, milestone),
      };
    },
    hint: texts.choose,
    focus: list.focus,
  };
}

function lineOf(milestone, { today, last, lang }) {
  const state = stateOf(milestone, today);
  const late = daysLate(milestone, today);
  const moved = slip(milestone);
  const date = milestone.status === 'done' ? milestone.doneOn : milestone.due;
  return [
    rowText({
      name: inLang(milestone, 'name', lang),
      marks: [
        late > 0 && { kind: 'late', text: fill(texts.late, { days: late }) },
        state === 'risk' && { kind: 'risk', text: texts.risk },
        milestone.visibility === 'internal' && texts.internal,
      ],
      last: last && `${ago(last.at)} · ${sentence(last, today)}`,
      title: last && exactly(last.at),
    }),
    h(
      'span',
      { class: 'row-progress' },
      milestone.status === 'in_progress' ? [meter(milestone.progress), `${milestone.progress}%`] : texts.status[milestone.status],
    ),
    h('span', { class: 'face', title: nameOf(milestone.owner) }, initial(milestone.owner)),
    h(
      'span',
      { class: 'row-due' },
      date ? day(date, today) : texts.noDue,
      moved > 0 && milestone.status !== 'done' ? h('small', null, fill(texts.slip, { days: moved })) : null,
    ),
  ];
}

/** A name's last character in Chinese, its first in Latin letters. */
function initial(person) {
  const name = person ? nameOf(person) : '–';
  return /^[\u4e00-\u9fff]/.test(name) ? name.at(-1) : name[0];
}

function meter(percent) {
  const bar = h('i', { class: 'meter', 'aria-hidden': 'true' });
  bar.style.setProperty('--at', `${percent}%`);
  return bar;
}
