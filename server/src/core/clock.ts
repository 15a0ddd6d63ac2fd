/** Where all time comes from, so that a sandbox or a demo can move it. Nothing else reads `Date.now()`. */

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds that have passed since some moment: nobody sets them, and they never go back. */
  elapsed(): number;
}

export const systemClock: Clock = { now: () => Date.now(), elapsed: () => performance.now() };

/** A clock that stands where it is put, for tests and for the back-dated history of the demo. `set` is a hand at the clock, `advance` is time that passes. */
export function movableClock(start: number): Clock & { set(at: number): void; advance(milliseconds: number): void } {
  let at = start;
  let passed = 0;
  return {
    now: () => at,
    elapsed: () => passed,
    set: (to) => void (at = to),
    advance(milliseconds) {
      at += milliseconds;
      passed += milliseconds;
    },
  };
}

/**
 * The time by which credentials end. It never goes back: where somebody sets the clock back, it goes on from where it was at the pace at
 * which time passes, so that nothing that has ended is good again. Credentials are made by it too, so that after a wild jump forward,
 * and back, new ones are good at once: nobody waits for the clock to catch up.
 */
export interface Steady {
  /** Epoch milliseconds of sessions. */
  now(): number;
  /** The same for what lives long, a secret key: at most a day beyond the clock, so that a wild jump does not end it for good. */
  near(): number;
  /** As the clock will show this moment, to the second: for people, who know no other. */
  shown(at: number): string;
  /** Somebody else has been here already: another node, or this one before it was started again. */
  raise(to: number): void;
}

const day = 24 * 3_600_000;

export function createSteady(clock: Clock): Steady {
  let mark = clock.now();
  let since = clock.elapsed();
  const raise = (to: number): void => {
    const going = mark + clock.elapsed() - since;
    mark = Math.max(going, to);
    since = clock.elapsed();
  };
  const now = (): number => {
    raise(clock.now());
    return mark;
  };
  return {
    now,
    near: () => Math.min(now(), clock.now() + day),
    shown: (at) => new Date(Math.floor((at - now() + clock.now()) / 1000) * 1000).toISOString(),
    raise,
  };
}

/** UTC instant with milliseconds. */
export const instantOf = (clock: Clock): string => new Date(clock.now()).toISOString();

/** The civil date that it is now in an IANA time zone. */
export function today(clock: Clock, timeZone: string): string {
  // en-CA writes dates as YYYY-MM-DD.
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(clock.now());
}
