/** A background loop: runs a round when woken and at least every so often, never two at once, and survives errors. */
import type { Runtime } from '../core/runtime.ts';

export interface Loop {
  /** Soon; calls that come meanwhile are one. */
  wake(): void;
  /** Resolves when a round has found nothing left to do. */
  drain(): Promise<void>;
  /** Resolves when the round that is running has ended. */
  stop(): Promise<void>;
}

/** @param round answers true if it should be run again at once */
export function createLoop({ log }: Runtime, name: string, milliseconds: number, round: () => Promise<boolean>): Loop {
  let running: Promise<void> | null = null;
  let asked = false;
  let stopped = false;

  const run = async (): Promise<void> => {
    do {
      asked = false;
      try {
        while (!stopped && (await round()));
      } catch (error) {
        // The database may be away; the poll tries again.
        if (!stopped) log.warn({ err: error, loop: name }, 'a round of background work failed and will be tried again');
      }
    } while (asked && !stopped);
  };
  const wake = (): void => {
    asked = true;
    if (stopped || running) return;
    running = new Promise<void>((resolve) => setImmediate(resolve)).then(run).finally(() => (running = null));
  };
  const timer = setInterval(wake, milliseconds);
  timer.unref();
  return {
    wake,
    async drain() {
      wake();
      while (running) await running;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
