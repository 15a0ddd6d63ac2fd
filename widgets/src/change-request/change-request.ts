import { untracked } from '@preact/signals-core';
import type { PorticoError, ProjectStore } from '@portico/sdk';
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PorticoFormElement, type Form, type Problems } from '../base/form.ts';
import { iconLock, iconPath } from '../base/states.icons.ts';
import { stateStyles } from '../base/states.styles.ts';
import { read } from '../base/read.ts';
import { NewsController } from '../controllers/news.ts';
import { civilDate } from '../i18n/dates.ts';
import { pick } from '../i18n/messages.ts';
import { entryStyles } from '../ui/entry.styles.ts';
import { textField } from '../ui/entry.ts';
import './change-request.events.ts';
import { changeRequestWords, type ChangeRequestWords } from './change-request.messages.ts';
import { asking, fields, withdrawal } from './change-request.forms.ts';
import { grouped, merge, turnOf, type ChangeRequest, type Draft, type Group } from './change-request.model.ts';
import { styles } from './change-request.styles.ts';
import { bar, details, heading, skeleton, trail } from './change-request.view.ts';

/** The form that is open: to ask, to ask anew for what was returned, to withdraw. */
type Open = { kind: 'new' } | { kind: 'edit' | 'withdraw'; id: string };

/**
 * Change requests of a project: a form to ask for one, and the life of each, live. What was returned can be put right and submitted again, what is not decided yet
 * can be withdrawn. What is typed survives a reload, what is sent off line goes out by itself, once.
 *
 * **Keyboard**: Tab goes from button to button; Enter and Space unfold a request. A change that comes in never moves the focus; if the focused row itself moves
 * to another group, the focus goes with it.
 *
 * @summary Ask for a change and see what becomes of it.
 * @documentation https://portico.dev/widgets/change-request
 * @status stable
 * @since 0.2
 *
 * @slot header - Replaces the heading and what it counts.
 * @slot loading - Replaces the skeleton.
 * @slot empty - Replaces the note that there are no requests yet.
 * @slot error - Replaces the error and its button.
 * @slot forbidden - Replaces the note that this person has no access.
 * @slot stale - Replaces the banner that says since when nothing new has come in.
 *
 * @event {PorticoReadyEvent} portico-ready - The first data are shown. `detail: { project }`
 * @event {PorticoErrorEvent} portico-error - The data cannot be shown. `detail: { code, message, requestId, error }`
 * @event {PorticoSubmitEvent} portico-change-request-submit - Somebody wants to submit one; cancel it to hold it back. `detail: { project, input }`
 * @event {PorticoSubmittedEvent} portico-change-request-submitted - The server has it. `detail: { project, result }`
 * @event {PorticoSubmitEvent} portico-change-request-withdraw - Somebody wants to withdraw one; cancel it to hold it back. `detail: { project, input }`
 * @event {PorticoSubmittedEvent} portico-change-request-withdrawn - It is withdrawn. `detail: { project, result }`
 *
 * @csspart base - Everything.
 * @csspart header - Heading, count and button.
 * @csspart title - The heading.
 * @csspart note - Says whom to ask, to who may only read.
 * @csspart ask - The button that opens the form.
 * @csspart panel - Around the form.
 * @csspart form - A form.
 * @csspart field - One field.
 * @csspart label - Its words.
 * @csspart input - Where one writes.
 * @csspart choice - An option.
 * @csspart error - What is wrong with a field.
 * @csspart problems - The list of what is wrong.
 * @csspart actions - A row of buttons.
 * @csspart submit - The button that sends.
 * @csspart outcome - What stands in place of a form. Also `outcome-waiting`, `outcome-sent`, `outcome-read-only`.
 * @csspart group - The heading of a group.
 * @csspart request - One request. Also `request-submitted`, `-in_review`, `-returned`, `-approved`, `-rejected`, `-withdrawn`.
 * @csspart mark - The shape of its state.
 * @csspart name - Its title, a button.
 * @csspart details - What unfolds.
 * @csspart trail - What has happened to it.
 *
 * @cssstate loading - Nothing to show yet.
 * @cssstate ready - The requests are shown.
 * @cssstate empty - There are none, and this person may not ask for one.
 * @cssstate error - The data could not be had.
 * @cssstate forbidden - This person may not see the project.
 * @cssstate stale - Data are shown, but no news comes in.
 * @cssstate sending - A form is on its way.
 * @cssstate waiting - It waits for the network.
 * @cssstate sent - The server has it.
 */
export class PorticoChangeRequest extends PorticoFormElement<Draft> {
  static override styles: CSSResultGroup = [PorticoFormElement.styles, stateStyles, entryStyles, styles];
  static override properties: PropertyDeclarations = {
    withoutHeader: { type: Boolean, attribute: 'without-header' },
    messages: { attribute: false },
  };

  // ── Public API ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Leaves out the heading, for a page that has its own; the button stays. */
  declare withoutHeader: boolean;

  /** Your own words in place of ours, any of them. */
  declare messages: Partial<ChangeRequestWords> | undefined;

  // ── State ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #open: Open | undefined;
  #restored = '';
  #requests: ChangeRequest[] = [];
  readonly #answers = new Map<string, ChangeRequest>();
  readonly #unfolded = new Set<string>();
  #clock: ReturnType<typeof setInterval> | undefined;
  /** The row that had the focus before the update. */
  #held: string | undefined;

  protected readonly news: NewsController = new NewsController(
    this,
    () => (this.state === 'ready' ? this.store : undefined),
    (ids) => this.#tell(ids),
  );

  protected override get action(): string {
    const kind = this.#open?.kind;
    return `change_request.${kind === 'edit' ? 'resubmit' : kind === 'withdraw' ? 'withdraw' : 'submit'}`;
  }

  // ── Lifecycle ─────────────────────────────────────────────────────────────────────────────────────────────────

  override connectedCallback(): void {
    super.connectedCallback();
    // Ages are counted in minutes.
    this.#clock = setInterval(() => this.requestUpdate(), 60_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  protected override isEmpty(store: ProjectStore): boolean {
    this.#requests = merge(read(store.collection<ChangeRequest>('changeRequests')), this.#answers);
    return this.#requests.length === 0 && !this.may;
  }

  protected override formOf(store: ProjectStore): Form<Draft> | undefined {
    this.#restore(store);
    const open = this.#open;
    if (!open) return undefined;
    const project = read(store.project)!;
    const setting = { words: { ...this.#words, tooLong: this.tooLong }, project, today: civilDate(Date.now(), project.timeZone) };
    const request = open.kind === 'new' ? undefined : this.#byId(open.id);
    if (open.kind !== 'new' && !request) return undefined;
    const form = open.kind === 'withdraw' ? withdrawal(request!, setting) : asking(request, setting);
    return {
      ...form,
      key: this.#keyOf(open, store),
      refusal: (error) => this.#refusal(error),
      arrived: (result) => this.#arrived(result as ChangeRequest | null),
    };
  }

  protected override willUpdate(changed: PropertyValues): void {
    const focused = (this.renderRoot as ShadowRoot | undefined)?.activeElement;
    this.#held = focused?.closest<HTMLElement>('[data-id]')?.dataset['id'];
    super.willUpdate(changed);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // A row that moves to another group loses the focus on its way.
    if (!this.#held || (this.renderRoot as ShadowRoot).activeElement) return;
    const row = this.renderRoot.querySelector(`[data-id="${CSS.escape(this.#held)}"]`);
    row?.querySelector<HTMLElement>(row.querySelector('.outcome') ? '.outcome' : '.name')?.focus({ preventScroll: true });
  }

  #can(verb: string): boolean {
    return this.me?.can.includes(`change_request.${verb}`) ?? true;
  }

  // ── Actions ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** After a reload: what waits, was refused or was only begun is taken up again. */
  #restore(store: ProjectStore): void {
    const { line } = this;
    if (!line) return;
    const { visit, id } = read(line.visitor);
    const person = `${store.id} ${visit} ${id}`;
    if (person === this.#restored) return;
    // Who becomes known while they type keeps what they have open; another person begins anew.
    if (this.#restored && !this.#restored.endsWith(' null')) this.#open = undefined;
    this.#restored = person;
    if (this.#open) return;
    const forms: Open[] = [
      { kind: 'new' },
      ...this.#requests.flatMap(({ id: row }) => (['edit', 'withdraw'] as const).map((kind) => ({ kind, id: row }))),
    ];
    this.#open = untracked(
      () =>
        forms.find((form) => this.submissionOf(this.#keyOf(form, store))) ??
        (this.draftOf(this.#keyOf({ kind: 'new' }, store)) ? { kind: 'new' } : undefined),
    );
  }

  #keyOf(open: Open, store: ProjectStore): string {
    return `change-request:${open.kind === 'new' ? store.id : `${open.id}:${open.kind}`}`;
  }

  #byId(id: string): ChangeRequest | undefined {
    return this.#requests.find((request) => request.id === id);
  }

  #begin(open: Open): void {
    this.#open = open;
    if (open.kind !== 'new') this.#unfolded.add(open.id);
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('form :is(input, textarea)')?.focus());
  }

  /** What was typed is kept; the focus goes back to where it came from. */
  readonly #cancel = (): void => {
    const open = this.#open;
    this.#open = undefined;
    this.requestUpdate();
    const opener = open && open.kind !== 'new' ? `[data-id="${CSS.escape(open.id)}"] .name` : '.ask';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(opener)?.focus());
  };

  #unfold(id: string): void {
    if (!this.#unfolded.delete(id)) this.#unfolded.add(id);
    else if (this.#open?.kind !== 'new' && this.#open?.id === id) this.#open = undefined;
    this.requestUpdate();
  }

  #arrived(result: ChangeRequest | null): void {
    if (!result) return;
    this.#answers.set(result.id, result);
    // It is heard of in the middle of an update.
    queueMicrotask(() => this.requestUpdate());
  }

  #refusal({ code, current }: PorticoError): Problems | undefined {
    if (code !== 'conflict') return undefined;
    this.#arrived((current as ChangeRequest | undefined) ?? null);
    return { '': this.#words.overtaken };
  }

  #tell(ids: string[]): void {
    const words = this.#words;
    const own = this.#open && this.#open.kind !== 'new' && this.phase !== 'editing' ? this.#open.id : undefined;
    const moved = ids.flatMap((id) => (id === own ? [] : (this.#byId(id) ?? [])));
    if (moved.length > 3) this.announce(words.manyChanged(moved.length));
    else for (const { reference, title, status } of moved) this.announce(words.changed(reference, title, words.status(status)));
  }

  // ── Rendering ─────────────────────────────────────────────────────────────────────────────────────────────────

  get #words(): ChangeRequestWords {
    const { words } = pick(changeRequestWords, this.locale.lang);
    return this.messages ? { ...words, ...this.messages } : words;
  }

  protected override emptyWords(store: ProjectStore): { title: string; text: string } {
    const words = this.#words;
    return { title: words.emptyTitle, text: words.empty(read(store.project)?.manager?.name) };
  }

  protected override renderReady(store: ProjectStore): TemplateResult {
    const groups = grouped(this.#requests);
    const asking = this.#open?.kind === 'new';
    return html`<section aria-label=${this.#words.heading}>
      ${this.#renderHeader(groups)} ${asking ? this.#renderPanel() : groups.length === 0 ? this.#renderNone(store) : nothing}
      ${groups.map((group) => this.#renderGroup(group))}
    </section>`;
  }

  #renderHeader(groups: Group[]): unknown {
    const words = this.#words;
    const may = this.#can('submit');
    const asks = may && this.#open?.kind !== 'new' && groups.length > 0;
    if (this.withoutHeader && may && !asks) return nothing;
    return html`<header class="head" part="header">
      ${this.withoutHeader ? nothing : html`<slot name="header">${heading(groups, words, this.headingLevel)}</slot>`}
      ${asks ? this.#renderAsk(groups[0]!.turn === 'yours') : nothing}
      ${may ? nothing : html`<p class="note" part="note">${iconLock}<span>${this.readOnlyText()}</span></p>`}
    </header>`;
  }

  /** One thing is asked of them at a time: `quiet` while something was returned. */
  #renderAsk(quiet: boolean): TemplateResult {
    return html`<button class="action ask ${quiet ? 'quiet' : ''}" part="ask" type="button" @click=${() => this.#begin({ kind: 'new' })}>
      ${this.#words.ask}
    </button>`;
  }

  #renderNone(store: ProjectStore): TemplateResult {
    const { title, text } = this.emptyWords(store);
    return html`<slot name="empty"
      ><div class="state state-empty" part="state state-empty">
        ${iconPath}
        <p class="state-title">${title}</p>
        <p class="state-text">${text}</p>
        ${this.#renderAsk(false)}
      </div></slot
    >`;
  }

  #renderPanel(): TemplateResult {
    const words = this.#words;
    return html`<div class="panel" part="panel">
      ${this.#renderTitle(words.formTitle, 1)}
      ${this.renderForm(this.#fields, { submit: words.submit, again: words.another, more: this.#renderCancel(words.cancel) })}
    </div>`;
  }

  /** Of a form, until it has been sent. */
  #renderTitle(text: string, depth: number): unknown {
    if (this.phase === 'waiting' || this.phase === 'sent') return nothing;
    return html`<div class="panel-title" role="heading" aria-level=${this.headingLevel + depth}>${text}</div>`;
  }

  get #fields(): unknown {
    const { timeZone } = read(this.store!.project)!;
    return fields((name) => this.bind(name), this.#words, this.remaining, civilDate(Date.now(), timeZone));
  }

  #renderCancel(word: string): TemplateResult {
    return html`<button class="link" type="button" @click=${this.#cancel}>${word}</button>`;
  }

  #renderGroup({ turn, requests }: Group): TemplateResult {
    const words = this.#words;
    const heading = `group-${turn}`;
    return html`<div class="group ${turn}">
      <div class="stage" part="group" role="heading" aria-level=${this.headingLevel + 1}>
        <span id=${heading}>${words.group(turn)}</span><span class="muted">${requests.length}</span>
      </div>
      <ol role="list" aria-labelledby=${heading}>
        ${repeat(
          requests,
          ({ id }) => id,
          (request) => this.#renderRequest(request),
        )}
      </ol>
    </div>`;
  }

  #renderRequest(request: ChangeRequest): TemplateResult {
    const { id, status } = request;
    const open = this.#unfolded.has(id);
    return html`<li class="request ${status}" part="request request-${status}" data-id=${id}>
      ${bar(request, this.#words, this.shownLang, open, () => this.#unfold(id))}
      ${status === 'returned' ? this.#renderAsked(request) : nothing} ${open ? this.#renderMore(request) : nothing}
    </li>`;
  }

  /** What was returned says at once what is asked, without being unfolded. */
  #renderAsked({ id, trail: steps }: ChangeRequest): unknown {
    const step = steps.findLast(({ to }) => to === 'returned');
    const editing = this.#open?.kind === 'edit' && this.#open.id === id;
    // One thing is asked of them at a time: while a form is open, to send it.
    return html`<div class="asked">
      <div>
        <p class="by">${step?.actor.name ?? this.#words.team}</p>
        <p class="says"><span>${step?.reason}</span></p>
      </div>
      ${!editing && this.#can('resubmit') ? html`<button class="action ${this.#open ? 'quiet' : ''}" type="button" @click=${() => this.#begin({ kind: 'edit', id })}>${this.#words.mend}</button>` : nothing}
    </div>`;
  }

  #renderMore(request: ChangeRequest): TemplateResult {
    const { id } = request;
    const open = this.#open;
    const own = open && open.kind !== 'new' && open.id === id ? open.kind : undefined;
    if (own === 'edit') return html`<div class="more" id="more-${id}">${this.#renderEdit(request)}</div>`;
    return html`<div class="more" part="details" id="more-${id}">
      <p class="says"><span>${request.description}</span></p>
      ${details(request, this.#words, this.shownLang)} ${trail(request, this.#words, this.shownLang)} ${own === 'withdraw' ? this.#renderSure(request) : this.#renderWithdraw(request)}
    </div>`;
  }

  #renderEdit({ reference }: ChangeRequest): TemplateResult {
    const words = this.#words;
    return html`${this.#renderTitle(words.editTitle(reference), 2)} ${this.renderForm(this.#fields, { submit: words.resubmit, more: this.#renderCancel(words.cancel) })}`;
  }

  #renderWithdraw({ id, status, reference }: ChangeRequest): unknown {
    if (turnOf(status) === 'over' || !this.#can('withdraw')) return nothing;
    return html`<div class="actions">
      <button class="action quiet danger" type="button" @click=${() => this.#begin({ kind: 'withdraw', id })}>${this.#words.withdraw(reference)}</button>
    </div>`;
  }

  #renderSure({ reference }: ChangeRequest): TemplateResult {
    const words = this.#words;
    const fields = [html`<p>${words.withdrawSure}</p>`, textField({ ...this.bind('reason'), label: words.withdrawReason, optional: true })];
    return html`<div class="sure">${this.renderForm(fields, { submit: words.withdraw(reference), more: this.#renderCancel(words.keep) })}</div>`;
  }

  protected override renderSkeleton(): TemplateResult {
    return skeleton(!this.withoutHeader);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'portico-change-request': PorticoChangeRequest;
  }
}
