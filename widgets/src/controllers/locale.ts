import type { ReactiveController, ReactiveControllerHost } from 'lit';

const hosts = new Set<LocaleController>();
let observer: MutationObserver | undefined;
const options = { subtree: true, attributes: true, attributeFilter: ['lang', 'dir'] };

/** Language and direction of a widget: those of the nearest ancestor that says so, across shadow roots, and alive. */
export class LocaleController implements ReactiveController {
  /** BCP 47 tag. */
  lang = 'en';

  readonly #host: ReactiveControllerHost & HTMLElement;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    hosts.add(this);
    observer ??= new MutationObserver(() => hosts.forEach((one) => one.#look()));
    for (let node: Node | undefined = this.#host; node;) {
      const root: Node = node.getRootNode();
      // Observing a root again with the same options replaces the first, so this does not pile up.
      observer.observe(root, options);
      node = (root as ShadowRoot).host;
    }
    this.#look();
  }

  hostDisconnected(): void {
    hosts.delete(this);
    if (hosts.size === 0) observer?.disconnect();
  }

  #look(): void {
    let element: Element | null | undefined = this.#host;
    let lang: string | null | undefined;
    while (element && !lang) {
      lang = element.closest('[lang]:not([lang=""])')?.getAttribute('lang');
      element = (element.getRootNode() as ShadowRoot).host;
    }
    const found = lang || navigator.language || 'en';
    // `requestUpdate` also for a change of `dir` alone: a timeline may have to draw anew.
    this.lang = found;
    this.#host.requestUpdate();
  }
}
