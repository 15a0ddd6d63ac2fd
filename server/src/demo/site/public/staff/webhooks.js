/** What was sent to the vendor's own systems. No stream tells of deliveries, so they are asked for while one looks. */
import { ago, clockOf, exactly, fill, texts } from './facts.js';
import { createFilters, createList, emptiness, rowText } from './list.js';
import { createDelivery } from './delivery.js';
import { h, place, toast } from './dom.js';
import { act } from './act.js';

const said = texts.webhooks;
const icons = { waiting: 'waiting', delivered: 'done', failed: 'late' };
const filters = { all: () => true, failed: ({ state }) => state === 'failed', waiting: ({ state }) => state === 'waiting' };
const every = 1500;

export function createWebhooks(desk) {
  const { portico, can } = desk;
  const element = h('div', { class: 'pane' });
  const counts = h('p', { class: 'counts' });
  const tabs = createFilters(said.filters, () => desk.draw());
  const tools = h('div', { class: 'board-tools' }, counts, tabs.element);
  const wait = h('p', { class: 'wait', role: 'status' }, texts.loading);
  const list = createList();
  const detail = createDelivery(desk, () => void read());
  /** `[{ webhook, deliveries }]`, null before the first answer. */
  let endpoints = null;
  let failed = false;
  let timer = null;
  let asking = false;

  async function read() {
    if (asking) return;
    asking = true;
    try {
      const { items } = await portico.call('webhooks.list', { limit: 50 });
      endpoints = await Promise.all(
        items.map(async (webhook) => ({
          webhook,
          deliveries: (await portico.call('deliveries.list', { webhook: webhook.id, limit: 50 })).items,
        })),
      );
      failed = false;
    } catch {
      failed = true;
    }
    asking = false;
    desk.draw();
  }

  const deliveries = () => (endpoints ?? []).flatMap((one) => one.deliveries);

  async function test(webhook) {
    const { refusal } = await act(portico, 'deliveries.create', { webhook: webhook.id }, { verb: said.test, roles: ['admin'] });
    toast(refusal ?? said.tested, refusal ? 'bad' : 'good');
    void read();
  }

  function groupOf({ webhook, deliveries: sent }, view, chosen) {
    const { enabled, disabled, failingSince } = webhook;
    const state = !enabled
      ? (said.disabled[disabled] ?? said.off)
      : failingSince
        ? fill(said.failing, { time: clockOf(failingSince) })
        : null;
    return {
      id: webhook.id,
      title: webhook.description ?? webhook.url,
      count: webhook.description ? webhook.url : '',
      more: [
        state ? h('em', { class: 'late' }, state) : null,
        enabled && can('delivery.create')
          ? h('button', { type: 'button', class: 'chip', 'data-on': 'test', onclick: () => void test(webhook) }, said.test)
          : null,
      ].filter(Boolean),
      rows: sent.filter(filters[tabs.chosen()]).map((delivery) => ({
        id: delivery.id,
        href: view.hrefOf(delivery.id),
        state: icons[delivery.state],
        selected: chosen?.id === delivery.id,
        content: lineOf(delivery),
      })),
    };
  }

  return {
    element,
    watched: null,
    /** Asks again and again while it is seen, and no longer. */
    enter() {
      if (!can('delivery.read')) return () => undefined;
      void read();
      timer = setInterval(() => document.visibilityState === 'visible' && void read(), every);
      return () => clearInterval(timer);
    },
    count: () => deliveries().filter(filters.failed).length,
    find: (_view, item) => deliveries().find(({ id }) => id === item) ?? null,
    first: () => deliveries()[0] ?? null,
    addressed: ({ id }) => id,
    render(view, chosen) {
      if (!can('delivery.read')) return place(element, [emptiness(said.forbidden, said.forbiddenText, 'alert')]);
      if (!endpoints) {
        const trouble = emptiness(texts.unreachable, texts.unreachableText, 'alert');
        return place(element, [failed ? trouble : wait]);
      }
      counts.textContent = fill(texts.counted.webhooks, { count: deliveries().filter(filters.failed).length });
      list.render(endpoints.map((endpoint) => groupOf(endpoint, view, chosen)));
      place(element, endpoints.length ? [tools, list.element] : [emptiness(said.empty, said.emptyText)]);
    },
    sheet: (view, delivery) => ({
      icon: icons[delivery.state],
      title: delivery.type,
      sub: [said.states[delivery.state], ago(delivery.createdAt)],
      content: detail.element,
      scrolls: detail.render(view, delivery, endpoints.find(({ webhook }) => webhook.id === delivery.webhookId)?.webhook),
    }),
    hint: said.choose,
    focus: list.focus,
  };
}

function lineOf({ type, state, attempts, last, nextAt, createdAt, id }) {
  const answer = last ? (last.status ?? said.noAnswer) : null;
  return [
    rowText({
      name: type,
      last: [ago(createdAt), attempts > 0 && fill(said.attempts, { count: attempts }), answer && String(answer), id.slice(-6)]
        .filter(Boolean)
        .join(' · '),
      title: exactly(createdAt),
    }),
    h(
      'span',
      { class: 'row-due' },
      said.states[state],
      nextAt && attempts > 0 ? h('small', null, fill(said.next, { time: clockOf(nextAt) })) : null,
    ),
  ];
}
