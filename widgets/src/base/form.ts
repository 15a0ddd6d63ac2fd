import { untracked } from '@preact/signals-core';
import type { PorticoError, ProjectStore } from '@portico/sdk';
import { isLeft, jot, type Submission } from '@portico/sdk/outbox';
import { html, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { pick } from '../i18n/messages.ts';
import { idOf, type Binding } from '../ui/field.ts';
import type { OutcomeKind } from '../ui/outcome.ts';
import { formStyles } from '../ui/ui.styles.ts';
import { PorticoElement } from './element.ts';
import { formWords, type FormWords } from './form.messages.ts';
import type { Form, Phase, Problems } from './form.types.ts';
import { adopt, type Later } from './later.ts';
import { me, type Me } from './me.ts';
import { sending } from './outbox.ts';
import { read } from './read.ts';
import type { Sending } from './sending.ts';

type Code = NonNullable<typeof sending.value>;

export type { Form, Phase, Problems, Thanks } from './form.types.ts';

/** How long typing must pause before the draft is kept, in ms. */
const pause = 300;

/**
 * What every widget is that sends something. What is needed from the tap on comes in a chunk of its own after the first picture
 * (`sending.ts`); what is typed before is kept as a draft like everything else. It owns the life of a form: values, draft, checks, one submission at a time, and what is shown of it.
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
  /** There was a draft when the form was opened. */
  #drafted = false;
  #off = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The second half, once its code is here. */
  #sending: Sending<Values> | undefined;
  /** Key of the form that was sent before that. */
  #tapped: string | undefined;
  /** Where the focus goes after the next update. */
  protected next: 'problems' | 'outcome' | 'first' | undefined;

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
    return this.#sending?.words.readOnly(this.store && read(this.store.project)?.manager?.name) ?? '';
  }
  protected get formWords(): FormWords {
    return pick(formWords, this.locale.lang).words;
  }
  /** `Shorten this to 200 characters`. Asked for by the second half alone. */
  protected readonly tooLong = (most: number): string => this.#sending?.words.tooLong(most) ?? '';
  /** `12 characters left`. */
  protected readonly remaining = (count: number): string => this.#sending?.words.remaining(count) ?? '';
  /** The code of the second half, and of what the widget itself needs from then on. */
  protected readonly late: Later<Code> = sending;
  /** What is on its way or refused under the key of a form. */
  protected submissionOf(key: string): Submission | undefined {
    return this.line && this.late.value?.outbox(this.line).find(key);
  }
  protected draftOf(key: string): Partial<Values> | undefined {
    return this.line && this.store && this.late.value?.drafts(this.line, this.store.id).read(key);
  }
  protected drop(key: string): void {
    if (this.line && this.store) this.#sending?.drop(key, this.line, this.store.id);
  }
  /** Is the code of the second half here? Else it is fetched. */
  protected get canTell(): boolean {
    void this.late.fetch();
    return !!this.late.value;
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
    if (isLeft()) void this.late.fetch();
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
    const late = this.late.value;
    if (late) this.#second(late);
    // Who only reads sees a note in place of the form, and what was left before may be shown in it: the second half knows both.
    const mustTell = !this.may || (!this.#opened && isLeft());
    if (this.state === 'ready' && (this.me === undefined || this.isPending() || (mustTell && !this.canTell))) this.state = 'loading';
    const form = store && this.state === 'ready' ? this.formOf(store) : undefined;
    if (!store || !form || !line) return this.#close();
    const { visit, id } = read(line.visitor);
    const opened = `${visit} ${form.key}`;
    this.#form = form;
    if (opened !== this.#opened || id !== this.#person) {
      // The person became known while they typed: nothing of it is lost. Another person or form sees nothing of it.
      const same = opened === this.#opened;
      if (same) this.#flush();
      this.#opened = opened;
      this.#person = id;
      const draft = late ? untracked(() => this.draftOf(form.key)) : same ? this.values : undefined;
      this.#drafted = !!draft;
      this.#begin({ ...form.blank, ...draft });
      if (this.#tapped === form.key) this.phase = 'sending';
    }
    this.#sending?.follow(form, line, store.id, this.phase, this.#drafted);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.state !== 'loading') this.late.soon();
    const { states } = this.internals;
    for (const phase of ['sending', 'waiting', 'sent']) states.delete(phase);
    if (this.#form && this.phase !== 'editing') states.add(this.phase);
    const sent = this.phase === 'sent';
    this.internals.setFormValue(sent ? this.#sending!.value : null);
    this.internals.setValidity(this.required && !sent ? { valueMissing: true } : {}, this.formWords.notSent);
    const { next } = this;
    // What it would go to is not drawn yet.
    if (!next || !this.#sending) return;
    this.next = undefined;
    this.#sending.focus(next, this.renderRoot, this.problems);
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

  /** For `@submit`. A double click is one. What comes after the tap waits for nothing but its code. */
  protected readonly submit = (event?: Event): void => {
    event?.preventDefault();
    const { line, store } = this;
    const key = this.#form?.key;
    if (!key || !line || !store || this.busy || this.phase !== 'editing') return;
    const { visit } = line.visitor.peek();
    const at = Date.now();
    const send = (code: Code): void => {
      this.#tapped = undefined;
      const half = this.#second(code);
      const form = this.formOf(store);
      // Another person meanwhile, or another form: nothing is sent. What was typed is a draft of who wrote it.
      if (form?.key === key && line.visitor.peek().visit === visit) half.submit(form, this.values, line, store.id, at);
      this.requestUpdate();
    };
    if (this.late.value) return send(this.late.value);
    this.#keep();
    this.#tapped = key;
    this.phase = 'sending';
    this.requestUpdate();
    void this.late.fetch().then(send);
  };

  /** A blank form in place of what was sent or typed. */
  protected readonly again = (): void => {
    this.#sending?.discard();
    this.#forget();
    this.#begin({ ...(this.#form?.blank as Values) });
  };

  /** The server's no to something that was asked beside the outbox, in words. */
  protected async problemsOf(error: PorticoError): Promise<Problems> {
    return this.#second(await this.late.fetch()).problemsOf(error);
  }

  #second(code: Code): Sending<Values> {
    adopt(this, code.outcomeStyles);
    return (this.#sending ??= new code.Sending<Values>({
      element: this,
      lang: () => this.shownLang,
      readOnlyText: () => this.readOnlyText(),
      show: (change) => Object.assign(this, change),
      begin: (values) => this.#begin(values),
      keep: () => this.#keep(),
      more: () => {
        this.again();
        this.next = 'first';
      },
      say: (text) => this.announce(text),
      emit: (event) => this.emit(event),
      fieldAt: (path) => this.#fieldAt(path),
      labelAt: (path) => this.renderRoot.querySelector(`[id="${CSS.escape(`${idOf(path)}-label`)}"] > span`)?.textContent,
    }));
  }

  #begin(values: Values): void {
    this.#stop();
    this.#sending?.leave();
    this.phase = 'editing';
    this.problems = {};
    this.values = values;
    this.requestUpdate();
  }

  #close(): void {
    this.#flush();
    const half = this.#sending;
    // The widget has put the form away: what was refused is mended another time, or never.
    if (this.state === 'ready' && half?.isRefused) {
      this.#keep();
      half.discard();
    }
    half?.leave();
    this.#form = undefined;
    this.#opened = '';
    this.phase = 'editing';
  }

  #fieldAt(path: string): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>(`[id="${CSS.escape(idOf(path))}"]`) ?? undefined;
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
    const { line, store } = this;
    if (this.phase !== 'editing' || !line || !store || !this.#form) return;
    const { key } = this.#form;
    if (this.late.value) this.late.value.drafts(line, store.id).write(key, this.values);
    else jot(line, store.id, key, this.values);
  }

  #forget(): void {
    this.#stop();
    const { line, store } = this;
    if (!line || !store || !this.#form) return;
    const { key } = this.#form;
    if (this.late.value) this.late.value.drafts(line, store.id).clear(key);
    else jot(line, store.id, key, undefined);
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
    const half = this.#sending;
    if (!this.may) {
      const note = half && this.outcome('read-only', half.words.readOnlyTitle, this.readOnlyText());
      return preview ? html`<div class="form">${note} ${fields}</div>` : note;
    }
    const instead = half?.render(this.#form!, this.line!, this.phase, again);
    if (instead) return instead;
    const busy = this.phase === 'sending';
    return html`<form class="form" part="form" novalidate aria-busy=${busy} @submit=${this.submit}>
      ${before} ${half?.renderProblems(this.problems)} ${fields}
      <div class="actions" part="actions">
        <button class="action" part="submit" type="submit" aria-disabled=${this.busy}>${busy ? this.formWords.sending : submit}</button>
        ${more}
      </div>
    </form>`;
  }

  /** What stands in place of a form; nothing until the second half is here. */
  protected outcome(kind: OutcomeKind, title: string, text: string): TemplateResult | undefined {
    return this.late.value?.outcome(kind, title, text);
  }
}
