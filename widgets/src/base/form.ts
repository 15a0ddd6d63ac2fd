import { untracked } from '@preact/signals-core';
import type { ProjectStore } from '@portico/sdk';
import { drafts, outbox, type Drafts, type Submission } from '@portico/sdk/outbox';
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import { pick } from '../i18n/messages.ts';
import { idOf, type Binding } from '../ui/field.ts';
import { outcome, problemList, thanksFor, waitingFor } from '../ui/outcome.ts';
import { formStyles } from '../ui/ui.styles.ts';
import { PorticoElement } from './element.ts';
import { PorticoSubmitEvent, PorticoSubmittedEvent } from './form.events.ts';
import { formWords, type FormWords } from './form.messages.ts';
import { problemsOf, type Form, type Phase, type Problems } from './form.types.ts';
import { me, type Me } from './me.ts';
import { read } from './read.ts';

export type { Form, Phase, Problems, Thanks } from './form.types.ts';

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

  #form: Form<Values> | undefined;
  /** Visit and key of the form that is open, and whose it is. */
  #opened = '';
  #person: string | null = null;
  #submission: Submission | undefined;
  /** There was a draft when the form was opened. */
  #drafted = false;
  #off = false;
  #told: Phase | 'refused' = 'editing';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Where the focus goes after the next update. */
  #next: 'problems' | 'outcome' | 'first' | undefined;

  /** Who they are; undefined while it is not known, null if it could not be had. */
  protected get me(): Me | null | undefined {
    return this.line && me(this.line);
  }
  /** False: this person only reads. */
  protected get may(): boolean {
    return this.me?.can.includes(this.action) ?? true;
  }
  /** Something is on its way, or it is not to be filled in. */
  protected get busy(): boolean {
    return this.phase === 'sending' || this.disabled || this.#off || !this.may;
  }
  /** What else must be known before the form is shown. */
  protected isPending(): boolean {
    return false;
  }
  /** Whom to ask instead. */
  protected readOnlyText(): string {
    return this.formWords.readOnly(this.store && read(this.store.project)?.manager?.name);
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
    if ((this.me === undefined || this.isPending()) && this.state === 'ready') this.state = 'loading';
    const form = store && this.state === 'ready' ? this.formOf(store) : undefined;
    if (!store || !form || !line) return this.#close();
    const { visit, id } = read(line.visitor);
    const opened = `${visit} ${form.key}`;
    this.#form = form;
    if (opened !== this.#opened || id !== this.#person) {
      // The person became known while they typed: nothing of it is lost. Another person or form sees nothing of it.
      if (opened === this.#opened) this.#flush();
      this.#opened = opened;
      this.#person = id;
      const draft = untracked(() => drafts(line, store.id).read<Values>(form.key));
      this.#drafted = !!draft;
      this.#begin({ ...form.blank, ...draft });
    }
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
    this.#stop();
    this.#timer = setTimeout(this.#flush, pause);
    this.requestUpdate();
  }

  /** What was wrong with a field is being mended. */
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
    this.requestUpdate();
    this.problems = form.check(this.values);
    if (Object.keys(this.problems).length > 0) {
      this.#next = 'problems';
      return;
    }
    const input = form.input(this.values);
    if (!this.emit(new PorticoSubmitEvent(`${form.thing}-${form.verbs?.[0] ?? 'submit'}`, { project: this.store!.id, input }))) return;
    this.#submission = outbox(line).submit(form.path, input as never, { key: form.key, describe: form.thing });
    this.#forget();
    this.#told = this.phase = 'sending';
  };

  /** A blank form in place of what was sent or typed. */
  protected readonly again = (): void => {
    if (this.#submission?.state.peek() === 'refused') this.#submission.discard();
    this.#forget();
    this.#begin({ ...(this.#form?.blank as Values) });
  };

  /** Takes back what still waits, to change it. */
  readonly #edit = (): void => {
    const submission = this.#submission!;
    this.#begin(this.#form!.recall(submission.input));
    submission.discard();
    this.#keep();
    this.#next = 'first';
  };

  #begin(values: Values): void {
    this.#stop();
    this.#submission = undefined;
    this.#told = this.phase = 'editing';
    this.problems = {};
    this.values = values;
    this.requestUpdate();
  }

  #close(): void {
    this.#flush();
    // The widget has put the form away: what was refused is mended another time, or never.
    if (this.state === 'ready' && this.#submission?.state.peek() === 'refused') {
      this.#keep();
      this.#submission.discard();
    }
    this.#submission = this.#form = undefined;
    this.#opened = '';
    this.phase = 'editing';
  }

  /** Goes along with the submission. */
  #follow(form: Form<Values>): void {
    const submission = this.#submission;
    if (!submission) return;
    const state = read(submission.state);
    this.phase = state === 'refused' ? 'editing' : state;
    if (state === this.#told) return;
    if (state === 'refused' && submission.error.peek()?.code === 'discarded') {
      // Taken back in another tab.
      this.#submission = undefined;
      this.#told = 'editing';
      return;
    }
    const before = this.#told;
    this.#told = state;
    // Found when the form was opened: nothing has happened just now.
    const news = before !== 'editing';
    if (state === 'refused') {
      // What was mended since, but not sent again, is in the draft.
      if (news || !this.#drafted) this.values = form.recall(submission.input);
      const error = submission.error.peek()!;
      this.problems = form.refusal?.(error) ?? problemsOf(error, this.formWords, this.readOnlyText(), form.field);
    }
    if (!news) return;
    // Who has just sent it is taken along; who has gone on to something else is only told.
    const here = this.matches(':focus-within') || (before === 'sending' && document.activeElement === document.body);
    const result = submission.result.peek();
    if (here) this.#next = state === 'refused' ? 'problems' : 'outcome';
    else this.announce(state === 'sent' ? form.thanks(result).title : this.formWords[state === 'refused' ? 'refused' : 'waitingTitle']);
    if (state !== 'sent') return;
    untracked(() => {
      form.arrived?.(result);
      this.emit(new PorticoSubmittedEvent(`${form.thing}-${form.verbs?.[1] ?? 'submitted'}`, { project: this.store!.id, result }));
    });
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

  /** `请选择一项` alone would not say of what. */
  #labelAt(path: string): string {
    const label = this.renderRoot.querySelector(`[id="${CSS.escape(`${idOf(path)}-label`)}"] > span`)?.textContent;
    return label ? this.formWords.about(label) : '';
  }

  readonly #flush = (): void => {
    if (this.#timer !== undefined) this.#keep();
  };

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #keep(): void {
    this.#stop();
    if (this.phase === 'editing') this.#drafts?.write(this.#form!.key, this.values);
  }

  #forget(): void {
    this.#stop();
    this.#drafts?.clear(this.#form!.key);
  }

  get #drafts(): Drafts | undefined {
    return this.#form && this.line && this.store && drafts(this.line, this.store.id);
  }

  // ── Rendering ─────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * The form, or what stands in its place: read only, waiting, sent. `before` stands above the fields, `more` beside the button, `again` is the
   * word for one more; with `preview` who only reads sees the fields too.
   */
  protected renderForm(
    fields: unknown,
    { submit, again, before, more, preview }: { submit: string; again?: string; before?: unknown; more?: unknown; preview?: boolean },
  ): unknown {
    const { formWords: words } = this;
    if (!this.may) {
      const note = outcome('read-only', words.readOnlyTitle, this.readOnlyText());
      return preview ? html`<div class="form">${note} ${fields}</div>` : note;
    }
    const submission = this.#submission;
    if (this.phase === 'waiting') return waitingFor(submission!, words, this.shownLang, () => outbox(this.line!).wake(), this.#edit);
    if (this.phase === 'sent') return thanksFor(this.#form!.thanks(submission!.result.peek()), words, again, this.#more);
    const busy = this.phase === 'sending';
    return html`<form class="form" part="form" novalidate aria-busy=${busy} @submit=${this.submit}>
      ${before} ${this.#renderProblems()} ${fields}
      <div class="actions" part="actions">
        <button class="action" part="submit" type="submit" aria-disabled=${this.busy}>${busy ? words.sending : submit}</button>
        ${more}
      </div>
    </form>`;
  }

  /** Listed where there is more than the one that is shown at its field. */
  #renderProblems(): unknown {
    const { formWords: words } = this;
    const { '': whole, ...byField } = this.problems;
    const paths = Object.keys(byField);
    if (whole === undefined && (paths.length === 0 || (paths.length === 1 && this.#fieldAt(paths[0]!)))) return nothing;
    const listed = paths.map((path) => ({ text: this.#labelAt(path) + byField[path]!, lead: () => this.#fieldAt(path)?.focus() }));
    return problemList(whole === undefined ? words.mend(paths.length) : words.refused, whole, listed);
  }

  readonly #more = (): void => {
    this.again();
    this.#next = 'first';
  };
}
