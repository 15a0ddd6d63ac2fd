/** What the client needs, in the order in which it is seen to. */
import { ago, day, exactly, fill, nameOf, texts } from './facts.js';
import { createFilters, createList, emptiness, rowText } from './list.js';
import { h, place } from './dom.js';
import { createRequirement } from './requirement.js';

const said = texts.requirements;
const order = ['new', 'accepted', 'done', 'declined', 'duplicate'];
const priorities = ['urgent', 'high', 'normal', 'low'];
const icons = { new: 'ask', accepted: 'in_progress', done: 'done', declined: 'cancelled', duplicate: 'twice' };

const waiting = ({ status }) => status === 'new';
const open = ({ status }) => status === 'new' || status === 'accepted';
const pressing = ({ priority }) => priority === 'urgent' || priority === 'high';
const filters = { all: () => true, waiting, urgent: (one) => open(one) && pressing(one) };

const all = ({ store }) => store.collection('requirements').value;
/** As the server sorts by priority: the urgent ones first, then by number. */
const byPriority = (list) =>
  list.toSorted((a, b) => priorities.indexOf(a.priority) - priorities.indexOf(b.priority) || a.number - b.number);

export function createRequirements(desk) {
  const element = h('div', { class: 'pane' });
  const counts = h('p', { class: 'counts' });
  const tabs = createFilters(said.filters, () => desk.draw());
  const tools = h('div', { class: 'board-tools' }, counts, tabs.element);
  const list = createList();
  const detail = createRequirement(desk);

  return {
    element,
    watched: all,
    titleOf: ({ reference, title }) => `${reference} ${title}`,
    count: (view) => all(view).filter(waiting).length,
    find: (view, item) => all(view).find(({ id, reference }) => reference === item || id === item) ?? null,
    first: (view) => byPriority(all(view).filter(waiting))[0] ?? all(view).at(-1) ?? null,
    addressed: ({ reference }) => reference,
    render(view, chosen) {
      const { today, touched, news, hrefOf } = view;
      const requirements = all(view);
      const kept = requirements.filter(filters[tabs.chosen()]);
      counts.textContent = fill(texts.counted.requirements, { count: requirements.filter(waiting).length });
      list.render(
        order
          .map((status) => [status, byPriority(kept.filter((one) => one.status === status))])
          .filter(([, rows]) => rows.length)
          .map(([status, rows]) => ({
            id: status,
            title: said.status[status],
            count: String(rows.length),
            rows: rows.map((requirement) => ({
              id: requirement.id,
              href: hrefOf(requirement.reference),
              state: icons[status],
              selected: chosen?.id === requirement.id,
              fresh: news.isNew('requirements', requirement.id),
              touched: touched.get(requirement.id),
              content: lineOf(requirement, today, news.isNew('requirements', requirement.id)),
            })),
          })),
      );
      place(element, [
        tools,
        kept.length
          ? list.element
          : requirements.length
            ? emptiness(said.emptyFilter, texts.emptyText)
            : emptiness(said.empty, said.emptyText),
      ]);
    },
    sheet: (view, requirement) => ({
      icon: icons[requirement.status],
      title: requirement.title,
      sub: [requirement.reference, said.status[requirement.status], said.type[requirement.type]],
      content: detail.element,
      scrolls: detail.render(view, requirement, all(view)),
    }),
    hint: said.choose,
    focus: list.focus,
  };
}

function lineOf(requirement, today, fresh) {
  const { reference, title, author, submittedAt, due, priority, type } = requirement;
  return [
    rowText({
      lead: reference,
      name: title,
      marks: [pressing(requirement) && { kind: priority === 'urgent' ? 'late' : 'risk', text: said.priority[priority] }],
      fresh,
      last: `${ago(submittedAt)} · ${author ? nameOf(author) : texts.byVendor} · ${said.type[type]}`,
      title: exactly(submittedAt),
    }),
    h('span', { class: 'row-due' }, due ? day(due, today) : ''),
  ];
}
