/*
 * The fixtures are made around one day, so in stories it is always noon of that day, and goes on from there. Without it every date would be
 * "late" in a year, and no two screenshots would be alike.
 */
import { today } from '../widgets/src/timeline/timeline.fixtures.ts';

const { Date: Real } = globalThis;
let ahead = Date.parse(`${today}T04:00:00Z`) - Real.now();

/** Milliseconds that nobody wants to wait for. Timers do not notice. */
export function skip(ms: number): void {
  ahead += ms;
}

globalThis.Date = new Proxy(Real, {
  construct: (target, given: [], as) => Reflect.construct(target, given.length > 0 ? given : [Real.now() + ahead], as),
  apply: () => new Date().toString(),
  get: (target, name, receiver) => (name === 'now' ? () => Real.now() + ahead : Reflect.get(target, name, receiver)),
});
