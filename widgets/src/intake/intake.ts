import type { PorticoError, ProjectStore } from '@portico/sdk';
import { html, nothing, svg, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { PorticoFormElement, type Form } from '../base/form.ts';
import { icon } from '../base/icons.ts';
import { read } from '../base/read.ts';
import { pick } from '../i18n/messages.ts';
import { selectField, textArea, textField, type Binding } from '../ui/field.ts';
import './intake.events.ts';
import { intakeWords, type IntakeWords } from './intake.messages.ts';
import {
  blank,
  cardsOf,
  check,
  input,
  mostText,
  mostTitle,
  pieces,
  plainCard,
  priorities,
  recall,
  types,
  type Card,
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

const iconRemove = icon(svg`<path d="m5.5 5.5 9 9m0-9-9 9"/>`);

/**
 * What a client needs, in their own words. The text is read by the server without being stored, and comes back as proposals whose
 * fields show the words that they came from. Nothing is sent before the client confirms; what they typed survives a reload, what is
 * sent off line goes out by itself, once.
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
  static override styles: CSSResultGroup = [PorticoFormElement.styles, styles];
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
  /** Said above the proposals when they are only the text itself. */
  #note: 'none' | 'offline' | undefined;
  /** Where the focus goes after the next update: a card, or the text. */
  #next: number | 'text' | undefined;

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
      key: 'intake',
      thing: 'intake',
      path: 'requirements.create',
      blank,
      check: (values) => check(values, { ...words, tooLong: this.formWords.tooLong(mostText) }),
      input: (values) => input(store.id, values),
      recall,
      thanks: (result) => {
        const items = (result as { items?: { reference: string }[] } | null)?.items ?? [];
        return {
          title: words.thanksTitle(Math.max(1, items.length)),
          text: words.thanks(read(store.project)?.manager?.name),
          reference: items.map(({ reference }) => reference).join(', ') || undefined,
        };
      },
    };
  }

  protected override updated(changed: Parameters<PorticoFormElement<Values>['updated']>[0]): void {
    super.updated(changed);
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined) return;
    const target = next === 'text' ? 'textarea' : `[id="f-items.${next}.title"]`;
    (this.renderRoot.querySelector<HTMLElement>(target) ?? this.renderRoot.querySelector<HTMLElement>('form button'))?.focus();
  }

  // ── Actions ───────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #sort = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { line, store } = this;
    const { text } = this.values;
    if (!line || !store || this.#reading || this.busy) return;
    this.problems = this.formOf(store).check({ ...this.values, cards: null });
    if (Object.keys(this.problems).length > 0) {
      this.#next = 'text';
      return this.requestUpdate();
    }
    this.#reading = true;
    this.#note = undefined;
    this.requestUpdate();
    let found: Pick<Values, 'cards' | 'rest'> | undefined;
    try {
      found = cardsOf(await line.call('requirements.parse', { project: store.id, text }, { tries: 1 }), text);
      if (found.cards?.length === 0) this.#note = 'none';
    } catch (error) {
      const { retryable, message } = error as PorticoError;
      if (retryable) this.#note = 'offline';
      else this.problems = { text: message };
    }
    this.#reading = false;
    // They went on writing while it was read: what came back is of another text.
    if (this.values.text !== text || Object.keys(this.problems).length > 0) return this.requestUpdate();
    const cards = found?.cards?.length ? found.cards : [plainCard(text)];
    this.values = { ...this.values, rest: found?.cards?.length ? found.rest : [] };
    this.#next = 0;
    this.set('cards', cards);
    this.announce(this.#words[this.#note ?? 'foundHint']);
  };

  readonly #back = (): void => {
    this.#note = undefined;
    this.#next = 'text';
    this.problems = {};
    this.values = { ...this.values, rest: [] };
    this.set('cards', null);
  };

  #change(index: number, change: Partial<Card>): void {
    this.set('cards', this.values.cards!.with(index, { ...this.values.cards![index]!, ...change }));
    for (const name of Object.keys(change)) this.forgive(`items.${index}.${name}`);
  }

  #remove(index: number): void {
    const cards = this.values.cards!.toSpliced(index, 1);
    this.problems = {};
    if (cards.length === 0) return this.#back();
    this.#next = Math.min(index, cards.length - 1);
    this.set('cards', cards);
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
      ${textArea({ ...this.bind('text'), label: words.label, hint: words.hint, placeholder: words.placeholder, rows: 6, most: mostText, remaining: this.formWords.remaining })}
      <div class="actions" part="actions">
        <button class="action" part="sort" type="submit" aria-disabled=${this.#reading || this.busy}>${this.#reading ? words.sorting : words.sort}</button>
      </div>
    </form>`;
  }

  #renderCards(cards: readonly Card[]): unknown {
    const words = this.#words;
    const head = html`<div><p class="found">${this.#note ? words[this.#note] : words.found(cards.length)}</p><p class="muted">${words.foundHint}</p></div>`;
    const { rest } = this.values;
    const fields = [
      html`<div class="cards">${cards.map((card, index) => this.#renderCard(card, index))}</div>`,
      rest.length === 0
        ? nothing
        : html`<details><summary>${words.rest(rest.length)}</summary>${rest.map((text) => html`<p>${text}</p>`)}</details>`,
    ];
    const more = html`<button class="link" type="button" ?disabled=${this.busy} @click=${this.#back}>${words.back}</button>`;
    return this.renderForm(fields, { submit: words.confirm(cards.length), again: words.more, before: head, more });
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
    return html`<div class="card" part="card" role="group" aria-label=${card.title}>
      <div class="top">
        ${this.#renderQuote(card)}
        <button class="remove" type="button" aria-label=${words.remove(card.title)} title=${words.remove(card.title)} ?disabled=${this.busy} @click=${() => this.#remove(index)}>${iconRemove}</button>
      </div>
      ${textArea({ ...this.#field(card, index, 'title'), label: words.name, rows: 1, most: mostTitle, remaining: this.formWords.remaining })}
      <div class="row">
        ${selectField({ ...this.#field(card, index, 'type'), label: words.type, options: options(types, words.types) })}
        ${selectField({ ...this.#field(card, index, 'priority'), label: words.priority, options: options(priorities, words.priorities) })}
        ${textField({ ...this.#field(card, index, 'due'), label: words.due, type: 'date', optional: true })}
      </div>
      ${card.questions.map((question) => this.#renderQuestion(card, index, question))}
    </div>`;
  }

  #renderQuote(card: Card): TemplateResult {
    const words = this.#words;
    return html`<blockquote class="said" part="quote" aria-label=${words.quote}>${pieces(card).map(({ text, field }) =>
      field ? html`<mark part="mark" data-field=${field} title=${words.marks[field]}>${text}</mark>` : text,
    )}</blockquote>`;
  }

  /** What could not be read for certain; an answer that is a date or a kind goes straight into its field. */
  #renderQuestion(card: Card, index: number, question: Card['questions'][number]): TemplateResult {
    const { field, text, options } = question;
    const answers = field === 'due' ? options.filter(({ value }) => /^\d{4}-\d\d-\d\d$/.test(value)) : field === 'type' ? options : [];
    const rest = card.questions.filter((other) => other !== question);
    return html`<div class="ask">
      <p>${text}</p>
      ${
        answers.length === 0
          ? nothing
          : html`<div class="answers">
              ${answers.map(
                ({ label, value }) =>
                  html`<button type="button" ?disabled=${this.busy} @click=${() => this.#change(index, { [field]: value, questions: rest })}>${label}</button>`,
              )}
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
    return html`<div class="ghost"><span class="bone"></span><span class="bone box"></span></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'portico-intake': PorticoIntake;
  }
}
