import { signal, type Signal } from '@preact/signals-core';
import type { Submission } from '@portico/sdk/outbox';
import { html, nothing, type TemplateResult } from 'lit';
import { announce } from '../base/announce.ts';
import type { Thanks } from '../base/form.types.ts';
import { iconAlert } from '../base/icons.ts';
import type { SendingWords } from '../base/sending.messages.ts';
import { iconLock } from '../base/states.icons.ts';
import { clockTime } from '../i18n/format.ts';
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

/** When somebody last tried by hand in vain, epoch milliseconds; `'now'` while they wait for it. */
const tries = new WeakMap<Submission, Signal<number | 'now' | undefined>>();

const triesOf = (submission: Submission): Signal<number | 'now' | undefined> => {
  let known = tries.get(submission);
  if (!known) tries.set(submission, (known = signal()));
  return known;
};

/** As long as a request may take; another tab that is at it tells nothing of its failures. */
const patience = 15_000;

/** A touch that changes nothing must say so, or it looks broken. */
function tryNow(submission: Submission, words: SendingWords, lang: string, wake: () => void): void {
  const tried = triesOf(submission);
  if (tried.peek() === 'now') return;
  tried.value = 'now';
  const fail = (): void => {
    stop();
    clearTimeout(timer);
    if (tried.peek() !== 'now') return;
    tried.value = Date.now();
    if (submission.state.peek() === 'waiting') announce(words.triedInVain(clockTime(Date.now(), lang)), lang);
  };
  const timer = setTimeout(fail, patience);
  const before = submission.error.peek();
  const stop = submission.error.subscribe((error) => {
    // It is told of the one that it has, too.
    if (error !== before) queueMicrotask(fail);
  });
  wake();
}

/** What waits for the network says since when, and that it goes by itself; it can be taken back to be changed. */
export function waitingFor(submission: Submission, words: SendingWords, lang: string, wake: () => void, edit: () => void): TemplateResult {
  const { at, kept } = submission;
  const tried = triesOf(submission).value;
  return outcome('waiting', words.waitingTitle, words.waiting(navigator.onLine, shortMoment(Date.parse(at), lang), kept), [
    typeof tried === 'number' ? html`<p class="tried">${words.triedInVain(clockTime(tried, lang))}</p>` : nothing,
    html`<div class="actions">
      <button class="action quiet" type="button" aria-disabled=${tried === 'now'} @click=${() => tryNow(submission, words, lang, wake)}>
        ${tried === 'now' ? words.trying : words.tryNow}
      </button>
      <button class="link" type="button" @click=${edit}>${words.edit}</button>
    </div>`,
  ]);
}

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
