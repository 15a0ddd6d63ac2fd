import type { Submission } from '@portico/sdk/outbox';
import { html, nothing, type TemplateResult } from 'lit';
import type { Thanks } from '../base/form.types.ts';
import { iconAlert, iconLock } from '../base/icons.ts';
import type { SendingWords } from '../base/sending.messages.ts';
import { shortMoment } from '../i18n/moments.ts';
import { iconSent, iconWait } from './icons.ts';

const icons = { waiting: iconWait, sent: iconSent, refused: iconAlert, 'read-only': iconLock, closed: iconLock };

export type OutcomeKind = keyof typeof icons;

/** What stands in place of a form; it can be focused, so that it is read out. */
export const outcome = (kind: OutcomeKind, title: string, text: string, more: unknown = nothing): TemplateResult =>
  html`<div class="outcome ${kind}" part="outcome outcome-${kind}" tabindex="-1" role="group" aria-labelledby="outcome-title">
    ${icons[kind]}
    <div>
      <p class="outcome-title" id="outcome-title">${title}</p>
      <p class="outcome-text">${text}</p>
      ${more}
    </div>
  </div>`;

/** What waits for the network says since when, and that it goes by itself; it can be taken back to be changed. */
export const waitingFor = (
  { at, kept }: Submission,
  words: SendingWords,
  lang: string,
  wake: () => void,
  edit: () => void,
): TemplateResult =>
  outcome(
    'waiting',
    words.waitingTitle,
    words.waiting(navigator.onLine, shortMoment(Date.parse(at), lang), kept),
    html`<div class="actions">
      <button class="action quiet" type="button" @click=${wake}>${words.tryNow}</button>
      <button class="link" type="button" @click=${edit}>${words.edit}</button>
    </div>`,
  );

/** What has arrived, with its number; `again` is the word for one more. */
export const thanksFor = (
  { title, text, reference }: Thanks,
  words: SendingWords,
  again: string | undefined,
  more: () => void,
): TemplateResult =>
  outcome('sent', title, text, [
    reference && html`<p class="number"><span class="muted">${words.reference}</span> <b>${reference}</b></p>`,
    again && html`<div class="actions"><button class="action quiet" type="button" @click=${more}>${again}</button></div>`,
  ]);

/** What is wrong with a form: as a whole, and one entry for each field that leads to it. */
export const problemList = (title: string, whole: string | undefined, listed: { text: string; lead: () => void }[]): TemplateResult =>
  html`<div class="problems" part="problems" tabindex="-1" role="group" aria-labelledby="problems-title">
    ${iconAlert}
    <div>
      <p class="problems-title" id="problems-title">${title}</p>
      ${whole === undefined ? nothing : html`<p>${whole}</p>`}
      ${
        listed.length === 0
          ? nothing
          : html`<ul>
            ${listed.map(({ text, lead }) => html`<li><button type="button" class="link" @click=${lead}>${text}</button></li>`)}
          </ul>`
      }
    </div>
  </div>`;
