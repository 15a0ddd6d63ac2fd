import { untracked } from '@preact/signals-core';
import type { Connection, PorticoError, ProjectStore } from '@portico/sdk';
import { drafts, outbox, type Submission, type Submittable } from '@portico/sdk/outbox';
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { clockTime, dayAndTime } from '../i18n/format.ts';
import { pick } from '../i18n/messages.ts';
import { idOf, type Binding } from '../ui/field.ts';
import { iconSent, iconWait } from '../ui/icons.ts';
import { formStyles } from '../ui/ui.styles.ts';
import { PorticoElement } from './element.ts';
import { PorticoSubmitEvent, PorticoSubmittedEvent } from './form.events.ts';
import { formWords, type FormWords } from './form.messages.ts';
import { iconAlert, iconLock } from './icons.ts';
import { me, type Me } from './me.ts';
import { read } from './read.ts';

/** Sentences by the name of the field that they are about; `''` is the whole form. */
export type Problems = Record<string, string>;

/** `sent` lasts until `again()`; what was refused is being edited once more. */
export type Phase = 'editing' | 'sending' | 'waiting' | 'sent';

/** One form: what it holds, when it is complete, and where it goes. */
export interface Form<Values extends object> {
  /** Names draft and submission, for one person and project: `survey:srv_…`. */
  key: string;
  /** Of its events: `change-request` sends `portico-change-request-submit`, then `-submitted`. */
  thing: string;
  path: Submittable;
  /** Untouched. */
  blank: Values;
  check(values: Values): Problems;
  /** What the procedure takes. */
  input(values: Values): Record<string, unknown>;
  /** The way back, for what was refused or is taken back to be changed. */
  recall(input: Readonly<Record<string, unknown>>): Values;
  /** Our own words for a refusal of the server, by the code of the problem. */
  refusal?(error: PorticoError): Problems | undefined;
  /** What is said when it has arrived; `result` is the answer, null if another tab had it. */
  thanks(result: unknown): Thanks;
}

export interface Thanks {
  title: string;
  text: string;
  /** What people call it: `CR-12`. */
  reference?: string | undefined;
}

/** How long typing must pause before the draft is kept, in ms. */
const pause = 300;

/**
 * What every widget is that sends something. It owns the life of a form: values, draft, checks, one submission at a time, and what is shown of it.
 * Widgets say what is asked (`formOf`) and draw the fields.
 *
 * It takes part in a form of the host: its value is the id of what was sent, and with `required` it is invalid until then.
 */
export abstract class PorticoFormElement<Values extends object> extends PorticoElement {
  static formAssociated = true;
  static override styles: CSSResultGroup = [PorticoElement.styles, formStyles];
  static override properties: PropertyDeclarations = {
    name: { reflect: true },
    required: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
  };

  // ── Public API ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Its name in the host's form. */
  declare name: string | undefined;

  /** The host's form waits until it has been sent. */
  declare required: boolean;

  /** Shown, but not to be filled in. */
  declare disabled: boolean;

  /** The host's form, if it is in one. */
  get form(): HTMLFormElement | null {
    return this.internals.form;
  }
  get validity(): ValidityState {
    return this.internals.validity;
  }
  get validationMessage(): string {
    return this.internals.validationMessage;
  }
  checkValidity(): boolean {
    return this.internals.checkValidity();
  }
  reportValidity(): boolean {
    return this.internals.reportValidity();
  }

  /** Focuses the first field, or what stands in its place. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('form :is(input, textarea, select, button), [tabindex="-1"]')?.focus(options);
  }

  // ── State ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The action of the policy that sending takes: `change_request.submit`. */
  protected abstract readonly action: string;
  /** The form that is open now, if one is; a new `key` opens another. */
  protected abstract formOf(store: ProjectStore): Form<Values> | undefined;

  protected values: Values = {} as Values;
  protected problems: Problems = {};
  protected phase: Phase = 'editing';
  protected me: Me | null | undefined;

  #form: Form<Values> | undefined;
  #opened = '';
  #submission: Submission | undefined;
  /** There was a draft when the form was opened. */
  #drafted = false;
  #off = false;
  #told: Phase | 'refused' = 'editing';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Where the focus goes after the next update. */
  #next: 'problems' | 'outcome' | 'first' | undefined;

  /** False: this person only reads. */
  protected get may(): boolean {
    return !this.me || this.me.can.includes(this.action);
  }
  /** Something is on its way, or the host has turned it off. */
  protected get busy(): boolean {
    return this.phase === 'sending' || this.disabled || this.#off;
  }
  protected get formWords(): FormWords {
    return pick(formWords, this.locale.lang).words;
  }

  // ── Lifecycle ─────────────────────────────────────────────────────────────────────────────────────────────────

  constructor() {
    super();
    this.required = this.disabled = false;
    // The browser would point at the whole element; we know where to go.
    this.addEventListener('invalid', (event) => {
      event.preventDefault();
      this.focus();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#flush);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#flush);
    this.#flush();
  }

  /** The host's form was reset: what was typed is gone, here and in the draft. */
  formResetCallback(): void {
    this.again();
  }

  formDisabledCallback(disabled: boolean): void {
    this.#off = disabled;
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { store, line } = this;
    this.me = line && me(line);
    const form = store && this.state === 'ready' ? this.formOf(store) : undefined;
    if (!form || !line) {
      if (this.state !== 'ready' || !form) this.#close();
      return;
    }
    const { visit, id } = read(line.visitor);
    const opened = `${visit} ${form.key} ${id}`;
    this.#form = form;
    if (opened !== this.#opened) this.#open(opened, form, line);
    const found = outbox(line).find(form.key);
    if (found && this.phase !== 'sent') this.#submission = found;
    this.#follow(form);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { states } = this.internals;
    for (const phase of ['sending', 'waiting', 'sent']) states.delete(phase);
    if (this.#form && this.phase !== 'editing') states.add(this.phase);
    const sent = this.phase === 'sent';
    this.internals.setFormValue(sent ? ((this.#submission?.result.peek() as { id?: string } | null)?.id ?? this.#submission!.id) : null);
    this.internals.setValidity(this.required && !sent ? { valueMissing: true } : {}, this.formWords.notSent);
    const next = this.#next;
    this.#next = undefined;
    if (next === 'problems') this.#showProblems();
    else if (next) this.renderRoot.querySelector<HTMLElement>(next === 'outcome' ? '.outcome' : 'form :is(input, textarea)')?.focus();
  }

  // ── Actions ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** A value that was typed or chosen. */
  protected set<Name extends keyof Values & string>(name: Name, value: Values[Name]): void {
    this.values = { ...this.values, [name]: value };
    // What is being mended is no longer wrong; whether it is right now is found when it is sent.
    for (const path of Object.keys(this.problems)) if (path === name || path.startsWith(`${name}.`)) this.forgive(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#flush, pause);
    this.requestUpdate();
  }

  protected forgive(path: string): void {
    const { [path]: _, ...rest } = this.problems;
    this.problems = rest;
  }

  /** What a field needs of its form. */
  protected bind<Name extends keyof Values & string>(name: Name): Binding<Values[Name]> {
    return {
      name,
      value: this.values[name],
      change: (value) => this.set(name, value),
      error: this.problems[name],
      disabled: this.busy,
      optionalWord: this.formWords.optional,
    };
  }

  /** For `@submit`: checks, asks the host, and hands over to the outbox. A double click is one. */
  protected readonly submit = (event?: Event): void => {
    event?.preventDefault();
    const { line } = this;
    const form = this.#form;
    if (!form || !line || this.busy || this.phase !== 'editing') return;
    this.problems = form.check(this.values);
    if (Object.keys(this.problems).length > 0) {
      this.#next = 'problems';
      this.requestUpdate();
      return;
    }
    const input = form.input(this.values);
    if (!this.emit(new PorticoSubmitEvent(form.thing, { project: this.store!.id, input }))) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#submission = outbox(line).submit(form.path, input as never, { key: form.key, describe: form.thing });
    drafts(line, this.store!.id).clear(form.key);
    this.#told = 'sending';
    this.requestUpdate();
  };

  /** A blank form in place of what was sent or typed. */
  protected readonly again = (): void => {
    const form = this.#form;
    if (this.#submission?.state.peek() === 'refused') this.#submission.discard();
    this.#submission = undefined;
    this.#told = this.phase = 'editing';
    this.problems = {};
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (form && this.line && this.store) {
      this.values = form.blank;
      drafts(this.line, this.store.id).clear(form.key);
    }
    this.requestUpdate();
  };

  /** Takes back what still waits, to change it. */
  readonly #edit = (): void => {
    const form = this.#form!;
    const submission = this.#submission!;
    this.#submission = undefined;
    this.#told = this.phase = 'editing';
    this.values = form.recall(submission.input);
    submission.discard();
    this.#keep();
    this.#next = 'first';
    this.requestUpdate();
  };

  #open(opened: string, form: Form<Values>, line: Connection): void {
    // The person became known while they typed: nothing of it is lost. Another person or form sees nothing of it.
    if (this.#timer !== undefined && this.#opened.split(' ').slice(0, 2).join() === opened.split(' ').slice(0, 2).join()) this.#keep();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#opened = opened;
    this.#submission = undefined;
    this.#told = this.phase = 'editing';
    this.problems = {};
    const draft = untracked(() => drafts(line, this.store!.id).read<Values>(form.key));
    this.#drafted = draft !== undefined;
    this.values = { ...form.blank, ...draft };
  }

  #close(): void {
    this.#flush();
    this.#form = undefined;
    this.#opened = '';
  }

  /** Goes along with the submission. */
  #follow(form: Form<Values>): void {
    const submission = this.#submission;
    if (!submission) return;
    const state = read(submission.state);
    this.phase = state === 'refused' ? 'editing' : state;
    if (state === this.#told) return;
    const before = this.#told;
    this.#told = state;
    // Found when the form was opened: nothing has happened just now.
    const news = before !== 'editing';
    if (state === 'refused') {
      // What was mended since, but not sent again, is in the draft.
      if (news || !this.#drafted) this.values = form.recall(submission.input);
      this.problems = this.#refusal(submission.error.peek()!, form);
    }
    if (!news) return;
    // Who has just sent it is taken along; who has gone on to something else is only told.
    const here = this.matches(':focus-within') || (before === 'sending' && document.activeElement === document.body);
    const result = submission.result.peek();
    if (here) this.#next = state === 'refused' ? 'problems' : 'outcome';
    else this.announce(state === 'sent' ? form.thanks(result).title : this.formWords[state === 'refused' ? 'refused' : 'waitingTitle']);
    if (state === 'sent') untracked(() => this.emit(new PorticoSubmittedEvent(form.thing, { project: this.store!.id, result })));
  }

  /** The server's no: by field where it says so, else as a whole, in our words where we have them. */
  #refusal(error: PorticoError, form: Form<Values>): Problems {
    const own = form.refusal?.(error);
    if (own) return own;
    const { formWords: words } = this;
    if (error.code === 'too_late') return { '': words.tooLate };
    if (error.code === 'forbidden') return { '': this.#readOnlyText };
    const fields = (error.errors ?? []).map(({ path, message }) => [path, message] as const);
    if (fields.length === 0) return { '': error.status >= 500 || error.status === 0 ? words.unavailable : error.message };
    return Object.fromEntries(fields);
  }

  /** One thing that is wrong is shown where it is; several, or none of a field, are listed first. */
  #showProblems(): void {
    const [first, ...more] = Object.keys(this.problems);
    const target = first && more.length === 0 ? this.#fieldAt(first) : undefined;
    (target ?? this.renderRoot.querySelector<HTMLElement>('.problems'))?.focus();
  }

  #fieldAt(path: string): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>(`[id="${CSS.escape(idOf(path))}"]`) ?? undefined;
  }

  readonly #flush = (): void => {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#keep();
  };

  #keep(): void {
    if (this.line && this.store && this.#form && this.phase === 'editing') untracked(() => drafts(this.line!, this.store!.id).write(this.#form!.key, this.values));
  }

  // ── Rendering ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** The form, or what stands in its place: read only, waiting, sent. */
  protected renderForm(fields: unknown, { submit, again, more = nothing }: { submit: string; again?: string; more?: unknown }): unknown {
    if (!this.may) return this.#renderReadOnly();
    if (this.phase === 'waiting') return this.#renderWaiting();
    if (this.phase === 'sent') return this.renderSent(this.#form!.thanks(this.#submission!.result.peek()), again);
    const busy = this.phase === 'sending';
    return html`<form class="form" part="form" novalidate aria-busy=${busy} @submit=${this.submit}>
      ${this.#renderProblems()} ${fields}
      <div class="actions" part="actions">
        <button class="action" part="submit" type="submit" aria-disabled=${this.busy}>${busy ? this.formWords.sending : submit}</button>
        ${more}
      </div>
    </form>`;
  }

  /** Listed where there is more than the one that is shown at its field. */
  #renderProblems(): unknown {
    const paths = Object.keys(this.problems);
    const whole = this.problems[''];
    if (paths.length === 0 || (paths.length === 1 && whole === undefined && this.#fieldAt(paths[0]!))) return nothing;
    const { formWords: words } = this;
    return html`<div class="problems" part="problems" tabindex="-1" role="group" aria-labelledby="problems-title">
      ${iconAlert}
      <div>
        <p class="problems-title" id="problems-title">${whole === undefined ? words.mend(paths.length) : words.refused}</p>
        ${whole === undefined ? nothing : html`<p>${whole}</p>`}
        <ul>
          ${paths
            .filter(Boolean)
            .map((path) => html`<li><button type="button" class="link" @click=${() => this.#fieldAt(path)?.focus()}>${this.problems[path]}</button></li>`)}
        </ul>
      </div>
    </div>`;
  }

  #renderWaiting(): TemplateResult {
    const { formWords: words, shownLang } = this;
    const submission = this.#submission!;
    const at = Date.parse(submission.at);
    const today = new Date(at).toDateString() === new Date().toDateString();
    return this.#renderOutcome(
      'waiting',
      iconWait,
      words.waitingTitle,
      words.waiting((today ? clockTime : dayAndTime)(at, shownLang), submission.kept),
      html`<div class="actions">
        <button class="action quiet" type="button" @click=${() => outbox(this.line!).wake()}>${words.tryNow}</button>
        <button class="link" type="button" @click=${this.#edit}>${words.edit}</button>
      </div>`,
    );
  }

  protected renderSent({ title, text, reference }: Thanks, again?: string): TemplateResult {
    return this.#renderOutcome(
      'sent',
      iconSent,
      title,
      text,
      html`${reference ? html`<p class="number"><span class="muted">${this.formWords.reference}</span> <b>${reference}</b></p>` : nothing}
      ${again ? html`<div class="actions"><button class="action quiet" type="button" @click=${this.#more}>${again}</button></div>` : nothing}`,
    );
  }

  readonly #more = (): void => {
    this.again();
    this.#next = 'first';
  };

  get #readOnlyText(): string {
    return this.formWords.readOnly(this.store && read(this.store.project)?.manager?.name);
  }

  #renderReadOnly(): TemplateResult {
    return this.#renderOutcome('read-only', iconLock, this.formWords.readOnlyTitle, this.#readOnlyText, nothing);
  }

  #renderOutcome(kind: string, icon: TemplateResult, title: string, text: string, more: unknown): TemplateResult {
    return html`<div class="outcome ${kind}" part="outcome outcome-${kind}" tabindex="-1" role="group" aria-labelledby="outcome-title">
      ${icon}
      <div>
        <p class="outcome-title" id="outcome-title">${title}</p>
        <p class="outcome-text">${text}</p>
        ${more}
      </div>
    </div>`;
  }
}
