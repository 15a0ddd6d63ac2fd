import type { ProjectStore } from '@portico/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { read } from '../base/read.ts';

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode };

/** What came in live since the last update: its rows (`data-id`) glow once, and the host hears of them to speak. The first data are no news. */
export class NewsController implements ReactiveController {
  readonly #host: Host;
  readonly #store: () => ProjectStore | undefined;
  readonly #tell: (ids: string[]) => void;
  /** When the last change that was shown came in, `performance.now()`. */
  #seen = Infinity;

  /** `store` gives what is shown now, nothing while nothing is. */
  constructor(host: Host, store: () => ProjectStore | undefined, tell: (ids: string[]) => void) {
    this.#host = host;
    this.#store = store;
    this.#tell = tell;
    host.addController(this);
  }

  hostUpdated(): void {
    const store = this.#store();
    if (!store) {
      this.#seen = Infinity;
      return;
    }
    const news = [...read(store.touched)].filter(([, at]) => at > this.#seen);
    this.#seen = news.length > 0 ? Math.max(...news.map(([, at]) => at)) : Math.min(this.#seen, performance.now());
    for (const [id] of news) this.#glow(id);
    if (news.length > 0) this.#tell(news.map(([id]) => id));
  }

  /** A tint that fades, so that one sees what moved. Through the animation API: no class to take away again. */
  #glow(id: string): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const row = this.#host.renderRoot.querySelector(`[data-id="${CSS.escape(id)}"]`);
    row?.animate({ opacity: [1, 0] }, { duration: 1200, easing: 'ease-out', pseudoElement: '::after' });
  }
}
