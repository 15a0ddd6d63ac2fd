/** The answer to an address that leads nowhere. */
import { html } from '../html.ts';
import { href, type Page, type View } from '../layout.ts';

export const missing = (view: View): Page => {
  const { missing: say } = view.texts;
  return {
    title: say.title,
    body: html`<div class="wide plain narrow"><h1>${say.title}</h1><p class="lead">${say.text}</p>
<p class="actions"><a class="button" href="${href(view, '/home')}">${say.home}</a><a class="button quiet" href="${href(view, '/client')}">${say.client}</a></p></div>`,
  };
};
