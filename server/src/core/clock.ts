/** Where all time comes from, so that a sandbox or a demo can move it. Nothing else reads `Date.now()`. */

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands where it is put, for tests and for the back-dated history of the demo. */
export function movableClock(start: number): Clock & { set(at: number): void; advance(milliseconds: number): void } {
  let at = start;
  return {
    now: () => at,
    set: (to) => void (at = to),
    advance: (milliseconds) => void (at += milliseconds),
  };
}

/** UTC instant with milliseconds. */
export const instantOf = (clock: Clock): string => new Date(clock.now()).toISOString();

/** The civil date that it is now in an IANA time zone. */
export function today(clock: Clock, timeZone: string): string {
  // en-CA writes dates as YYYY-MM-DD.
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(clock.now());
}
