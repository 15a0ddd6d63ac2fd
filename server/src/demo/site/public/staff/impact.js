/** What a change would cost and by how much it moves the end: two numbers that are the team's alone until it is approved. */
import { digitsOf, fill, texts } from './facts.js';
import { h } from './dom.js';

const said = texts.requests;

/** @param save `(impact, rev) → refusal or null` */
export function createImpact({ save }) {
  let request = null;
  /** The revision that was seen when the person began to type; null while nothing is typed. */
  let base = null;
  const costLabel = h('label', { for: 'impact-cost' });
  const cost = h('input', { id: 'impact-cost', inputmode: 'decimal', autocomplete: 'off' });
  const days = h('input', { id: 'impact-days', inputmode: 'numeric', autocomplete: 'off' });
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const buttons = h(
    'div',
    { class: 'chips' },
    h('button', { type: 'submit', class: 'chip strong' }, said.saveImpact),
    h('button', { type: 'button', class: 'chip', onclick: discard }, texts.discard),
  );
  const element = h(
    'form',
    { class: 'impact', novalidate: true, onsubmit: (event) => (event.preventDefault(), void commit()) },
    h('h3', null, said.impact),
    h('div', { class: 'field' }, costLabel, cost),
    h('div', { class: 'field' }, h('label', { for: 'impact-days' }, said.days), days),
    h('p', { class: 'hint' }, said.impactHint),
    wrong,
    buttons,
  );
  element.addEventListener('input', () => {
    base ??= request.rev;
    buttons.hidden = false;
  });

  const currency = () => request.impact?.cost?.currency ?? 'CNY';

  async function commit() {
    const amount = numberIn(cost.value);
    const count = numberIn(days.value);
    if (Number.isNaN(amount) || Number.isNaN(count) || (count !== null && !Number.isInteger(count))) {
      wrong.textContent = said.impactWrong;
      (Number.isNaN(amount) ? cost : days).focus();
      return;
    }
    const minor = amount === null ? null : Math.round(amount * 10 ** digitsOf(currency()));
    const impact = { cost: minor === null ? null : { amount: minor, currency: currency() }, days: count };
    const mine = request.id;
    const refusal = await save(minor === null && count === null ? null : impact, base ?? request.rev);
    if (request.id !== mine) return;
    if (refusal) {
      wrong.textContent = refusal;
      // Saved once more it is said on purpose.
      base = request.rev;
    } else discard();
  }

  function discard() {
    base = null;
    buttons.hidden = true;
    wrong.textContent = '';
    show();
  }

  function show() {
    const { impact } = request;
    cost.value = impact?.cost ? String(impact.cost.amount / 10 ** digitsOf(currency())) : '';
    days.value = impact?.days ?? '';
  }

  return {
    element,
    render(next) {
      const other = next.id !== request?.id;
      request = next;
      costLabel.textContent = fill(said.cost, { currency: currency() });
      if (other) discard();
      else if (base === null) show();
    },
  };
}

/** A number as people type it, `62,000`; null if it is empty. */
function numberIn(text) {
  const plain = text.replace(/[,，\s]/g, '').replace(/^−/, '-');
  return plain === '' ? null : Number(plain);
}
