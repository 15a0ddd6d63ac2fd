/** The project's milestones by stage: one calm line each, with who touched it last. */
import { ago, day, exactly, fill, inLang, nameOf, texts } from './facts.js';
import { h, icon, place } from './dom.js';
import { daysLate, filters, slip, stateOf } from './plan.js';
import { sentence } from './history.js';

/** @param select called with the id of the chosen milestone */
export function createBoard(root, select) {
  const rows = new Map();
  const groups = new Map();
  let filter = 'all';
  let view = null;

  const title = h('h1');
  const sub = h('p', { class: 'sub' });
  const pill = h('p', { class: 'link' });
  const offline = h('p', { class: 'notice offline', role: 'status' });
  const readOnly = h('p', { class: 'notice' });
  const counts = h('p', { class: 'counts' });
  const strip = h('div', { class: 'strip', 'aria-hidden': 'true' });
  const tabs = Object.keys(filters).map((name) =>
    h('button', { type: 'button', onclick: () => ((filter = name), render()) }, texts.filters[name]),
  );
  const list = h('div', { class: 'groups' });
  const empty = h('div', { class: 'empty' }, h('b', null, texts.empty), h('p', null, texts.emptyText));
  const head = h(
    'header',
    { class: 'board-head' },
    h('div', { class: 'board-title' }, title, pill),
    sub,
    strip,
    h('div', { class: 'board-tools' }, counts, h('div', { class: 'filters', role: 'group', 'aria-label': texts.filters.label }, tabs)),
  );
  list.addEventListener('keydown', walk);

  function row(id) {
    if (!rows.has(id)) rows.set(id, createRow(id, select));
    return rows.get(id);
  }

  function group(id) {
    if (!groups.has(id)) {
      const name = h('h2');
      const count = h('span', { class: 'muted' });
      const items = h('ul');
      groups.set(id, { element: h('section', null, h('header', null, name, count), items), name, count, items });
    }
    return groups.get(id);
  }

  function render() {
    const { project, client, stages, milestones, me, today, history, selected, canWrite, offlineSince, touched } = view;
    title.textContent = inLang(project, 'name', project.lang);
    sub.textContent = [
      client && inLang(client, 'name'),
      nameOf(project.manager),
      project.due && fill(texts.dueLabel, { date: day(project.due) }),
    ]
      .filter(Boolean)
      .join(' · ');
    pill.dataset.link = view.link;
    pill.textContent = texts.link[view.link];
    offline.textContent = offlineSince ? fill(texts.offline, { time: offlineSince }) : '';
    readOnly.textContent = canWrite ? '' : view.whyNot;
    tabs.forEach((tab, index) => tab.setAttribute('aria-pressed', String(Object.keys(filters)[index] === filter)));

    const counted = milestones.filter(({ status }) => status !== 'cancelled');
    const of = (state) => counted.filter((milestone) => stateOf(milestone, today) === state).length;
    counts.replaceChildren(
      fill(texts.counts, { done: of('done'), total: counted.length }),
      ...(of('late') ? [h('b', { class: 'late' }, fill(texts.lateCount, { count: of('late') }))] : []),
      ...(of('risk') ? [h('b', { class: 'risk' }, fill(texts.riskCount, { count: of('risk') }))] : []),
    );
    strip.replaceChildren(...counted.map((milestone) => h('i', { class: stateOf(milestone, today) })));

    const shown = stages
      .map((stage) => [stage, milestones.filter((milestone) => milestone.stageId === stage.id)])
      .map(([stage, all]) => ({ stage, all, kept: all.filter((milestone) => filters[filter](milestone, { today, me })) }))
      .filter(({ kept }) => kept.length);
    place(
      list,
      shown.map(({ stage, all, kept }) => {
        const { element, name, count, items } = group(stage.id);
        name.textContent = inLang(stage, 'name', project.lang);
        count.textContent = `${all.filter(({ status }) => status === 'done').length}/${all.length}`;
        place(
          items,
          kept.map((milestone) => {
            const { element: item, update } = row(milestone.id);
            update(milestone, {
              today,
              last: history.latest(milestone.id),
              selected: selected === milestone.id,
              touched: touched.get(milestone.id),
              lang: project.lang,
            });
            return item;
          }),
        );
        return element;
      }),
    );
    place(root, [head, ...(offlineSince ? [offline] : []), ...(canWrite ? [] : [readOnly]), shown.length ? list : empty]);
  }

  return {
    render(next) {
      view = next;
      render();
    },
    focus: (id) => rows.get(id)?.element.querySelector('button').focus(),
  };
}

/** Up and down go from line to line, as in any list of a tool. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const lines = [...event.currentTarget.querySelectorAll('.row')];
  const next = lines[lines.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function createRow(id, select) {
  const button = h('button', { class: 'row', type: 'button', onclick: () => select(id) });
  const element = h('li', null, button);
  let glowing;
  button.addEventListener('animationend', () => button.classList.remove('glow'));

  function update(milestone, { today, last, selected, touched, lang }) {
    const state = stateOf(milestone, today);
    const late = daysLate(milestone, today);
    const moved = slip(milestone);
    const date = milestone.status === 'done' ? milestone.doneOn : milestone.due;
    button.dataset.state = state;
    button.toggleAttribute('aria-current', selected);
    if (selected) button.setAttribute('aria-current', 'true');
    button.replaceChildren(
      icon(state),
      h(
        'span',
        { class: 'row-text' },
        h(
          'span',
          { class: 'row-name' },
          h('span', null, inLang(milestone, 'name', lang)),
          late ? h('em', { class: 'late' }, fill(texts.late, { days: late })) : null,
          state === 'risk' ? h('em', { class: 'risk' }, texts.risk) : null,
          milestone.visibility === 'internal' ? h('em', null, texts.internal) : null,
        ),
        last ? h('span', { class: 'row-last', title: exactly(last.at) }, `${ago(last.at)} · ${sentence(last, today)}`) : null,
      ),
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
    );
    if (touched && touched !== glowing) {
      glowing = touched;
      button.classList.add('glow');
    }
  }
  return { element, update };
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
