/** What the vendor offers, and in which steps. */
import { html } from '../html.ts';
import type { Page, View } from '../layout.ts';

export const services = ({ texts: { services: say } }: View): Page => ({
  title: say.title,
  body: html`<div class="wide plain"><header class="page-head"><h1>${say.title}</h1><p class="lead">${say.lead}</p></header>
<div class="service-list">${say.items.map(([name, text, points]) => html`<section><h2>${name}</h2><p>${text}</p><ul>${points.map((point) => html`<li>${point}</li>`)}</ul></section>`)}</div>
<section class="way"><h2>${say.wayTitle}</h2><ol>${say.way.map(([step, text]) => html`<li><b>${step}</b><span>${text}</span></li>`)}</ol></section></div>`,
});
