/** Writes one change: shown at once, sent with the revision that the person saw, told plainly if it was refused. */
import { fill, nameOf, texts } from './facts.js';
import { toast } from './dom.js';
import { valueOf } from './history.js';

/** Fields of the input that look otherwise in the answer. */
const shownAs = { ownerId: 'owner' };

/**
 * @param change `{ milestone, set, shown, rev, today }`; `shown` is how the entity looks meanwhile
 * @returns `{ rev }` if it was saved, `{ conflict: { text, mine, again } }` if a colleague was faster, `{}` if it failed and was said
 */
export async function save(portico, store, { milestone, set, shown = set, rev, today }) {
  try {
    const answer = await store.optimistic('milestones', milestone.id, shown, () =>
      portico.call('milestones.update', { id: milestone.id, ...set, ...(rev && { rev }) }),
    );
    toast(answer.visibility === 'internal' ? texts.savedInternal : texts.saved);
    return { rev: answer.rev };
  } catch (error) {
    if (error.code === 'conflict') return { conflict: conflict(error, { milestone, set, shown, today }) };
    toast(fill(texts.failed, { reason: texts.failures[error.code] ?? texts.failures.other }), 'bad');
    return {};
  }
}

function conflict(error, { milestone, set, shown, today }) {
  const sent = Object.keys(set).map((name) => shownAs[name] ?? name);
  const change =
    error.changedBy?.find(({ fields }) => fields?.some((field) => sent.includes(shownAs[field] ?? field))) ?? error.changedBy?.[0];
  const field = sent.find((name) => (change?.fields ?? []).some((other) => (shownAs[other] ?? other) === name)) ?? sent[0];
  const values = {
    who: change?.actor ? (change.actor.kind === 'key' ? `API · ${change.actor.name}` : nameOf(change.actor)) : texts.conflictSomeone,
    field: texts.fields[field] ?? field,
    value: valueOf(field, error.current ?? milestone, today),
  };
  return {
    text: fill(texts.conflict, values),
    mine: fill(texts.keepMine, { value: valueOf(field, { ...milestone, ...shown }, today) }),
    // Sent again without a revision: now it is said on purpose.
    again: { milestone, set, shown },
  };
}
