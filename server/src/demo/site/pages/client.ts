/** The client area: the vendor's own words around Portico's timeline, which comes from another origin. */
import { calendar } from '../../story/calendar.ts';
import { dayAndWeekday, nextWednesday } from '../dates.ts';
import { html, type Html } from '../html.ts';
import { icons } from '../icons.ts';
import { contactOf, href, initial, nameIn, textIn, type Page, type View } from '../layout.ts';

/** Sections of the page, in the order in which a client needs them. */
const parts = ['progress', 'feedback', 'changes', 'needs'] as const;

export function client(view: View): Page {
  const person = contactOf(view);
  return person ? project(view, person) : signIn(view);
}

function project(view: View, person: NonNullable<ReturnType<typeof contactOf>>): Page {
  const { lang, texts, story, demo, today } = view;
  const { client: say } = texts;
  const plan = story.projects[0]!;
  const company = story.clients.find(({ key }) => key === plan.client)!;
  return {
    title: textIn(lang, plan.name),
    // This line and the element below are all that the vendor adds to its page.
    head: html`<script async src="${demo.url}/embed/v1/portico.js" data-token-url="/portico/token" data-project="${demo.projectId}"></script>
`,
    body: html`<div class="project-head"><div class="wide">
  <p class="crumb">${textIn(lang, company.name)}</p>
  <h1>${textIn(lang, plan.name)}</h1>
  <dl class="facts">
    <div><dt>${say.contract}</dt><dd>XC-2026-031</dd></div>
    <div><dt>${say.scope}</dt><dd>${say.scopeText}</dd></div>
    <div><dt>${say.role}</dt><dd>${nameIn(lang, person)} · ${texts.account.roles[person.role]}</dd></div>
  </dl>
  <nav class="parts" aria-label="${say.parts}">${parts.map((id) => html`<a href="#${id}">${say[id]}</a>`)}</nav>
</div></div>
<div class="wide project">
  <div class="parts-body">
  <section class="progress" aria-labelledby="progress">
    <div class="progress-head"><h2 id="progress">${say.progress}</h2><p class="muted">${say.progressNote}</p></div>
    <portico-timeline project="${demo.projectId}"></portico-timeline>
    <noscript><p>${say.noscript}</p></noscript>
  </section>
  ${part(view, 'feedback', say.feedbackNote, html`<portico-survey project="${demo.projectId}" without-header></portico-survey>`)}
  ${part(view, 'changes', say.changesNote, html`<portico-change-request project="${demo.projectId}" without-header></portico-change-request>`)}
  ${part(view, 'needs', say.needsNote, html`<portico-intake project="${demo.projectId}" without-header></portico-intake>`)}
  </div>
  <div class="aside">
    <section class="card note"><h2>${say.note}</h2><p>${say.noteText}</p></section>
    ${manager(view)}
    <section class="card"><h2>${say.meeting}</h2>
      <p class="when"><b>${dayAndWeekday(lang, nextWednesday(today))} 10:00</b>${say.meetingName}</p>
      <p class="muted">${say.meetingPlace}</p>
      <ul class="agenda">${say.agenda.map((item) => html`<li>${item}</li>`)}</ul></section>
    <section class="card"><h2>${say.documents}</h2>
      <ul class="documents">${say.documentItems.map(([name, version, kind], index) => html`<li>${icons.file}<span><b>${name}</b><small>${version} · ${kind} · ${dayAndWeekday(lang, calendar(today).date(-3 - index * 9))}</small></span></li>`)}</ul>
      <p class="muted">${say.documentsNote}</p></section>
  </div>
</div>`,
  };
}

/** A heading of the vendor's, and the widget under it. */
function part({ texts: { client: say } }: View, id: Exclude<(typeof parts)[number], 'progress'>, note: string, widget: Html): Html {
  return html`<section class="part" aria-labelledby="${id}">
    <div class="progress-head"><h2 id="${id}">${say[id]}</h2><p class="muted">${note}</p></div>
    ${widget}
  </section>`;
}

function manager({ lang, texts: { client: say }, story }: View): Html {
  const person = story.members.find(({ role }) => role === story.projects[0]!.manager)!;
  return html`<section class="card"><h2>${say.manager}</h2>
      <div class="person"><span class="face large" aria-hidden="true">${initial(lang, person)}</span><span><b>${nameIn(lang, person)}</b><small>${textIn(lang, person.title)}</small></span></div>
      <p class="contact"><a class="button quiet" href="mailto:${person.email}">${icons.mail}${say.write}</a><a class="button quiet" href="tel:+8651255500126">${icons.phone}${say.call}</a></p>
      <p class="muted">${say.managerNote}</p></section>`;
}

function signIn(view: View): Page {
  const { lang, texts, story } = view;
  const people = story.contacts.filter(({ client }) => client === story.projects[0]!.client);
  return {
    title: texts.signIn.title,
    body: html`<div class="wide plain narrow"><h1>${texts.signIn.title}</h1><p class="lead">${texts.signIn.lead}</p>
<form class="people" method="post" action="/session"><input type="hidden" name="to" value="${href(view, '/client')}">
${people.map((person) => html`<button name="person" value="${person.role}"><span class="face" aria-hidden="true">${initial(lang, person)}</span><span><b>${nameIn(lang, person)}</b><small>${textIn(lang, person.title)} · ${texts.account.roles[person.role]}</small></span>${icons.arrow}</button>`)}
</form></div>`,
  };
}
