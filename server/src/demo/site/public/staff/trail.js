/** Who did what with it and when, the newest first, in the words of the panel. */
import { actorOf, ago, exactly, fill, texts, tongue } from './facts.js';
import { h } from './dom.js';

/** @param say `(step) → text` with `{who}` in it */
export const trailOf = (trail, say) =>
  h(
    'ol',
    { class: 'history' },
    trail
      .toReversed()
      .map((step) =>
        h(
          'li',
          null,
          h('span', null, fill(say(step), { who: actorOf(step.actor) })),
          h('time', { datetime: step.at, title: exactly(step.at) }, ago(step.at)),
          step.reason ? h('p', { class: 'said', lang: tongue(step.reason) }, step.reason) : null,
          step.note ? h('p', { class: 'said internal' }, fill(texts.noteFor, { text: step.note })) : null,
        ),
      ),
  );

/** Words beside their names: `[[name, value], …]`, without those that have no value. */
export const factsOf = (pairs) =>
  h(
    'dl',
    { class: 'facts' },
    pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))),
  );

/** A part of the details under its own heading. */
export const part = (title, ...children) => h('section', null, h('h3', null, title), ...children);
