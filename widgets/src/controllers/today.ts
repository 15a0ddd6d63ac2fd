import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { civilDate, untilMidnight } from '../i18n/dates.ts';

/** Today's date where the project is, and an update when it becomes tomorrow there. */
export class TodayController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown: { date: string; timeZone: string } | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** `YYYY-MM-DD` now; to be called while rendering. */
  in(timeZone: string): string {
    const now = Date.now();
    const date = civilDate(now, timeZone);
    this.#shown = { date, timeZone };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#look, untilMidnight(now, timeZone) + 50);
    return date;
  }

  hostConnected(): void {
    // A laptop that slept through midnight, or a tab whose timers were held back.
    document.addEventListener('visibilitychange', this.#look);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#look);
    clearTimeout(this.#timer);
  }

  #look = (): void => {
    if (!this.#shown) return;
    if (civilDate(Date.now(), this.#shown.timeZone) !== this.#shown.date) this.#host.requestUpdate();
    else this.in(this.#shown.timeZone);
  };
}
