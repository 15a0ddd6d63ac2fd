import type { Output, PorticoError, ProjectStore } from '@portico/sdk';
import { html, nothing, svg, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { PorticoFormElement, type Form } from '../base/form.ts';
import { icon } from '../base/icons.ts';
import { read } from '../base/read.ts';
import { perKey } from '../i18n/format.ts';
import { pick } from '../i18n/messages.ts';
import { entryStyles } from '../ui/entry.styles.ts';
import { selectField, textField } from '../ui/entry.ts';
import { idOf, textArea, type Binding } from '../ui/field.ts';
import './intake.events.ts';
import { intakeWords, type IntakeWords } from './intake.messages.ts';
import {
  answersTo,
  blank,
  cardsOf,
  check,
  inOrder,
  input,
  mostText,
  mostTitle,
  pieces,
  plainCard,
  priorities,
  recall,
  types,
  type Answer,
  type Card,
  type Question,
  type Values,
} from './intake.model.ts';
import { styles } from './intake.styles.ts';

interface Requirement {
  id: string;
  rev: number;
  number: number;
  reference: string;
  title: string;
  status: string;
}

/** `REQ-4、REQ-5和REQ-6` */
const list = perKey((lang) => new Intl.ListFormat(lang === 'en' ? 'en-GB' : lang));
const titleAt = (index: number): string => `items.${index}.title`;
const iconRemove = icon(svg`<path d="m5.5 5.5 9 9m0-9-9 9"/>`);

/**
 * What a client needs, in their own words. The text is read by the server without being stored, and comes back as proposals whose
 * fields show the words that they came from. They can be changed, left out, taken in and added to; nothing is sent before the client
 * confirms. What they typed survives a reload, what is sent off line goes out by itself, once.
 *
 * **Keyboard**: Tab goes through the text, then through each proposal's fields and its button to leave it out; Enter in a field sends.
 * After reading, the focus is on the first proposal; when one is left out, on the next.
 *
 * @summary Requirements from plain Chinese or English.
 * @documentation https://portico.dev/widgets/intake
 * @status stable
 * @since 0.2
 *
 * @slot header - Replaces the title.
 * @slot loading - Replaces the skeleton.
 * @slot error - Replaces the error and its button.
 * @slot forbidden - Replaces the note that this person has no access.
 * @slot stale - Replaces the banner that says since when nothing new has come in.
 *
 * @event {PorticoReadyEvent} portico-ready - The form is shown. `detail: { project }`
 * @event {PorticoErrorEvent} portico-error - The data cannot be shown. `detail: { code, message, requestId, error }`
 * @event {PorticoSubmitEvent} portico-intake-submit - Somebody confirms; cancel it to hold it back. `detail: { project, input }`
 * @event {PorticoSubmittedEvent} portico-intake-submitted - The server has them. `detail: { project, result: { items } }`
 *
 * @csspart base - Everything.
 * @csspart header - The title.
 * @csspart form - The text, or the proposals, and their buttons.
 * @csspart card - One proposal.
 * @csspart quote - The client's own words in it.
 * @csspart mark - Words that a field came from.
 * @csspart register - What was sent before.
 *
 * @cssstate loading - Nothing to show yet.
 * @cssstate ready - The form is shown.
 * @cssstate error - The data could not be had.
 * @cssstate forbidden - This person may not see the project.
 * @cssstate stale - Data are shown, but no news comes in.
 * @cssstate sending - It is on its way.
 * @cssstate waiting - It waits for the network.
 * @cssstate sent - The server has it.
 */
export class PorticoIntake extends PorticoFormElement<Values> {
  static override styles: CSSResultGroup = [PorticoFormElement.styles, entryStyles, styles];
  static override properties: PropertyDeclarations = {
    withoutHeader: { type: Boolean, attribute: 'without-header' },
    withoutRegister: { type: Boolean, attribute: 'without-register' },
    messages: { attribute: false },
  };

  // ── Public API ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Leaves out the title, for a page that has its own. */
  declare withoutHeader: boolean;

  /** Leaves out what was sent before. */
  declare withoutRegister: boolean;

  /** Your own words in place of ours, any of them. */
  declare messages: Partial<IntakeWords> | undefined;

  // ── State ─────────────────────────────────────────────────────────────────────────────────────────────────────

  protected override readonly action = 'requirement.create';
  #reading = false;
  /** The field that the focus goes to after the next update. */
  #next: string | undefined;

  // ── Lifecycle ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** There is always something to write. */
  protected override isEmpty(): boolean {
    return false;
  }

  protected override emptyWords(): { title: string; text: string } {
    return { title: this.#words.title, text: this.#words.hint };
  }

  protected override readOnlyText(): string {
    return this.me?.kind === 'member' ? this.#words.team : super.readOnlyText();
  }

  protected override formOf(store: ProjectStore): Form<Values> {
    const words = this.#words;
    return {
      key: `intake:${store.id}`,
      thing: 'intake',
      path: 'requirements.create',
      blank,
      check: (values) => check(values, { ...words, tooLong: this.tooLong }),
      input: (values) => input(store.id, values),
      recall,
      thanks: (result) => {
        // Null where another tab has sent them.
        const items = (result as Output<'requirements.create'> | null)?.items ?? [];
        return {
          title: words.thanksTitle(Math.max(1, items.length)),
          text: words.thanks(read(store.project)?.manager?.name),
          reference: items.length > 0 ? list(this.shownLang).format(items.map(({ reference }) => reference)) : undefined,
        };
      },
    };
  }

  protected override updated(changed: Parameters<PorticoFormElement<Values>['updated']>[0]): void {
    super.updated(changed);
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined) return;
    this.renderRoot.querySelector<HTMLElement>(`[id="${idOf(next)}"]`)?.focus();
  }

  // ── Actions ───────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #sort = async (event: Event): Promise<void> => {
    event.preventDefault();
    // It knows the words for what is wrong.
    if (!this.canTell) await this.late.fetch().then(() => this.updateComplete);
    const { line, store } = this;
    const { text } = this.values;
    if (!line || !store || this.#reading || this.busy) return;
    this.problems = this.formOf(store).check({ ...this.values, cards: null });
    if (Object.keys(this.problems).length > 0) {
      this.#next = 'text';
      return this.requestUpdate();
    }
    this.#reading = true;
    this.requestUpdate();
    let found: Omit<Values, 'text'> | undefined;
    try {
      const { cards, rest } = cardsOf(await line.call('requirements.parse', { project: store.id, text }, { tries: 1 }), text);
      found = cards?.length ? { cards, rest, note: null } : { cards: [plainCard(text)], rest: [], note: 'none' };
    } catch (cause) {
      const error = cause as PorticoError;
      if (error.retryable) found = { cards: [plainCard(text)], rest: [], note: 'offline' };
      else this.problems = { text: Object.values(await this.problemsOf(error)).join(' ') };
    }
    this.#reading = false;
    this.requestUpdate();
    // They went on writing while it was read, or another person came: what was read is of another text.
    if (this.values.text !== text || this.values.cards) return;
    this.#next = found ? titleAt(0) : 'text';
    if (found) this.#show(found);
    this.announce(found ? this.#words[found.note ?? 'foundHint'] : this.problems['text']!);
  };

  /** Proposals, and with them what else came of the text. */
  #show({ cards, ...more }: Partial<Values> & Pick<Values, 'cards'>): void {
    this.values = { ...this.values, ...more };
    this.problems = {};
    this.set('cards', cards);
  }

  readonly #back = (): void => {
    this.#next = 'text';
    this.#show({ cards: null, rest: [], note: null });
  };

  /** A blank one, below the others. */
  readonly #add = (): void => {
    this.#next = titleAt(this.values.cards!.length);
    this.#show({ cards: [...this.values.cards!, plainCard('')] });
  };

  /** What was left out, among the others. */
  #take(card: Card): void {
    const cards = inOrder([...this.values.cards!, card]);
    this.#next = titleAt(cards.indexOf(card));
    this.#show({ cards, rest: this.values.rest.filter((other) => other !== card) });
  }

  #change(index: number, change: Partial<Card>): void {
    this.set('cards', this.values.cards!.with(index, { ...this.values.cards![index]!, ...change }));
    for (const name of Object.keys(change)) this.forgive(`items.${index}.${name}`);
  }

  #answer(index: number, { change, field }: Answer): void {
    this.#change(index, change);
    this.#next = `items.${index}.${field}`;
  }

  #remove(index: number): void {
    const cards = [...this.values.cards!];
    const [card] = cards.splice(index, 1);
    if (cards.length === 0) return this.#back();
    this.#next = titleAt(Math.min(index, cards.length - 1));
    const rest = card!.quote || card!.title.trim() ? inOrder([...this.values.rest, card!]) : this.values.rest;
    this.#show({ cards, rest });
    this.announce(this.#words.rest(rest.length));
  }

  // ── Rendering ─────────────────────────────────────────────────────────────────────────────────────────────────

  get #words(): IntakeWords {
    const { words } = pick(intakeWords, this.locale.lang);
    return this.messages ? { ...words, ...this.messages } : words;
  }

  protected override renderReady(store: ProjectStore): TemplateResult {
    const words = this.#words;
    const title = this.withoutHeader
      ? nothing
      : html`<slot name="header"><div class="head" part="header" role="heading" aria-level=${this.headingLevel}>${words.title}</div></slot>`;
    return html`<section aria-label=${words.title}>${title} ${this.values.cards ? this.#renderCards(this.values.cards) : this.#renderText()} ${this.#renderRegister(store)}</section>`;
  }

  #renderText(): unknown {
    const words = this.#words;
    // What is sent, waiting or not for this person is told by the form base.
    if (this.phase !== 'editing' || !this.may) return this.renderForm(nothing, { submit: '', again: words.more });
    return html`<form class="form" part="form" novalidate aria-busy=${this.#reading} @submit=${this.#sort}>
      ${textArea({ ...this.bind('text'), label: words.label, hint: words.hint, placeholder: words.placeholder, rows: 6, most: mostText, remaining: this.remaining })}
      <div class="actions" part="actions">
        <button class="action" part="sort" type="submit" aria-disabled=${this.#reading || this.busy}>${this.#reading ? words.sorting : words.sort}</button>
      </div>
    </form>`;
  }

  #renderCards(cards: readonly Card[]): unknown {
    const words = this.#words;
    const { note } = this.values;
    const before = html`<div><p class="found">${note ? words[note] : words.found(cards.length)}</p><p class="muted">${words.foundHint}</p></div>`;
    const fields = [html`<div class="cards">${cards.map((card, index) => this.#renderCard(card, index))}</div>`, this.#renderRest()];
    const more = [this.#renderLink(words.add, this.#add), this.#renderLink(words.back, this.#back)];
    return this.renderForm(fields, { submit: words.confirm(cards.length), again: words.more, before, more });
  }

  #renderLink(text: string, click: () => void): TemplateResult {
    return html`<button class="link" type="button" ?disabled=${this.busy} @click=${click}>${text}</button>`;
  }

  #renderRest(): unknown {
    const { rest } = this.values;
    if (rest.length === 0) return nothing;
    const words = this.#words;
    return html`<details part="rest">
      <summary>${words.rest(rest.length)}</summary>
      <ul>
        ${rest.map((card) => html`<li><p class="said">${card.quote || card.title}</p>${this.#renderLink(words.take, () => this.#take(card))}</li>`)}
      </ul>
    </details>`;
  }

  #field<Name extends 'title' | 'type' | 'priority' | 'due'>(card: Card, index: number, name: Name): Binding<Card[Name]> {
    return {
      name: `items.${index}.${name}`,
      value: card[name],
      change: (value) => this.#change(index, { [name]: value }),
      error: this.problems[`items.${index}.${name}`],
      disabled: this.busy,
      optionalWord: this.formWords.optional,
    };
  }

  #renderCard(card: Card, index: number): TemplateResult {
    const words = this.#words;
    const options = <Id extends string>(ids: readonly Id[], names: Record<Id, string>) => ids.map((id) => ({ id, label: names[id] }));
    const name = card.title.trim() || words.name;
    return html`<div class="card" part="card" role="group" aria-label=${name}>
      <div class="top">
        ${this.#renderQuote(card)}
        <button class="remove" type="button" aria-label=${words.remove(name)} title=${words.remove(name)} ?disabled=${this.busy} @click=${() => this.#remove(index)}>${iconRemove}</button>
      </div>
      ${textArea({ ...this.#field(card, index, 'title'), label: words.name, rows: 1, most: mostTitle, remaining: this.remaining })}
      <div class="row">
        ${selectField({ ...this.#field(card, index, 'type'), label: words.type, options: options(types, words.types) })}
        ${selectField({ ...this.#field(card, index, 'priority'), label: words.priority, options: options(priorities, words.priorities) })}
        ${textField({ ...this.#field(card, index, 'due'), label: words.due, type: 'date', optional: true })}
      </div>
      ${
        card.acceptance.length === 0
          ? nothing
          : html`<div class="done-when"><p class="muted">${words.acceptance}</p><ul>${card.acceptance.map((text) => html`<li>${text}</li>`)}</ul></div>`
      }
      ${card.questions.map((question) => this.#renderQuestion(card, index, question))}
    </div>`;
  }

  #renderQuote(card: Card): unknown {
    if (!card.quote) return html`<span></span>`;
    const words = this.#words;
    return html`<blockquote class="said" part="quote" aria-label=${words.quote}>${pieces(card).map(({ text, field }) =>
      field ? html`<mark part="mark" data-field=${field} title=${words.marks[field]}>${text}</mark>` : text,
    )}</blockquote>`;
  }

  /** What could not be read for certain, with answers where one touch gives them. */
  #renderQuestion(card: Card, index: number, question: Question): TemplateResult {
    const answers = answersTo(question, card);
    return html`<div class="ask">
      <p>${question.text}</p>
      ${
        answers.length === 0
          ? nothing
          : html`<div class="answers">
              ${answers.map((answer) => html`<button type="button" ?disabled=${this.busy} @click=${() => this.#answer(index, answer)}>${answer.label}</button>`)}
            </div>`
      }
    </div>`;
  }

  #renderRegister(store: ProjectStore): unknown {
    const all = this.withoutRegister ? [] : read(store.collection<Requirement>('requirements'));
    if (all.length === 0) return nothing;
    const words = this.#words;
    return html`<div class="register" part="register">
      <p class="register-title" id="register">${words.sent}</p>
      <ul aria-labelledby="register">
        ${all
          .toSorted((a, b) => b.number - a.number)
          .slice(0, 20)
          .map(
            ({ reference, title, status }) =>
              html`<li><span class="number">${reference}</span><span>${title}</span><span class="status ${status}">${words.statuses[status] ?? status}</span></li>`,
          )}
      </ul>
    </div>`;
  }

  protected override renderSkeleton(): TemplateResult {
    const title = this.withoutHeader ? nothing : html`<span class="bone"></span>`;
    return html`<div class="ghost">${title}<span class="bone"></span><span class="bone box"></span><span class="bone button"></span></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'portico-intake': PorticoIntake;
  }
}
