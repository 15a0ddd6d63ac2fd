import { ContextEvent, createContext } from '@lit/context';
import type { Connection } from '@portico/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { connections } from '../base/connections.ts';

/** The key is a shared symbol, so that a provider of one bundle answers a widget of another. */
export const connectionContext = createContext<Connection | undefined>(Symbol.for('portico.client.v1'));

/** Why there is no connection after the page has had time to make one. */
export type NoConnection = 'missing' | 'ambiguous';

type Host = ReactiveControllerHost & HTMLElement & { connection?: Connection | string | undefined };

/** How long a loaded page may take to make a connection before the widget says that it has none, in ms. */
const patience = 5000;

/**
 * Finds the connection of a widget: the property, else the name in the attribute, else the nearest provider, else the only
 * one on the page. Whichever comes late is found when it comes; the order of scripts never matters.
 */
export class ConnectionController implements ReactiveController {
  value: Connection | undefined;
  problem: NoConnection | undefined;

  readonly #host: Host;
  #provided: { value: Connection | undefined } | undefined;
  #unsubscribe: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #overdue = false;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    connections().listeners.add(this.#changed);
    addEventListener('context-provider', this.#request);
    this.#request();
    this.#timer = setTimeout(() => {
      this.#overdue = true;
      this.#changed();
    }, patience);
  }

  hostDisconnected(): void {
    connections().listeners.delete(this.#changed);
    removeEventListener('context-provider', this.#request);
    this.#unsubscribe?.();
    this.#unsubscribe = this.#provided = undefined;
    clearTimeout(this.#timer);
    this.#overdue = false;
  }

  /** Looks again; to be called before each render. */
  resolve(): void {
    const { byId } = connections();
    const { connection } = this.#host;
    const only = byId.size === 1 ? [...byId.values()][0] : undefined;
    this.value =
      typeof connection === 'object' ? connection : connection ? byId.get(connection) : this.#provided ? this.#provided.value : only;
    this.problem = this.value || !this.#overdue ? undefined : !connection && byId.size > 1 ? 'ambiguous' : 'missing';
  }

  /** Names of the connections on this page. */
  get names(): string {
    return [...connections().byId.keys()].join(', ');
  }

  #changed = (): void => this.#host.requestUpdate();

  /** Asks the ancestors again; a provider that was upgraded after us announces itself on the way up to the window. */
  #request = (): void => {
    this.#host.dispatchEvent(
      new ContextEvent(
        connectionContext,
        this.#host,
        (value, unsubscribe) => {
          if (unsubscribe !== this.#unsubscribe) this.#unsubscribe?.();
          this.#unsubscribe = unsubscribe;
          this.#provided = { value };
          this.#changed();
        },
        true,
      ),
    );
  };
}
