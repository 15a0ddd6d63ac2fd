/** One mail as it was written, and whether it has left. */
import { exactly, nameOf, texts } from './facts.js';
import { act } from './act.js';
import { createDecisions } from './decisions.js';
import { factsOf, part } from './trail.js';
import { h, place, toast } from './dom.js';

const said = texts.outbox;
const senders = ['admin', 'manager'];

export function createMail({ portico, news, can }) {
  let shown = null;
  const decisions = createDecisions({ decide });
  const body = h('div');
  const element = h('div', null, decisions.element, body);

  async function decide() {
    const { id } = shown;
    const words = { verb: said.send, roles: senders };
    const { refusal } = await news.own(id, () => act(portico, 'notices.send', { id }, words));
    if (!refusal) toast(said.queued);
    return refusal ?? null;
  }

  return {
    element,
    render(_view, mail) {
      shown = mail;
      const again = (mail.state === 'kept' || mail.state === 'failed') && can('notice.send');
      decisions.render(mail.id, again ? [{ on: 'send', label: said.send, kind: 'plain', direct: true }] : []);
      place(body, [
        h('p', { class: 'hint' }, [said.stateText[mail.state], mail.problem && said.problems[mail.problem]].filter(Boolean).join(' ')),
        factsOf([
          [said.fields.to, `${nameOf({ name: mail.toName })} <${mail.to}>`],
          [said.fields.cause, said.causes[mail.type] ?? mail.type],
          [said.fields.created, exactly(mail.createdAt)],
          [said.fields.sent, mail.sentAt && exactly(mail.sentAt)],
        ]),
        part(said.body, letterOf(mail)),
      ]);
      return !again;
    },
  };
}

/** The text as its reader has it; addresses in it can be followed. */
function letterOf({ text, lang }) {
  const parts = text.split(/(https?:\/\/[^\s，。、）)]+)/);
  return h(
    'div',
    { class: 'letter', lang },
    parts.map((one, index) => (index % 2 ? h('a', { href: one, target: '_blank', rel: 'noreferrer' }, one) : one)),
  );
}
