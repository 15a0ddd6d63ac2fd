/** The mails that Portico has written, the newest first: sent, waiting, or kept because there is no mail server. */
import { ago, day, exactly, fill, nameOf, texts } from './facts.js';
import { createFilters, createList, emptiness, rowText } from './list.js';
import { createMail } from './mail.js';
import { h, place } from './dom.js';

const said = texts.outbox;
const icons = { waiting: 'waiting', sent: 'done', kept: 'kept', failed: 'late' };

const unsent = ({ state }) => state !== 'sent';
const filters = { all: () => true, unsent, sent: ({ state }) => state === 'sent' };

const all = ({ own }) => own.collection('notices').value;
const newest = (mails) => mails.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : a.id < b.id ? 1 : -1));
/** Days as the reader's clock has them. */
const dayOf = ({ createdAt }) => {
  const at = new Date(createdAt);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

export function createOutbox(desk) {
  const element = h('div', { class: 'pane' });
  const counts = h('p', { class: 'counts' });
  const tabs = createFilters(said.filters, () => desk.draw());
  const tools = h('div', { class: 'board-tools' }, counts, tabs.element);
  const noServer = h('p', { class: 'notice' }, said.noServer);
  const list = createList();
  const detail = createMail(desk);

  return {
    element,
    watched: all,
    titleOf: ({ subject }) => subject,
    count: (view) => all(view).filter(unsent).length,
    find: (view, item) => all(view).find(({ id }) => id === item) ?? null,
    first: (view) => newest(all(view))[0] ?? null,
    addressed: ({ id }) => id,
    render(view, chosen) {
      const { news, hrefOf, ownTouched } = view;
      const mails = newest(all(view));
      const kept = mails.filter(filters[tabs.chosen()]);
      counts.textContent = fill(texts.counted.outbox, { count: mails.filter(unsent).length });
      list.render(
        [...Map.groupBy(kept, dayOf)].map(([date, rows]) => ({
          id: date,
          title: day(date, dayOf({ createdAt: Date.now() })),
          count: String(rows.length),
          rows: rows.map((mail) => ({
            id: mail.id,
            href: hrefOf(mail.id),
            state: icons[mail.state],
            selected: chosen?.id === mail.id,
            fresh: news.isNew('outbox', mail.id),
            touched: ownTouched.get(mail.id),
            content: lineOf(mail, news.isNew('outbox', mail.id)),
          })),
        })),
      );
      const withoutServer = mails.some(({ state }) => state === 'kept');
      place(element, [
        tools,
        ...(withoutServer ? [noServer] : []),
        kept.length ? list.element : mails.length ? emptiness(said.emptyFilter) : emptiness(said.empty, said.emptyText),
      ]);
    },
    sheet: (view, mail) => ({
      icon: icons[mail.state],
      title: mail.subject,
      sub: [said.states[mail.state], ago(mail.createdAt)],
      content: detail.element,
      scrolls: detail.render(view, mail),
    }),
    hint: said.choose,
    focus: list.focus,
  };
}

const lineOf = ({ subject, toName, to, state, type, createdAt }, fresh) => [
  rowText({ name: subject, fresh, last: `${nameOf({ name: toName })} <${to}> · ${said.causes[type] ?? type}` }),
  h('span', { class: 'row-due' }, said.states[state], h('small', { title: exactly(createdAt) }, ago(createdAt))),
];
