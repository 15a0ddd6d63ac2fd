/** One milestone: what can be changed, and what has been. A column beside the list, or the whole of a phone. */
import { ago, day, exactly, fill, inLang, shift, texts, weekday } from './facts.js';
import { h, icon, place } from './dom.js';
import { sentence } from './history.js';
import { createFields } from './fields.js';
import { slip, stateOf } from './plan.js';

const wide = matchMedia('(width >= 1100px)');

/**
 * @param change `({ milestone, set, shown, rev }) → { rev, conflict }`
 * @param closed called when the person closes it
 */
export function createDetail(root, { change, closed }) {
  let view = null;
  /** Revision that was seen when the person began to edit a field. */
  let base = null;
  /** One write after the other, each on top of the one before: nobody is in conflict with themself. */
  let queue = Promise.resolve();
  let written = 0;

  const name = h('h2', { id: 'detail-name' });
  const state = h('span', { class: 'detail-state' });
  const place_ = h('p', { class: 'muted' });
  const alert = h('div', { class: 'conflict', role: 'alert' });
  const baseline = h('p', { class: 'hint' });
  const timeline = h('ol', { class: 'history' });
  const fields = createFields({ save });
  const quick = [-1, 1, 7].map((days) =>
    h(
      'button',
      { type: 'button', class: 'chip', onclick: () => save({ due: shift(view.milestone.due ?? view.today, days) }) },
      days === 7 ? texts.shiftWeek : fill(texts.shiftDays, { days: days > 0 ? `+${days}` : `−${-days}` }),
    ),
  );
  fields.due.element.append(h('div', { class: 'chips', role: 'group', 'aria-label': texts.shiftLabel }, quick), baseline);
  const dialog = h(
    'dialog',
    { class: 'detail', 'aria-labelledby': 'detail-name', oncancel: (event) => (event.preventDefault(), close()) },
    h(
      'div',
      { class: 'detail-top' },
      h('div', { class: 'detail-head' }, state, name),
      h('button', { type: 'button', class: 'tool square close', 'aria-label': texts.close, onclick: close }, icon('close')),
    ),
    place_,
    alert,
    h(
      'form',
      { onsubmit: (event) => event.preventDefault() },
      Object.values(fields).map(({ element }) => element),
    ),
    h('section', null, h('h3', null, texts.history), timeline),
  );
  const nothing = h('p', { class: 'nothing' }, texts.choose);
  dialog.addEventListener('focusin', ({ target }) => {
    if (target.matches('input, select, textarea')) base = view.milestone.rev;
  });
  wide.addEventListener('change', () => dialog.isConnected && view?.milestone && open());

  /** Sends the change with the revision that was on the screen when it was begun. */
  async function save(set, shown = set) {
    const { milestone } = view;
    const seen = base ?? milestone.rev;
    base = null;
    tell(null);
    queue = queue.then(async () => {
      const { rev = 0, conflict = null } = await change({ milestone, set, shown, rev: Math.max(seen, written) });
      written = Math.max(written, rev);
      if (view?.milestone?.id === milestone.id) tell(conflict);
    });
    await queue;
    // The next change of the same field is begun on what is shown now.
    if (dialog.contains(document.activeElement)) base = view.milestone?.rev ?? null;
  }

  function tell(conflict) {
    alert.replaceChildren(
      ...(conflict
        ? [
            h('p', null, conflict.text),
            h(
              'div',
              { class: 'chips' },
              h(
                'button',
                { type: 'button', class: 'chip', onclick: () => (tell(null), fields.reason.discard(), update()) },
                texts.keepTheirs,
              ),
              h('button', { type: 'button', class: 'chip strong', onclick: () => (tell(null), change(conflict.again)) }, conflict.mine),
            ),
          ]
        : []),
    );
    if (conflict) update();
  }

  function close() {
    dialog.close();
    closed();
  }

  function open() {
    if (wide.matches === dialog.matches(':modal')) dialog.close();
    if (dialog.open) return;
    // Beside the list it must not take the focus, over the list it must.
    if (wide.matches) dialog.setAttribute('open', '');
    else dialog.showModal();
  }

  function update() {
    const { milestone, stage, project, today, history, members, canWrite } = view;
    const now = stateOf(milestone, today);
    name.textContent = inLang(milestone, 'name', project.lang);
    state.replaceChildren(icon(now));
    place_.textContent = [stage && inLang(stage, 'name', project.lang), texts.visibility[milestone.visibility]].filter(Boolean).join(' · ');
    const moved = slip(milestone);
    baseline.textContent = milestone.baseline
      ? [
          milestone.due && weekday(milestone.due),
          fill(texts.baseline, { date: day(milestone.baseline, today) }),
          moved > 0 && fill(texts.slip, { days: moved }),
          moved < 0 && fill(texts.earlier, { days: -moved }),
        ]
          .filter(Boolean)
          .join(' · ')
      : '';
    for (const field of Object.values(fields)) field.update(milestone, { members, canWrite, today });
    for (const button of quick) button.disabled = !canWrite;
    // With every control off, the keyboard still has to be able to scroll it.
    dialog.tabIndex = canWrite ? -1 : 0;
    const list = history.of(milestone.id);
    timeline.replaceChildren(
      ...(list.length
        ? list.map((entry) =>
            h(
              'li',
              null,
              h('span', null, sentence(entry, today)),
              h('time', { datetime: entry.at, title: exactly(entry.at) }, ago(entry.at)),
            ),
          )
        : [h('li', { class: 'muted' }, texts.noHistory)]),
    );
  }

  return {
    /** Shows a milestone, or that none is chosen. */
    render(next) {
      const other = next.milestone?.id !== view?.milestone?.id;
      view = next;
      if (!next.milestone) {
        if (dialog.open) dialog.close();
        return place(root, [nothing]);
      }
      if (other) {
        base = null;
        written = 0;
        alert.replaceChildren();
        for (const field of Object.values(fields)) field.discard?.();
      }
      place(root, [dialog]);
      update();
      if (other) {
        dialog.scrollTop = 0;
        open();
      }
    },
  };
}
