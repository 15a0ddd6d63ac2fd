import { untracked } from '@preact/signals-core';
import type { Connection, ProjectStore } from '@portico/sdk';
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { ConnectionController } from '../controllers/connection.ts';
import { LocaleController } from '../controllers/locale.ts';
import { pick, stateWords } from '../i18n/messages.ts';
import { base } from '../styles/base.ts';
import { tokens } from '../styles/tokens.ts';
import { announce, announcer } from './announce.ts';
import { PorticoErrorEvent, PorticoReadyEvent, type Fault } from './events.ts';
import { adopt, later } from './later.ts';
import { wakeOutbox } from './outbox.ts';
import { read } from './read.ts';
import { WatchingElement } from './watch.ts';

/** Exactly one of these is shown. `stale` is beside them: data are kept, but no news comes in. */
export type WidgetState = 'loading' | 'empty' | 'error' | 'forbidden' | 'ready';

/** What is drawn and said in all states but `loading` and `ready`. */
const odd = later(() => import('./states.ts'));

/** A cut that lasts no longer than this, in ms, is not worth a banner. */
const blip = 2000;

/**
 * What every widget of Portico is. It owns five things: host styles and tokens; language, direction and theme; finding the
 * connection; `emit()`; and the states. Everything else is a controller.
 */
export abstract class PorticoElement extends WatchingElement {
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
    if (odd.value) adopt(this, odd.value.stateStyles);
    this.#fault = this.#faultNow(connection);
    this.state = this.#stateNow();
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.state !== 'loading') odd.soon();
    const { states } = this.internals;
    // To take a state away and give it back would make the browser compute styles anew.
    for (const state of ['loading', 'empty', 'error', 'forbidden', 'ready']) if (state !== this.state) states.delete(state);
    if (!states.has(this.state)) states.add(this.state);
    const said = this.#fault ? `${this.state} ${this.#fault.code}` : this.state;
    if (said === this.#told) return;
    // Ready once for a project; a fault each time that it is another one. A host's listener must not be tracked.
    const first = this.#told !== 'ready' && this.#told !== 'empty';
    this.#told = said;
    untracked(() => {
      if (this.#fault) {
        this.emit(new PorticoErrorEvent(this.#fault));
        announce(this.state === 'forbidden' ? odd.value!.forbiddenTitle(this.shownLang) : this.words.error, this.shownLang);
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
    const { problem, names } = this.#finder;
    if (!connection && !problem) return undefined;
    if (!connection || !this.store) {
      void odd.fetch();
      return odd.value?.setupFault(problem, names, this.shownLang);
    }
    const state = read(this.store.state);
    const error = read(this.store.error);
    if (state !== 'forbidden' && (state !== 'error' || this.#hasData)) return undefined;
    return { code: error?.code ?? state, message: error?.message ?? state, requestId: error?.requestId, ...(error && { error }) };
  }

  #stateNow(): WidgetState {
    const { store } = this;
    if (this.#fault && (!store || read(store.state) !== 'forbidden')) return 'error';
    if (!store || (!this.#fault && read(store.state) !== 'ready' && !this.#hasData)) return 'loading';
    const state = this.#fault ? 'forbidden' : this.isEmpty(store) ? 'empty' : 'ready';
    if (state === 'ready' || odd.value) return state;
    void odd.fetch();
    return 'loading';
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
    const code = odd.value;
    if (state === 'error') {
      const retry = html`<button class="action" part="retry" type="button" @click=${this.#retry}>${words.retry}</button>`;
      // The server cannot be reached, maybe not for the rest of the code either.
      return code
        ? code.failed(this.#fault!, words.error, retry, this.shownLang)
        : html`<slot name="error"><p>${words.error}</p>${retry}</slot>`;
    }
    if (state === 'forbidden') return code!.forbidden(this.shownLang);
    if (state === 'ready') return [this.#renderStale(), this.renderReady(store!)];
    const { title, text } = this.emptyWords(store!);
    return [this.#renderStale(), code!.empty(title, text)];
  }

  #renderStale(): unknown {
    const since = this.#staleSince();
    const { states } = this.internals;
    if (since === undefined || !odd.value) {
      states.delete('stale');
      return nothing;
    }
    states.add('stale');
    return odd.value.stale(since, this.words.retry, this.#retry, this.shownLang);
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
