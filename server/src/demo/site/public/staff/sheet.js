/** The details of what is chosen: a column beside the list, or the whole of a phone. */
import { h, icon, place } from './dom.js';
import { texts, tongue } from './facts.js';

const wide = matchMedia('(width >= 1100px)');

/** Is there room for the details beside the list? */
export const isWide = () => wide.matches;

/** @param closed called when the person closes it */
export function createSheet(root, closed) {
  let shown = null;
  const name = h('h2', { id: 'detail-name' });
  const state = h('span', { class: 'detail-state' });
  const sub = h('p', { class: 'muted' });
  const body = h('div', { class: 'detail-body' });
  const dialog = h(
    'dialog',
    { class: 'detail', 'aria-labelledby': 'detail-name', oncancel: (event) => (event.preventDefault(), close()) },
    h(
      'div',
      { class: 'detail-top' },
      h('div', { class: 'detail-head' }, state, name),
      h('button', { type: 'button', class: 'tool square close', 'aria-label': texts.close, onclick: close }, icon('close')),
    ),
    sub,
    body,
  );
  const nothing = h('p', { class: 'nothing' });
  wide.addEventListener('change', () => dialog.isConnected && shown && open());

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

  return {
    /** `{ id, icon, title, sub, content, scrolls }`, or only `{ hint }` where nothing is chosen. `scrolls`: nothing in it takes the focus. */
    show(next) {
      if (!next.id) {
        shown = null;
        if (dialog.open) dialog.close();
        nothing.textContent = next.hint ?? '';
        return place(root, [nothing]);
      }
      const other = shown !== next.id;
      shown = next.id;
      dialog.dataset.shown = next.id;
      name.replaceChildren(h('span', { lang: tongue(next.title) }, next.title));
      state.replaceChildren(icon(next.icon));
      sub.textContent = next.sub.filter(Boolean).join(' · ');
      place(body, [next.content]);
      // With every control off, the keyboard still has to be able to scroll it.
      dialog.tabIndex = next.scrolls ? 0 : -1;
      place(root, [dialog]);
      if (!other) return;
      dialog.scrollTop = 0;
      open();
    },
  };
}
