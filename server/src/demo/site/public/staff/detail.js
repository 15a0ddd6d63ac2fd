/** One milestone: what can be changed, and what has been. */
import { ago, day, exactly, fill, shift, texts, weekday } from './facts.js';
import { h } from './dom.js';
import { sentence } from './history.js';
import { createFields } from './fields.js';
import { slip } from './plan.js';

/** @param change `(view, { milestone, set, shown, rev }) → { rev, conflict }` */
export function createDetail({ change }) {
  let view = null;
  /** Revision that was seen when the person began to edit a field. */
  let base = null;
  /** One write after the other, each on top of the one before: nobody is in conflict with themself. */
  let queue = Promise.resolve();
  let written = 0;

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
  const form = h(
    'form',
    { class: 'fields', onsubmit: (event) => event.preventDefault() },
    Object.values(fields).map(({ element }) => element),
  );
  const element = h('div', null, alert, form, h('section', null, h('h3', null, texts.history), timeline));
  element.addEventListener('focusin', ({ target }) => {
    if (target.matches('input, select, textarea')) base = view.milestone.rev;
  });

  /** Sends the change with the revision that was on the screen when it was begun. */
  async function save(set, shown = set) {
    const { milestone } = view;
    const seen = base ?? milestone.rev;
    base = null;
    tell(null);
    queue = queue.then(async () => {
      const { rev = 0, conflict = null } = await change(view, { milestone, set, shown, rev: Math.max(seen, written) });
      written = Math.max(written, rev);
      if (view?.milestone?.id === milestone.id) tell(conflict);
    });
    await queue;
    // The next change of the same field is begun on what is shown now.
    if (element.contains(document.activeElement)) base = view.milestone?.rev ?? null;
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
              h(
                'button',
                { type: 'button', class: 'chip strong', onclick: () => (tell(null), change(view, conflict.again)) },
                conflict.mine,
              ),
            ),
          ]
        : []),
    );
    if (conflict) update();
  }

  function update() {
    const { milestone, today, history, members, canWrite } = view;
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
    element,
    /** @returns whether nothing in it can be changed */
    render(next, milestone) {
      const other = milestone.id !== view?.milestone.id;
      view = { ...next, milestone };
      if (other) {
        base = null;
        written = 0;
        alert.replaceChildren();
        for (const field of Object.values(fields)) field.discard?.();
      }
      update();
      return !next.canWrite;
    },
  };
}
