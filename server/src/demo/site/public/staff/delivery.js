/** One delivery: every attempt with what the receiver answered, and a way to send it again. */
import { clockOf, exactly, fill, texts } from './facts.js';
import { act } from './act.js';
import { createDecisions } from './decisions.js';
import { factsOf, part } from './trail.js';
import { h, icon, place, toast } from './dom.js';

const said = texts.webhooks;

/** @param changed called when something was asked for that the list has to show */
export function createDelivery({ portico, can, draw }, changed) {
  let shown = null;
  /** The whole of one delivery, by its revision. */
  let whole = null;
  const decisions = createDecisions({ decide });
  const body = h('div');
  const element = h('div', null, decisions.element, body);

  async function decide() {
    const words = { verb: said.replay, roles: ['admin'] };
    const { refusal } = await act(portico, 'deliveries.replay', { id: shown.id }, words);
    if (refusal) return refusal;
    toast(said.replayed);
    changed();
    return null;
  }

  async function read({ id, rev }) {
    whole = { id, rev, log: whole?.id === id ? whole.log : null };
    try {
      whole = await portico.call('deliveries.get', { id });
    } catch {
      whole = { id, rev, log: [] };
    }
    draw();
  }

  return {
    element,
    render(_view, delivery, webhook) {
      shown = delivery;
      if (whole?.id !== delivery.id || whole.rev < delivery.rev) void read(delivery);
      const again = delivery.state !== 'waiting' && can('delivery.replay');
      decisions.render(delivery.id, again ? [{ on: 'replay', label: said.replay, kind: 'plain', direct: true }] : []);
      const { log } = whole;
      place(body, [
        factsOf([
          [said.fields.endpoint, webhook?.url],
          [said.fields.id, h('code', null, delivery.id)],
          [said.fields.created, exactly(delivery.createdAt)],
          [said.fields.delivered, delivery.deliveredAt && exactly(delivery.deliveredAt)],
          [said.fields.next, delivery.nextAt && exactly(delivery.nextAt)],
        ]),
        part(
          said.tries,
          log === null
            ? h('p', { class: 'muted' }, texts.loading)
            : log.length
              ? h('ol', { class: 'tries' }, log.toReversed().map(attempt))
              : h('p', { class: 'muted' }, said.noTries),
        ),
      ]);
      return !again;
    },
  };
}

function attempt({ at, status, error, milliseconds, answer }) {
  const ok = status !== null && status >= 200 && status < 300;
  return h(
    'li',
    null,
    icon(ok ? 'done' : 'late'),
    h(
      'div',
      null,
      h('b', null, status ?? said.noAnswer),
      h('small', { title: exactly(at) }, ` ${clockOf(at)} · ${fill(said.milliseconds, { count: milliseconds })}`),
      error || answer ? h('pre', { tabindex: 0 }, error ?? answer) : null,
    ),
  );
}
