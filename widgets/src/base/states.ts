/*
 * The states that are not the rule: nothing there yet, no access, an error, a page that is not set up, data that are old. A chunk of its
 * own, fetched after the first picture, or when one of them is the first picture.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { pick } from '../i18n/messages.ts';
import { shortMoment } from '../i18n/moments.ts';
import type { NoConnection } from '../controllers/connection.ts';
import type { Fault } from './events.ts';
import { iconAlert } from './icons.ts';
import { iconLock, iconOffline, iconPath } from './states.icons.ts';
import { oddWords, type OddWords } from './states.messages.ts';

export { stateStyles } from './states.styles.ts';

const wordsIn = (lang: string): OddWords => pick(oddWords, lang).words;

/** A fault of the page itself, in words for its developer. */
export function setupFault(problem: NoConnection | undefined, names: string, lang: string): Fault {
  const words = wordsIn(lang);
  if (!problem) return { code: 'project_missing', message: words.noProject };
  return { code: `connection_${problem}`, message: problem === 'missing' ? words.missing : words.ambiguous(names) };
}

function note(state: string, icon: TemplateResult, title: string, text: string, more: unknown = nothing): TemplateResult {
  return html`<slot name=${state}
    ><div class="state state-${state}" part="state state-${state}">
      ${icon}
      <p class="state-title">${title}</p>
      <p class="state-text">${text}</p>
      ${more}
    </div></slot
  >`;
}

export const empty = (title: string, text: string): TemplateResult => note('empty', iconPath, title, text);

/** What is said aloud, too. */
export const forbiddenTitle = (lang: string): string => wordsIn(lang).forbidden;

export const forbidden = (lang: string): TemplateResult =>
  note('forbidden', iconLock, wordsIn(lang).forbidden, wordsIn(lang).forbiddenWhom);

export function failed({ message, requestId, error }: Fault, title: string, retry: TemplateResult, lang: string): TemplateResult {
  const words = wordsIn(lang);
  // Without an error of the server's the page itself is not set up yet: that is for its developer, and there is nothing to retry.
  if (!error) return note('error', iconAlert, title, message);
  const more = html`${retry} ${requestId ? html`<p class="reference">${words.reference(requestId)}</p>` : nothing}`;
  return note('error', iconAlert, title, words.errorSafe, more);
}

/** Data are shown, but nothing new comes in: since when, and a way to try at once. */
export function stale(since: number, retry: string, again: () => void, lang: string): TemplateResult {
  const words = wordsIn(lang);
  return html`<slot name="stale"
    ><div class="banner" part="banner" role="status">
      ${iconOffline}<span>${navigator.onLine ? words.stale : words.offline} ${words.since(shortMoment(since, lang))}</span>
      <button type="button" part="retry" @click=${again}>${retry}</button>
    </div></slot
  >`;
}
