/** What the vendor has built for others. */
import { html, type Html } from '../html.ts';
import type { Page, View } from '../layout.ts';
import type { Texts } from '../texts.zh-CN.ts';

export const caseCard = ({ client, name, text, facts }: Texts['cases']['items'][number]): Html => html`<article class="case">
  <div><p class="case-client">${client}</p><h3>${name}</h3><p>${text}</p></div>
  <dl>${facts.map(([figure, meaning]) => html`<div><dt>${meaning}</dt><dd>${figure}</dd></div>`)}</dl>
</article>`;

export const cases = ({ texts: { cases: say } }: View): Page => ({
  title: say.title,
  body: html`<div class="wide plain"><header class="page-head"><h1>${say.title}</h1><p class="lead">${say.lead}</p></header>
${say.items.map(caseCard)}</div>`,
});
