/** One change request: what the client wants, what it would cost, what was done with it, and what may be done now. */
import { day, exactly, fill, nameOf, rolesInWords, texts, tongue } from './facts.js';
import { act } from './act.js';
import { createDecisions } from './decisions.js';
import { createImpact } from './impact.js';
import { factsOf, part, trailOf } from './trail.js';
import { h, place, toast } from './dom.js';
import { impactInWords } from './requests.js';

const said = texts.requests;
/** As the server's transition table has it: what can be done in which state. The server decides all the same. */
const possible = { submitted: ['triage'], in_review: ['approve', 'return', 'reject'] };
const deciders = ['admin', 'manager', 'lead'];
const roles = { triage: deciders, approve: [...deciders, 'executive'], return: deciders, reject: deciders, estimate: deciders };
const mostReturns = 3;

export function createRequest({ portico, news, can }) {
  let shown = null;
  const decisions = createDecisions({ decide });
  const impact = createImpact({ save: estimate });
  // What a person types in stays in its place while the words around it change.
  const before = h('div');
  const slot = h('div');
  const after = h('div');
  const element = h('div', null, decisions.element, before, slot, after);

  const send = (verb, input) => {
    const { id, status } = shown;
    const words = { verb: said.verbs[verb], roles: roles[verb], status: said.status, sent: status };
    return news.own(id, () => act(portico, `changeRequests.${verb}`, { id, ...input }, words));
  };

  async function decide(on, input) {
    const { reference: ref } = shown;
    const { refusal } = await send(on, input);
    if (!refusal) toast(fill(said.done[on], { ref }));
    return refusal ?? null;
  }

  async function estimate(asked, rev) {
    const { refusal, code } = await send('estimate', { impact: asked, rev });
    if (!refusal) toast(said.impactSaved);
    return refusal && code === 'conflict' && shown.status === 'in_review'
      ? fill(texts.refused.changed, { who: texts.refused.someone })
      : (refusal ?? null);
  }

  return {
    element,
    /** @returns whether nothing in it can be done */
    render({ today, me }, request) {
      shown = request;
      const open = possible[request.status] ?? [];
      const returned = request.trail.filter(({ to }) => to === 'returned').length >= mostReturns;
      const allowed = open.filter((on) => can(`change_request.${on}`) && !(on === 'return' && returned));
      decisions.render(
        request.id,
        allowed.map((on) => actionOf(on, request)),
      );
      const estimates = request.status === 'in_review' && can('change_request.estimate');
      impact.render(request, estimates);
      place(slot, estimates ? [impact.element] : []);
      place(before, [
        ...(open.length && !allowed.length ? [readOnly(me.role, open)] : []),
        ...(allowed.length && returned ? [h('p', { class: 'hint' }, said.noMoreReturns)] : []),
        part(said.description, h('p', { class: 'words', lang: tongue(request.description) }, request.description)),
        factsOf([
          [said.submitted, `${request.author ? nameOf(request.author) : texts.byVendor} · ${exactly(request.submittedAt)}`],
          [said.wantedBy, request.wantedBy && day(request.wantedBy, today)],
          [said.decided, request.decidedAt && exactly(request.decidedAt)],
          ...(estimates ? [] : [[said.impact, impactInWords(request.impact) ?? (open.length ? said.noImpact : null)]]),
        ]),
      ]);
      place(after, [part(texts.trail, trailOf(request.trail, wordsOf))]);
      return !allowed.length && !estimates;
    },
  };
}

const readOnly = (role, open) =>
  h(
    'p',
    { class: 'hint' },
    fill(texts.readOnlyHere, { role: texts.roles[role], roles: rolesInWords([...new Set(open.flatMap((on) => roles[on]))]) }),
  );

function actionOf(on, request) {
  const base = { on, label: said.verbs[on], kind: on === 'triage' || on === 'approve' ? 'strong' : on === 'reject' ? 'danger' : 'plain' };
  if (on === 'triage') return { ...base, direct: true };
  const words = impactInWords(request.impact);
  return {
    ...base,
    confirm: fill(said.confirm[on], { ref: request.reference }),
    reason: on === 'approve' ? 'optional' : 'required',
    note: true,
    lead: on === 'approve' ? (words ? fill(said.impactShown, { impact: words }) : said.impactNone) : null,
  };
}

const wordsOf = ({ from, to }) => (to === 'submitted' && from ? said.did.resubmitted : said.did[to]);
