/** What the vendor has built for others. */
import { html, type Html } from '../html.ts';
import type { Page, View } from '../layout.ts';
import type { Texts } from '../texts.zh-CN.ts';

/** @param level of its heading on the page */
export const caseCard = ({ client, name, text, facts }: Texts['cases']['items'][number], level: 2 | 3): Html => html`<article class="case">
  <div><p class="case-client">${client}</p>${level === 2 ? html`<h2>${name}</h2>` : html`<h3>${name}</h3>`}<p>${text}</p></div>
  <dl>${facts.map(([figure, meaning]) => html`<div><dt>${meaning}</dt><dd>${figure}</dd></div>`)}</dl>
</article>`;

export const cases = ({ texts: { cases: say } }: View): Page => ({
  title: say.title,
  body: html`<div class="wide plain"><header class="page-head"><h1>${say.title}</h1><p class="lead">${say.lead}</p></header>
${say.items.map((item) => caseCard(item, 2))}</div>`,
});
