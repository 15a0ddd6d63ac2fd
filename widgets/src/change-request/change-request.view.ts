import { html, nothing, type TemplateResult } from 'lit';
import { fullDate } from '../i18n/dates.ts';
import { ago, shortMoment } from '../i18n/moments.ts';
import { mark } from './change-request.marks.ts';
import type { ChangeRequestWords } from './change-request.messages.ts';
import { cost, type ChangeRequest, type Group, type Status } from './change-request.model.ts';

/* What is drawn of requests without any state of the widget's own. */

/** What this is, and how many wait for whom. */
export const heading = (groups: readonly Group[], words: ChangeRequestWords, level: number): TemplateResult =>
  html`<div>
    <div class="title" part="title" role="heading" aria-level=${level}>${words.heading}</div>
    <p class="sum">
      ${groups.map(({ turn, requests }, index) => html`${index ? ' · ' : nothing}<span class=${turn}>${words.count(turn, requests.length)}</span>`)}
    </p>
  </div>`;

/** What is seen of a request that is folded: one button, and what describes it. */
export function bar(
  { id, status, reference, title, trail: steps }: ChangeRequest,
  words: ChangeRequestWords,
  lang: string,
  open: boolean,
  toggle: () => void,
): TemplateResult {
  const last = steps.at(-1);
  return html`<div class="bar">
    ${mark(status)}
    <button
      class="name"
      part="name"
      type="button"
      aria-expanded=${open}
      aria-controls=${open ? `more-${id}` : nothing}
      aria-describedby="facts-${id}"
      @click=${toggle}
    ><span>${title}</span></button>
    <div class="facts" id="facts-${id}">
      <span class="word">${words.status(status)}</span> <span class="number">${reference}</span> ${last ? age(last.at, lang) : nothing}
    </div>
    <svg class="chevron" width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true"><path d="m6 8 4 4 4-4" /></svg>
  </div>`;
}

/** How long ago; the exact moment is in the trail, and here on hover. */
function age(at: string, lang: string): TemplateResult {
  const instant = Date.parse(at);
  return html`<time datetime=${at} title=${shortMoment(instant, lang)}>${ago(instant, lang)}</time>`;
}

/** What it touches, by when it is wanted, whose it is, and what was agreed. */
export function details(
  { status, category, wantedBy, author, impact }: ChangeRequest,
  words: ChangeRequestWords,
  lang: string,
): TemplateResult {
  const row = (term: string, value: unknown) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
  const effects = [impact?.cost ? cost(impact.cost, lang) : '', impact?.days ? words.days(impact.days) : ''].filter(Boolean);
  // Between them, not within one.
  const effect = effects.map((one, index) => html`${index ? ' · ' : nothing}<span class="whole">${one}</span>`);
  return html`<dl class="details">
    ${row(words.kind, words.category(category))}
    ${wantedBy ? row(words.wantedBy, html`<time datetime=${wantedBy}>${fullDate(wantedBy, lang)}</time>`) : nothing}
    ${author ? row(words.askedBy, html`<span>${author.name}</span>`) : nothing}
    ${status === 'approved' ? row(words.impact, effects.length > 0 ? effect : words.noImpact) : nothing}
  </dl>`;
}

/** Who did what, when and why. */
export function trail({ trail: steps }: ChangeRequest, words: ChangeRequestWords, lang: string): TemplateResult {
  return html`<div part="trail">
    <p class="trail-title">${words.trail}</p>
    <ol role="list">
      ${steps.map(
        ({ at, from, to, actor, reason }) =>
          html`<li class="step-of ${to}">
            ${mark(to as Status)}
            <div class="what">
              <span>${words.step(from, to, actor.name)}</span>
              <time datetime=${at}>${ago(Date.parse(at), lang)} · ${shortMoment(Date.parse(at), lang)}</time>
            </div>
            ${reason ? html`<p class="says"><span>${reason}</span></p>` : nothing}
          </li>`,
      )}
    </ol>
  </div>`;
}

/** The shape of what comes. */
export function skeleton(withHeader: boolean): TemplateResult {
  const line = html`<span class="line"><span class="bone"></span></span>`;
  const row = html`<div class="bar">
    <span class="mark"><span class="bone round"></span></span>
    ${line}
    <div class="facts">${line}</div>
  </div>`;
  return html`<div class="ghost">
    ${withHeader ? html`<div class="head"><div><div class="title">${line}</div><div class="sum">${line}</div></div></div>` : nothing}
    <div class="stage">${line}</div>
    ${[row, row, row, row]}
  </div>`;
}
