/** Who changed what and when, read from Portico's feed: each event carries the whole milestone, so two of them make a difference. */
import { day, fill, inLang, nameOf, texts } from './facts.js';

const depth = 1000;

/** @returns `{ of(id), refresh() }`; `changed` is called when something new was read */
export function createHistory(portico, store, changed) {
  const last = new Map();
  const changes = new Map();
  let position = null;
  let reading = null;

  function take({ entity, id, data, at, actor, type }) {
    if (entity !== 'milestones' || !data) return;
    const list = changes.get(id) ?? [];
    list.push({ at, actor, now: data, before: last.get(id) ?? null, created: type.endsWith('.created') });
    changes.set(id, list);
    last.set(id, data);
  }

  async function read() {
    const here = store.position();
    if (!here) return;
    position ??= { stream: here.stream, epoch: here.epoch, seq: Math.max(0, here.seq - depth) };
    if (position.epoch !== here.epoch) position = { ...here, seq: 0 };
    let more = position.seq < here.seq;
    while (more) {
      const { stream, epoch, seq } = position;
      const missed = await portico.call('feed.since', { stream, epoch, seq, limit: 500 });
      if (missed.reset) return;
      missed.events.forEach(take);
      position.seq = missed.events.at(-1)?.seq ?? missed.head;
      more = missed.more;
    }
  }

  return {
    /** Newest first. */
    of: (id) => (changes.get(id) ?? []).toReversed(),
    latest: (id) => changes.get(id)?.at(-1) ?? null,
    /** One reading at a time; what comes in the meantime is read after it. */
    refresh() {
      reading = (reading ?? Promise.resolve()).then(read).then(changed, () => undefined);
    },
  };
}

/** The difference in one sentence: the one that matters most to a reader comes first. */
export function sentence({ actor, now, before, created }, today) {
  const { did } = texts;
  const who = actor.kind === 'key' ? `API · ${actor.name}` : nameOf(actor);
  const say = (text, values) => fill(text, { who, ...values });
  if (created) return say(did.created);
  if (!before) return say(did.other);
  const differs = (field) => JSON.stringify(before[field]) !== JSON.stringify(now[field]);
  if (differs('status')) return say(did.status, { to: texts.status[now.status] });
  if (differs('due') && now.due)
    return before.due
      ? say(did.due, { from: day(before.due, today), to: day(now.due, today) })
      : say(did.dueSet, { to: day(now.due, today) });
  if (differs('atRisk')) return say(now.atRisk ? did.risk : did.riskOff);
  if (differs('progress')) return say(did.progress, { from: `${before.progress}%`, to: `${now.progress}%` });
  if (differs('owner')) return say(did.owner, { to: nameOf(now.owner) });
  if (differs('visibility')) return say(did.visibility, { to: texts.visibility[now.visibility] });
  if (differs('name')) return say(did.name, { to: inLang(now, 'name') });
  if (differs('reason') || differs('translations')) return say(did.reason);
  return say(did.other);
}

/** A field's value as a person reads it, for a conflict. */
export function valueOf(field, milestone, today) {
  const value = milestone[field];
  if (field === 'status') return texts.status[value];
  if (field === 'visibility') return texts.visibility[value];
  if (field === 'owner') return nameOf(value);
  if (field === 'progress') return `${value}%`;
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  if (value === null || value === undefined || value === '') return texts.empty_value;
  return field === 'due' ? day(value, today) : String(value);
}
