import { aborted } from '../errors.ts';

/** Full jitter: anywhere from 0 to `250 ms × 2^attempt`, at most `cap`. A crowd that lost one server does not return in step. */
export const backOff = (attempt: number, cap = 5000): number => Math.random() * Math.min(cap, 250 * 2 ** attempt);

/** Resolves after `ms`; rejects as `aborted` when `stop` fires first. */
export function sleep(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      if (stop.aborted) reject(aborted());
      else resolve();
    };
    const timer = setTimeout(end, ms);
    if (stop.aborted) end();
    else stop.addEventListener('abort', end);
  });
}

/**
 * Resolves when a picture is on the screen and no data for it is `awaited` any more: what comes later does not compete with it. At once, where
 * nothing is drawn.
 */
export async function painted(awaited: () => boolean): Promise<void> {
  if (typeof requestAnimationFrame !== 'function') return;
  const limit = performance.now() + 3000;
  do {
    await new Promise<unknown>((resolve) => {
      requestAnimationFrame(() => setTimeout(resolve));
      // A frame that is out of sight draws nothing, and is a page all the same.
      setTimeout(resolve, 500);
    });
  } while (awaited() && performance.now() < limit);
}
