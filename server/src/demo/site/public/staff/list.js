/** A list of links in groups: one calm line each. Lines and groups are kept by id, so that focus stays where it is. */
import { h, icon, place } from './dom.js';
import { texts, tongue } from './facts.js';

export function createList() {
  const element = h('div', { class: 'groups' });
  const lines = new Map();
  const groups = new Map();
  element.addEventListener('keydown', walk);

  const kept = (map, id, make) => map.get(id) ?? map.set(id, make()).get(id);

  return {
    element,
    /** @param shown `[{ id, title, count, more, rows: [{ id, href, state, content, selected, fresh, touched }] }]` */
    render(shown) {
      place(
        element,
        shown.map(({ id, title, count, more, rows }) => {
          const group = kept(groups, id, createGroup);
          group.name.textContent = title;
          group.count.textContent = count;
          group.more.replaceChildren(...(more ?? []));
          place(
            group.items,
            rows.map((row) => {
              const line = kept(lines, row.id, () => createLine(row.id));
              line.update(row);
              return line.element;
            }),
          );
          return group.element;
        }),
      );
    },
    focus: (id) => lines.get(id)?.element.querySelector('a').focus(),
  };
}

function createGroup() {
  const name = h('h2');
  const count = h('span', { class: 'muted' });
  const more = h('span', { class: 'group-more' });
  const items = h('ul');
  return { element: h('section', null, h('header', null, name, count, more), items), name, count, more, items };
}

function createLine(id) {
  const link = h('a', { class: 'row', 'data-id': id });
  const element = h('li', null, link);
  let glowing;
  link.addEventListener('animationend', () => link.classList.remove('glow'));

  function update({ href, state, content, selected, fresh, touched }) {
    link.href = href;
    link.dataset.state = state;
    if (selected) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
    link.classList.toggle('fresh', Boolean(fresh));
    link.replaceChildren(icon(state), ...content.flat().filter(Boolean));
    if (touched && touched !== glowing) {
      glowing = touched;
      link.classList.add('glow');
    }
  }
  return { element, update };
}

/** The words of a line: what it is called, what stands beside that, and a quieter line below. */
export const rowText = ({ lead, name, marks = [], fresh, last, title }) =>
  h(
    'span',
    { class: 'row-text' },
    h(
      'span',
      { class: 'row-name' },
      h('span', { lang: tongue(name) }, lead ? h('span', { class: 'row-lead' }, `${lead} `) : null, name),
      marks.map((mark) => mark && (typeof mark === 'string' ? h('em', null, mark) : h('em', { class: mark.kind }, mark.text))),
      fresh ? h('em', { class: 'new' }, texts.fresh) : null,
    ),
    last ? h('span', { class: 'row-last', title: title ?? null }, last) : null,
  );

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

/** Buttons of which one is pressed; `choose` is called with its name. */
export function createFilters(words, choose) {
  let chosen = Object.keys(words)[0];
  const buttons = Object.entries(words).map(([name, text]) =>
    h('button', { type: 'button', onclick: () => ((chosen = name), show(), choose()) }, text),
  );
  const element = h('div', { class: 'filters', role: 'group', 'aria-label': texts.filters.label }, buttons);
  const show = () => buttons.forEach((button, index) => button.setAttribute('aria-pressed', String(Object.keys(words)[index] === chosen)));
  show();
  return { element, chosen: () => chosen };
}

/** What stands where nothing is: what will be here, and who acts next. */
export const emptiness = (title, text, kind = null) =>
  h('div', { class: 'empty', role: kind }, h('b', null, title), text ? h('p', null, text) : null);
