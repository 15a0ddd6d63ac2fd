import { untracked } from '@preact/signals-core';
import type { Connection, ProjectStore } from '@portico/sdk';
import { html, LitElement, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { ConnectionController } from '../controllers/connection.ts';
import { LocaleController } from '../controllers/locale.ts';
import { clockTime, dayAndTime } from '../i18n/format.ts';
import { pick, stateWords } from '../i18n/messages.ts';
import { base } from '../styles/base.ts';
import { tokens } from '../styles/tokens.ts';
import { announce, announcer } from './announce.ts';
import { PorticoErrorEvent, PorticoReadyEvent, type Fault } from './events.ts';
import { iconAlert, iconLock, iconOffline, iconPath } from './icons.ts';
import { wakeOutbox } from './outbox.ts';
import { read } from './read.ts';
import { watchSignals } from './watch.ts';

/** Exactly one of these is shown. `stale` is beside them: data are kept, but no news comes in. */
export type WidgetState = 'loading' | 'empty' | 'error' | 'forbidden' | 'ready';

/** A cut that lasts no longer than this, in ms, is not worth a banner. */
const blip = 2000;

/**
 * What every widget of Portico is. It owns five things: host styles and tokens; language, direction and theme; finding the
 * connection; `emit()`; and the states. Everything else is a controller.
 */
export abstract class PorticoElement extends watchSignals(LitElement) {
  static version?: string;
  static override styles: CSSResultGroup = [tokens, base];
  // Not as decorators: their helpers would cost every page 0.7 KB.
  static override properties: PropertyDeclarations = {
    project: {},
    connection: {},
    headingLevel: { type: Number, attribute: 'heading-level' },
  };

  // ── Public API ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Id of the project; else the one that the connection was made for. */
  declare project: string | undefined;

  /** A connection, or the name of one on this page; else the nearest provider's, else the only one on the page. */
  declare connection: Connection | string | undefined;

  /** Level of the widget's heading in the outline of the page; what is below it counts from there. */
  declare headingLevel: number;

  // ── State ─────────────────────────────────────────────────────────────────────────────────────────────────────

  protected readonly locale = new LocaleController(this);
  protected store: ProjectStore | undefined;
  protected state: WidgetState = 'loading';

  protected readonly internals: ElementInternals = this.attachInternals();
  readonly #finder = new ConnectionController(this);
  #release: (() => void) | undefined;
  #told: string | undefined;
  #fault: Fault | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Widgets say whether there is anything to show once the data are here. */
  protected abstract isEmpty(store: ProjectStore): boolean;
  protected abstract renderReady(store: ProjectStore): TemplateResult;
  protected abstract renderSkeleton(): TemplateResult;
  /** What will be here, and who acts next. */
  protected abstract emptyWords(store: ProjectStore): { title: string; text: string };

  /** The connection that was found. */
  protected get line(): Connection | undefined {
    return this.#finder.value;
  }

  // ── Lifecycle ─────────────────────────────────────────────────────────────────────────────────────────────────

  constructor() {
    super();
    this.headingLevel = 2;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    announcer();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#keep(undefined);
    clearTimeout(this.#timer);
  }

  /** An update that was asked for before the element left the page would subscribe to signals and never let go. */
  protected override shouldUpdate(): boolean {
    return this.isConnected;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.#finder.resolve();
    const connection = this.#finder.value;
    const id = this.project || connection?.defaultProject;
    const store = connection && id ? untracked(() => connection.project(id)) : undefined;
    if (store !== this.store) this.#keep(store);
    if (connection) connection.lang = this.shownLang;
    this.#fault = this.#faultNow(connection);
    this.state = this.#stateNow();
  }

  protected override updated(_changed: PropertyValues): void {
    const { states } = this.internals;
    for (const state of ['loading', 'empty', 'error', 'forbidden', 'ready']) states.delete(state);
    states.add(this.state);
    const said = this.#fault ? `${this.state} ${this.#fault.code}` : this.state;
    if (said === this.#told) return;
    // Ready once for a project; a fault each time that it is another one. A host's listener must not be tracked.
    const first = this.#told !== 'ready' && this.#told !== 'empty';
    this.#told = said;
    untracked(() => {
      if (this.#fault) {
        this.emit(new PorticoErrorEvent(this.#fault));
        announce(this.state === 'forbidden' ? this.words.forbidden : this.words.error, this.shownLang);
      } else if (this.state !== 'loading' && first) this.emit(new PorticoReadyEvent(this.store!.id));
    });
  }

  // ── Actions ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** Dispatches an event; false if it was cancelled. */
  protected emit(event: Event): boolean {
    return this.dispatchEvent(event);
  }

  /** Says a text through the page's live region, in the language that is shown. */
  protected announce(text: string): void {
    announce(text, this.shownLang);
  }

  #retry = (): void => {
    this.#finder.value?.wake();
    // What goes wrong shows as the store's state.
    this.store?.reload().catch(() => {});
  };

  #keep(store: ProjectStore | undefined): void {
    this.#release?.();
    this.store = store;
    this.#told = undefined;
    this.#release = store && untracked(() => store.retain());
    if (store) wakeOutbox(this.line!);
  }

  #faultNow(connection: Connection | undefined): Fault | undefined {
    const { words } = this;
    const { problem } = this.#finder;
    if (problem)
      return { code: `connection_${problem}`, message: problem === 'missing' ? words.missing : words.ambiguous(this.#finder.names) };
    if (!connection) return undefined;
    if (!this.store) return { code: 'project_missing', message: words.noProject };
    const state = read(this.store.state);
    const error = read(this.store.error);
    if (state !== 'forbidden' && (state !== 'error' || this.#hasData)) return undefined;
    return { code: error?.code ?? state, message: error?.message ?? state, requestId: error?.requestId, ...(error && { error }) };
  }

  #stateNow(): WidgetState {
    const { store } = this;
    if (this.#fault) return store && read(store.state) === 'forbidden' ? 'forbidden' : 'error';
    if (!store || (read(store.state) !== 'ready' && !this.#hasData)) return 'loading';
    return this.isEmpty(store) ? 'empty' : 'ready';
  }

  /** Data that were loaded once are kept on screen, whatever happens to the line. */
  get #hasData(): boolean {
    return !!this.store && read(this.store.project) !== null;
  }

  // ── Rendering ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** The words of the states in the reader's language. */
  protected get words() {
    return pick(stateWords, this.locale.lang).words;
  }

  /** The language that is really shown, which is not the reader's where there is no pack for it. */
  protected get shownLang(): string {
    return pick(stateWords, this.locale.lang).lang;
  }

  protected override render(): TemplateResult {
    return html`<div class="base" part="base" lang=${this.shownLang} aria-busy=${this.state === 'loading'}>${this.renderState()}</div>`;
  }

  protected renderState(): unknown {
    const { words, state, store } = this;
    if (state === 'loading')
      return html`<slot name="loading"><span class="visually-hidden">${words.loading}</span><div part="skeleton" aria-hidden="true">${this.renderSkeleton()}</div></slot>`;
    if (state === 'error') return this.#renderFault();
    if (state === 'forbidden') return this.#renderNote('forbidden', iconLock, words.forbidden, words.forbiddenWhom);
    if (state === 'empty') {
      const { title, text } = this.emptyWords(store!);
      return [this.#renderStale(), this.#renderNote('empty', iconPath, title, text)];
    }
    return [this.#renderStale(), this.renderReady(store!)];
  }

  #renderNote(state: WidgetState, icon: TemplateResult, title: string, text: string, more: unknown = nothing): TemplateResult {
    return html`<slot name=${state}
      ><div class="state state-${state}" part="state state-${state}">
        ${icon}
        <p class="state-title">${title}</p>
        <p class="state-text">${text}</p>
        ${more}
      </div></slot
    >`;
  }

  #renderFault(): TemplateResult {
    const { words } = this;
    const { message, requestId, error } = this.#fault!;
    // Without an error of the server's the page itself is not set up yet: that is for its developer, and there is nothing to retry.
    if (!error) return this.#renderNote('error', iconAlert, words.error, message);
    return this.#renderNote(
      'error',
      iconAlert,
      words.error,
      words.errorSafe,
      html`<button class="action" part="retry" type="button" @click=${this.#retry}>${words.retry}</button>
        ${requestId ? html`<p class="reference">${words.reference(requestId)}</p>` : nothing}`,
    );
  }

  /** Data are shown, but nothing new comes in: since when, and a way to try at once. */
  #renderStale(): unknown {
    const since = this.#staleSince();
    this.internals.states.delete('stale');
    if (since === undefined) return nothing;
    this.internals.states.add('stale');
    const { words, shownLang } = this;
    const today = new Date(since).toDateString() === new Date().toDateString();
    const time = (today ? clockTime : dayAndTime)(since, shownLang);
    return html`<slot name="stale"
      ><div class="banner" part="banner" role="status">
        ${iconOffline}<span>${navigator.onLine ? words.stale : words.offline} ${words.since(time)}</span>
        <button type="button" part="retry" @click=${this.#retry}>${words.retry}</button>
      </div></slot
    >`;
  }

  #staleSince(): number | undefined {
    const since = this.#finder.value && read(this.#finder.value.offlineSince);
    clearTimeout(this.#timer);
    if (since == null) return undefined;
    const wait = since + blip - Date.now();
    if (wait <= 0) return since;
    this.#timer = setTimeout(() => this.requestUpdate(), wait);
    return undefined;
  }
}
