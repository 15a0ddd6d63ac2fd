/**
 * Runs `work` if no other tab is at it; null if one is. Where there are no Web Locks (pages that are no secure context) tabs may meet:
 * the idempotency key makes that harmless.
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (!locks) return work();
  let begun: Promise<T> | undefined;
  try {
    return await locks.request(name, { ifAvailable: true }, (lock) => (lock ? (begun = work()) : null));
  } catch {
    // Denied in sandboxed frames.
    return begun ?? work();
  }
}
