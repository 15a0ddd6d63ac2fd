import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * One tab stop for a list: arrows, Home and End move within it (APG, "Managing focus within components using a roving
 * tabindex"). It dies when `focusgroup` is in all browsers.
 */
export class RovingFocusController implements ReactiveController {
  readonly #items: () => HTMLElement[];
  readonly #first: () => number;
  readonly #host: ReactiveControllerHost & HTMLElement & { renderRoot: Node };
  #current: HTMLElement | undefined;
  #index: number | undefined;
  #held = false;
  /** Until somebody was here the stop is at the first place, wherever that is by now. */
  #visited = false;

  /**
   * `items` gives the focusable elements in their order on screen; they carry no `tabindex` of their own.
   * `first` is the index of the one that has the stop before anything was focused.
   */
  constructor(
    host: ReactiveControllerHost & HTMLElement & { renderRoot: Node },
    items: () => HTMLElement[],
    first: () => number = () => 0,
  ) {
    this.#host = host;
    this.#items = items;
    this.#first = first;
    host.addController(this);
  }

  /** Was the focus on one of the items when the list was last drawn? Only then may it be moved after a redraw. */
  hostUpdate(): void {
    const focused = (this.#host.renderRoot?.getRootNode() as ShadowRoot | undefined)?.activeElement;
    this.#held = focused != null && focused === this.#current;
  }

  hostUpdated(): void {
    const items = this.#items();
    if (items.length === 0) return;
    const at = this.#visited ? items.indexOf(this.#current!) : -1;
    const index = this.#visited ? this.#index! : this.#first();
    // The item that had the stop is gone: its neighbour takes over, with the focus if it had it.
    const next = items[at >= 0 ? at : Math.max(0, Math.min(index, items.length - 1))]!;
    this.#stop(next, items);
    if (at < 0 && this.#held) next.focus();
  }

  /** For `@keydown` of the list. */
  readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const items = this.#items();
    const at = items.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    const item = at < 0 || to === undefined ? undefined : items[to];
    if (to === undefined || at < 0) return;
    event.preventDefault(); // also at the ends, so that the page does not start to scroll under the reader
    item?.focus();
  };

  /** For `@focusin` of the list: the stop follows the focus, also when a pointer set it. */
  readonly onFocusin = (event: FocusEvent): void => {
    const items = this.#items();
    const item = event.target as HTMLElement;
    if (!items.includes(item)) return;
    this.#visited = true;
    this.#stop(item, items);
  };

  #stop(item: HTMLElement, items: HTMLElement[]): void {
    this.#current = item;
    this.#index = items.indexOf(item);
    for (const one of items) {
      const stop = one === item ? '0' : '-1';
      // Writing what is there already would make the browser compute the styles of every row.
      if (one.getAttribute('tabindex') !== stop) one.setAttribute('tabindex', stop);
    }
  }
}
