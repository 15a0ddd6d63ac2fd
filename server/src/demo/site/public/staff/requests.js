/** Change requests of a project, by what is to be done with them. */
import { ago, day, exactly, fill, money, nameOf, texts } from './facts.js';
import { createFilters, createList, emptiness, rowText } from './list.js';
import { h, place } from './dom.js';
import { createRequest } from './request.js';

const said = texts.requests;
const order = ['submitted', 'in_review', 'returned', 'approved', 'rejected', 'withdrawn'];
const icons = { submitted: 'ask', in_review: 'in_progress', returned: 'back', approved: 'done', rejected: 'cancelled', withdrawn: 'gone' };

const waiting = ({ status }) => status === 'submitted' || status === 'in_review';
const filters = { all: () => true, waiting, decided: ({ status }) => order.indexOf(status) > 2 };

const all = ({ store }) => store.collection('changeRequests').value;

export function createRequests(desk) {
  const element = h('div', { class: 'pane' });
  const tools = h('div', { class: 'board-tools' });
  const counts = h('p', { class: 'counts' });
  const list = createList();
  const detail = createRequest(desk);
  const tabs = createFilters(said.filters, () => desk.draw());
  tools.append(counts, tabs.element);

  return {
    element,
    watched: all,
    titleOf: ({ reference, title }) => `${reference} ${title}`,
    count: (view) => all(view).filter(waiting).length,
    /** What is chosen, by its reference or its id. */
    find: (view, item) => all(view).find(({ id, reference }) => reference === item || id === item) ?? null,
    /** What one looks at first where there is room. */
    first: (view) => newest(all(view).filter(waiting))[0] ?? newest(all(view))[0] ?? null,
    addressed: ({ reference }) => reference,
    render(view, chosen) {
      const { today, touched, news, hrefOf } = view;
      const requests = all(view);
      const kept = requests.filter(filters[tabs.chosen()]);
      counts.textContent = fill(texts.counted.requests, { count: requests.filter(waiting).length });
      list.render(
        order
          .map((status) => [status, newest(kept.filter((one) => one.status === status))])
          .filter(([, rows]) => rows.length)
          .map(([status, rows]) => ({
            id: status,
            title: said.status[status],
            count: String(rows.length),
            rows: rows.map((request) => ({
              id: request.id,
              href: hrefOf(request.reference),
              state: icons[status],
              selected: chosen?.id === request.id,
              fresh: news.isNew('requests', request.id),
              touched: touched.get(request.id),
              content: lineOf(request, today, news.isNew('requests', request.id)),
            })),
          })),
      );
      place(element, [tools, kept.length ? list.element : nothing(requests)]);
    },
    sheet: (view, request) => ({
      icon: icons[request.status],
      title: request.title,
      sub: [request.reference, said.status[request.status], said.category[request.category]],
      content: detail.element,
      scrolls: detail.render(view, request),
    }),
    hint: said.choose,
    focus: list.focus,
  };
}

const newest = (requests) => requests.toSorted((a, b) => b.number - a.number);

const nothing = (requests) => (requests.length ? emptiness(said.emptyFilter, texts.emptyText) : emptiness(said.empty, said.emptyText));

function lineOf(request, today, fresh) {
  const { reference, title, author, trail, impact, wantedBy, category } = request;
  const { at } = trail.at(-1);
  return [
    rowText({
      lead: reference,
      name: title,
      fresh,
      last: `${ago(at)} · ${author ? nameOf(author) : texts.byVendor} · ${said.category[category]}`,
      title: exactly(at),
    }),
    h(
      'span',
      { class: 'row-due' },
      impact?.cost ? money(impact.cost) : (daysInWords(impact) ?? (wantedBy ? day(wantedBy, today) : '')),
      impact?.cost && impact.days ? h('small', null, daysInWords(impact)) : null,
      !impact && wantedBy ? h('small', null, said.wantedBy) : null,
    ),
  ];
}

/** `+6 个工作日`; null where nobody has said. */
export function daysInWords(impact) {
  if (!impact || impact.days === null) return null;
  const { days } = impact;
  return days === 0 ? said.sameDays : fill(days > 0 ? said.moreDays : said.lessDays, { count: Math.abs(days) });
}

/** The impact in one phrase. */
export const impactInWords = (impact) => [impact?.cost && money(impact.cost), daysInWords(impact)].filter(Boolean).join(' · ') || null;
