/** What a person may do with a thing now: a row of buttons, and the form that one of them opens. Nothing else is offered. */
import { h, place } from './dom.js';
import { texts } from './facts.js';

let count = 0;

/**
 * @param decide `(on, { reason, note, …more }) → refusal or null`; a refusal is shown, and what was typed stays
 */
export function createDecisions({ decide }) {
  const bar = h('div', { class: 'chips decisions' });
  const alert = h('div', { class: 'conflict', role: 'alert' });
  const slot = h('div');
  const element = h('div', { class: 'deciding' }, alert, bar, slot);
  let of = null;
  let actions = [];
  let open = null;
  let busy = false;

  const tell = (text) => alert.replaceChildren(...(text ? [h('p', null, text)] : []));

  async function send(on, input) {
    if (busy) return;
    busy = true;
    const mine = of;
    tell(null);
    element.setAttribute('aria-busy', 'true');
    try {
      const refusal = await decide(on, input);
      // Another thing may be shown by now.
      if (mine !== of) return;
      tell(refusal);
      if (!refusal) close();
    } finally {
      busy = false;
      element.removeAttribute('aria-busy');
    }
  }

  function close(back = false) {
    const last = open?.on;
    open = null;
    slot.replaceChildren();
    render();
    if (back) bar.querySelector(`[data-on="${last}"]`)?.focus();
  }

  function begin(action) {
    tell(null);
    if (action.direct) {
      void send(action.on, {});
      return;
    }
    open = {
      on: action.on,
      form: createForm(
        action,
        (input) => send(action.on, input),
        () => close(true),
      ),
    };
    slot.replaceChildren(open.form);
    render();
    open.form.querySelector('select, textarea, button').focus();
  }

  function button(action) {
    const kind = action.kind === 'strong' && !open ? 'chip strong' : 'chip';
    return h(
      'button',
      {
        type: 'button',
        class: kind,
        'data-on': action.on,
        'aria-expanded': action.direct ? null : String(open?.on === action.on),
        onclick: () => (open?.on === action.on ? close(true) : begin(action)),
      },
      action.label,
    );
  }

  let drawn = '';
  function render() {
    const now = JSON.stringify([of, actions.map(({ on, label, kind }) => [on, label, kind]), open?.on]);
    // A button that is focused stays the same button while nothing has changed.
    if (now === drawn) return;
    const focused = bar.contains(document.activeElement) ? document.activeElement.dataset.on : null;
    drawn = now;
    place(bar, actions.map(button));
    bar.hidden = actions.length === 0;
    if (focused) bar.querySelector(`[data-on="${focused}"]`)?.focus();
  }

  return {
    element,
    /** `id` tells whose decisions they are; each action is `{ on, label, kind, confirm, reason, note, lead, choice, direct }`. */
    render(id, possible) {
      if (id !== of) {
        of = id;
        tell(null);
        open = null;
        slot.replaceChildren();
      }
      actions = possible;
      if (open && !busy && !actions.some(({ on }) => on === open.on)) {
        open = null;
        slot.replaceChildren();
      }
      render();
    },
  };
}

function createForm({ confirm, reason, note, lead, choice, kind }, send, cancel) {
  const said = texts.decision;
  const own = reason ? area(reason === 'required' ? said.reasonNeeded : said.reason, reason === 'required') : null;
  const team = note ? area(said.note, false) : null;
  const select = choice ? chooser(choice) : null;
  const wrong = h('p', { class: 'wrong', id: `wrong-${(count += 1)}`, role: 'alert' });
  const form = h(
    'form',
    {
      class: 'decision',
      novalidate: true,
      onsubmit(event) {
        event.preventDefault();
        const text = own?.control.value.trim();
        if (reason === 'required' && !text) {
          wrong.textContent = said.missing;
          own.control.setAttribute('aria-invalid', 'true');
          own.control.setAttribute('aria-describedby', wrong.id);
          own.control.focus();
          return;
        }
        const noted = team?.control.value.trim();
        send({ ...(select && { [choice.name]: select.control.value }), ...(text && { reason: text }), ...(noted && { note: noted }) });
      },
      onkeydown(event) {
        if (event.key !== 'Escape') return;
        // It closes the form, not the details around it.
        event.preventDefault();
        event.stopPropagation();
        cancel();
      },
    },
    lead ? h('p', { class: 'hint' }, lead) : null,
    select?.element,
    own?.element,
    wrong,
    team?.element,
    h(
      'div',
      { class: 'chips' },
      h('button', { type: 'submit', class: `chip strong${kind === 'danger' ? ' danger' : ''}` }, confirm),
      h('button', { type: 'button', class: 'chip', onclick: cancel }, said.cancel),
    ),
  );
  return form;
}

function labelled(text, control) {
  control.id = `decision-${(count += 1)}`;
  return { element: h('div', { class: 'field' }, h('label', { for: control.id }, text), control), control };
}

const area = (text, required) =>
  labelled(text, h('textarea', { rows: 2, maxlength: 500, required, 'aria-required': required ? 'true' : null }));

const chooser = ({ label, options }) =>
  labelled(
    label,
    h(
      'select',
      null,
      options.map(({ value, text }) => h('option', { value }, text)),
    ),
  );
