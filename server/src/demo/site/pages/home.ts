/** The vendor's front page. */
import { drawing } from '../drawing.ts';
import { html, type Html } from '../html.ts';
import { icons } from '../icons.ts';
import { contactOf, href, nameIn, textIn, type Page, type View } from '../layout.ts';
import { caseCard } from './cases.ts';

const serviceIcons = [icons.mes, icons.warehouse, icons.link, icons.night];

export function home(view: View): Page {
  const { texts } = view;
  const { home: say, services, cases } = texts;
  return {
    title: texts.company,
    body: html`
<section class="hero"><div class="wide hero-row">
  <div class="hero-text">
    <h1>${say.title}</h1>
    <p class="lead">${say.lead}</p>
    <p class="actions"><a class="button bright" href="${href(view, '/cases')}">${say.primary}</a><a class="button ghost" href="${href(view, '/services')}">${say.secondary}</a></p>
  </div>
  ${drawing(say.drawing)}
</div></section>
${welcome(view)}
<section class="wide band">
  <div class="band-head"><h2>${say.servicesTitle}</h2><a class="more" href="${href(view, '/services')}">${say.servicesMore}${icons.arrow}</a></div>
  <ul class="offers">${services.items.map(([name, text], index) => html`<li>${serviceIcons[index]}<h3>${name}</h3><p>${text}</p></li>`)}</ul>
</section>
<section class="tinted"><div class="wide band promise">
  <h2>${say.deliverTitle}</h2>
  <dl>${say.deliver.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>
</div></section>
<section class="wide band">
  <div class="band-head"><h2>${say.caseTitle}</h2><a class="more" href="${href(view, '/cases')}">${say.casesMore}${icons.arrow}</a></div>
  ${caseCard(cases.items[0]!, 3)}
</section>
<section class="wide band ask">
  <div><h2>${say.contactTitle}</h2><p>${say.contact}</p></div>
  <a class="button" href="mailto:${texts.about.mail}">${icons.mail}${say.contactAction}</a>
</section>`,
  };
}

function welcome(view: View): Html | false {
  const person = contactOf(view);
  if (!person) return false;
  const { home: say } = view.texts;
  return html`<section class="welcome"><div class="wide welcome-row">
  <p>${say.project(nameIn(view.lang, person))}<b>${textIn(view.lang, view.story.projects[0]!.name)}</b></p>
  <a class="button small" href="${href(view, '/client')}">${say.open}${icons.arrow}</a>
</div></section>`;
}
