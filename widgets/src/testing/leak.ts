import type { Connection } from '@portico/sdk';
import { expect } from 'vitest';
import { announcer } from '../base/announce.ts';
import { devtools } from './mount.ts';

/** A hundred visits of a widget: nodes, listeners of window and document, and the elements themselves must all be gone. */
export async function expectNoLeak(tag: string, connection: Connection, holder: HTMLElement): Promise<void> {
  announcer().replaceChildren();
  const before = document.querySelectorAll('*').length;
  const gone: WeakRef<Element>[] = [];
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const open = new Map<string, number>();
  const count = (target: EventTarget, type: string, by: number): void => {
    if (target === window || target === document) open.set(type, (open.get(type) ?? 0) + by);
  };
  EventTarget.prototype.addEventListener = function (this: EventTarget, ...given: Parameters<typeof addEventListener>) {
    count(this ?? window, given[0], 1);
    return addEventListener.apply(this ?? window, given);
  };
  EventTarget.prototype.removeEventListener = function (this: EventTarget, ...given: Parameters<typeof removeEventListener>) {
    count(this ?? window, given[0], -1);
    return removeEventListener.apply(this ?? window, given);
  };
  try {
    for (let visit = 0; visit < 100; visit++) {
      const one = document.createElement(tag) as HTMLElement & { connection?: Connection; updateComplete?: Promise<unknown> };
      one.connection = connection;
      holder.append(one);
      if (visit % 2) await one.updateComplete;
      one.remove();
      gone.push(new WeakRef(one));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
  }
  expect([...open].filter(([, left]) => left !== 0)).toEqual([]);
  expect(document.querySelectorAll('*').length).toBe(before);
  // Nothing holds on to them; the last one may still be on the stack.
  await devtools('HeapProfiler.collectGarbage');
  expect(gone.filter((one) => one.deref()).length).toBeLessThanOrEqual(1);
}
