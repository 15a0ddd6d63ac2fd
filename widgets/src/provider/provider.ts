import { ContextProvider } from '@lit/context';
import type { Connection } from '@portico/sdk';
import { css, html, LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { connections } from '../base/connections.ts';
import { connectionContext } from '../controllers/connection.ts';

/**
 * Gives a connection to the widgets inside of it, through the context protocol; it draws nothing. Both may come late: the
 * provider after its widgets, and the connection after the provider.
 *
 * @summary The connection of a part of the page.
 * @since 0.1
 * @slot - The widgets, at any depth.
 */
export class PorticoProvider extends LitElement {
  static version?: string;
  static override properties: PropertyDeclarations = { connection: {} };
  static override styles = css`
    :host {
      display: contents;
    }
    :host([theme='light']) {
      color-scheme: light;
    }
    :host([theme='dark']) {
      color-scheme: dark;
    }
  `;

  /** A connection, or the name of one on this page. */
  declare connection: Connection | string | undefined;

  readonly #provider = new ContextProvider(this, { context: connectionContext, initialValue: undefined });

  override connectedCallback(): void {
    super.connectedCallback();
    connections().listeners.add(this.#look);
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    connections().listeners.delete(this.#look);
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.#look();
  }

  #look = (): void => {
    const { connection } = this;
    this.#provider.setValue(typeof connection === 'string' ? connections().byId.get(connection) : connection);
  };

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'portico-provider': PorticoProvider;
  }
}
