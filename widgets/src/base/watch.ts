import { effect, untracked } from '@preact/signals-core';
import { LitElement } from 'lit';

/**
 * Is drawn anew when a signal that its last update read has changed. The same idea as SignalWatcher of `@lit-labs/preact-signals`,
 * whose entry brings directives along that we do not use, and which keeps an element alive that was removed with an update
 * still pending.
 */
export abstract class WatchingElement extends LitElement {
  #stop: (() => void) | undefined;

  /** A signal has changed; nothing that is read here is watched. Asks for an update. */
  protected signalled(): void {
    this.requestUpdate();
  }

  protected override performUpdate(): void {
    if (!this.isUpdatePending) return;
    this.#stop?.();
    let drawing = true;
    this.#stop = effect(() => {
      if (drawing) super.performUpdate();
      else untracked(() => this.signalled());
      drawing = false;
    });
    // Gone before its turn came: nobody would stop it later.
    if (!this.isConnected) this.#stop();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate(); // what was read before it left is no longer watched
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }
}
