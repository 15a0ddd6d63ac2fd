/** One requirement: the client's own words first, then how they were read, and what becomes of it. */
import { day, exactly, fill, nameOf, rolesInWords, texts, tongue } from './facts.js';
import { act } from './act.js';
import { addressOf } from './route.js';
import { createDecisions } from './decisions.js';
import { factsOf, part, trailOf } from './trail.js';
import { h, place, toast } from './dom.js';

const said = texts.requirements;
/** As the server's transition table has it. The server decides all the same. */
const possible = {
  new: ['accept', 'decline', 'duplicate'],
  accepted: ['complete', 'decline', 'duplicate'],
  declined: ['reopen'],
  duplicate: ['reopen'],
  done: [],
};
const deciders = ['admin', 'manager', 'lead'];
const roles = { accept: deciders, decline: deciders, duplicate: deciders, complete: deciders, reopen: ['admin', 'manager'] };
const mostReopenings = 3;

export function createRequirement({ portico, news, can }) {
  let shown = null;
  const decisions = createDecisions({ decide });
  const before = h('div');
  const after = h('div');
  const origin = createOrigin(portico);
  const element = h('div', null, decisions.element, before, origin.element, after);

  async function decide(on, input) {
    const { id, status, reference: ref } = shown;
    const words = { verb: said.verbs[on], roles: roles[on], status: said.status, sent: status };
    const { refusal } = await news.own(id, () => act(portico, `requirements.${on}`, { id, ...input }, words));
    if (!refusal) toast(fill(said.done[on], { ref }));
    return refusal ?? null;
  }

  return {
    element,
    render({ today, me, store }, requirement, others) {
      shown = requirement;
      const originals = others.filter(({ id, status }) => id !== requirement.id && status !== 'duplicate');
      const reopened = requirement.trail.filter(({ from, to }) => from && to === 'new').length;
      const open = possible[requirement.status].filter(
        (on) => !(on === 'duplicate' && !originals.length) && !(on === 'reopen' && reopened >= mostReopenings),
      );
      const allowed = open.filter((on) => can(`requirement.${on}`));
      decisions.render(
        requirement.id,
        allowed.map((on) => actionOf(on, requirement, originals)),
      );
      const { due, nfr, type, priority, source, author, submittedAt, duplicateOf, acceptance, note, trail } = requirement;
      const original = duplicateOf && others.find(({ id }) => id === duplicateOf);
      place(before, [
        ...(open.length && !allowed.length ? [readOnly(me.role, open)] : []),
        part(said.quote, h('blockquote', { class: 'words', lang: tongue(requirement.quote) }, requirement.quote)),
        factsOf([
          [said.fields.type, [said.type[type], nfr && said.nfr[nfr]].filter(Boolean).join(' · ')],
          [said.fields.priority, said.priority[priority]],
          [said.fields.due, due ? day(due, today) : said.noDue],
          [said.fields.author, `${author ? nameOf(author) : texts.byVendor} · ${exactly(submittedAt)}`],
          [said.fields.source, said.source[source]],
          [
            said.fields.duplicateOf,
            original &&
              h(
                'a',
                { href: addressOf({ project: store.id, panel: 'requirements', item: original.reference }) },
                `${original.reference} ${original.title}`,
              ),
          ],
        ]),
        part(
          said.acceptance,
          acceptance.length
            ? h(
                'ul',
                { class: 'criteria' },
                acceptance.map((one) => h('li', { lang: tongue(one) }, one)),
              )
            : h('p', { class: 'muted' }, said.noAcceptance),
        ),
        ...(note ? [part(said.note, h('p', { class: 'words' }, note))] : []),
      ]);
      origin.render(requirement);
      place(after, [part(texts.trail, trailOf(trail, wordsOf))]);
      return false;
    },
  };
}

const readOnly = (role, open) =>
  h(
    'p',
    { class: 'hint' },
    fill(texts.readOnlyHere, { role: texts.roles[role], roles: rolesInWords([...new Set(open.flatMap((on) => roles[on]))]) }),
  );

function actionOf(on, { reference }, originals) {
  const strong = on === 'accept' || on === 'complete';
  return {
    on,
    label: said.verbs[on],
    kind: strong ? 'strong' : on === 'decline' ? 'danger' : 'plain',
    confirm: fill(said.confirm[on], { ref: reference }),
    reason: on === 'decline' ? 'required' : 'optional',
    note: true,
    choice: on === 'duplicate' && {
      name: 'of',
      label: said.of,
      options: originals.map(({ id, reference: other, title }) => ({ value: id, text: `${other} ${title}` })),
    },
  };
}

const wordsOf = ({ from, to }) => (to === 'new' && from ? said.did.reopened : said.did[to]);

/** The message that the quote was cut from, read when somebody wants to see it; the quote is marked in it. */
function createOrigin(portico) {
  let of = null;
  const text = h('p', { class: 'words' });
  const element = h('details', { class: 'origin' }, h('summary', null, said.origin), text);
  element.addEventListener('toggle', () => element.open && void read());

  async function read() {
    const mine = of;
    try {
      const { text: whole, spans } = await portico.call('requirements.origin', { id: mine });
      if (mine !== of) return;
      const { start = 0, end = 0 } = spans?.quote ?? {};
      text.replaceChildren(
        whole
          ? h('span', { lang: tongue(whole) }, whole.slice(0, start), h('mark', null, whole.slice(start, end)), whole.slice(end))
          : said.noOrigin,
      );
    } catch {
      if (mine === of) text.textContent = fill(texts.refused.other, { reason: texts.failures.other });
    }
  }

  return {
    element,
    render({ id }) {
      if (id === of) return;
      of = id;
      element.open = false;
      text.textContent = '';
    },
  };
}
