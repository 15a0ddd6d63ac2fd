import { effect } from '@preact/signals-core';
import type { LitElement } from 'lit';

type Constructor<T> = abstract new (...args: never[]) => T;

/**
 * Draws an element anew when a signal that its last update read has changed. The same idea as SignalWatcher of
 * `@lit-labs/preact-signals`, whose entry brings directives along that we do not use, and which keeps an element alive that
 * was removed with an update still pending.
 */
export function watchSignals<Base extends Constructor<LitElement>>(Element: Base): Base {
  abstract class Watching extends (Element as Constructor<LitElement>) {
    #stop: (() => void) | undefined;

    protected override performUpdate(): void {
      if (!this.isUpdatePending) return;
      this.#stop?.();
      let drawing = true;
      this.#stop = effect(() => {
        if (drawing) super.performUpdate();
        else this.requestUpdate();
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
  return Watching as unknown as Base;
}
