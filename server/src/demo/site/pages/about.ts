/** Who the vendor is, and where. */
import { html } from '../html.ts';
import { initial, nameIn, textIn, type Page, type View } from '../layout.ts';

/** Those whom a client meets. */
const shown = ['manager', 'lead', 'executive', 'engineer', 'sales'];

export const about = ({ texts: { about: say }, lang, story }: View): Page => ({
  title: say.title,
  body: html`<div class="wide plain"><header class="page-head"><h1>${say.title}</h1><p class="lead">${say.lead}</p></header>
<div class="about"><div class="prose">${say.body.map((text) => html`<p>${text}</p>`)}
<h2>${say.teamTitle}</h2><ul class="team">${story.members.filter(({ role }) => shown.includes(role)).map((member) => html`<li><span class="face" aria-hidden="true">${initial(lang, member)}</span><span><b>${nameIn(lang, member)}</b><small>${textIn(lang, member.title)}</small></span></li>`)}</ul></div>
<section class="card"><h2>${say.officeTitle}</h2><p>${say.address}</p><p><a href="tel:+8651255500126">${say.phone}</a><br><a href="mailto:${say.mail}">${say.mail}</a></p><p class="muted">${say.hours}</p></section></div></div>`,
});
