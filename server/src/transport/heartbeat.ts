/**
 * Who is still there: one clock for all connections, instead of two timers for each. All wait equally long, so that those who are due stand
 * in front, and a look costs nothing for those who are not.
 */

/** In milliseconds. */
export interface Rhythm {
  /** Between an answer and the next ping. */
  interval: number;
  /** For an answer. */
  timeout: number;
}

export interface Beating {
  /** Moment of `performance.now()` at which it is looked at. */
  due: number;
  ping(): void;
  abandon(): void;
}

export interface Heartbeat<C extends Beating> {
  begin(one: C): void;
  /** It has sent something. @param answered the ping; anything else gives it time once more */
  heard(one: C, answered: boolean): void;
  /** It was said farewell to: if it is still there after `timeout`, it is abandoned. */
  leave(one: C): void;
  forget(one: C): void;
  /** Ends with the last of them. */
  stop(): void;
}

const lookMilliseconds = 250;

export function createHeartbeat<C extends Beating>({ interval, timeout }: Rhythm): Heartbeat<C> {
  /** To be pinged. */
  const calm = new Set<C>();
  /** Have been, and have not answered. */
  const asked = new Set<C>();
  /** Have not, but sent something else meanwhile. */
  const busy = new Set<C>();
  const leaving = new Set<C>();
  const all = [calm, asked, busy, leaving];

  function put(one: C, to: Set<C>, milliseconds: number): void {
    one.due = performance.now() + milliseconds;
    to.add(one);
  }
  function take(from: Set<C>, now: number, act: (one: C) => void): void {
    for (const one of from) {
      if (one.due > now) return;
      from.delete(one);
      act(one);
    }
  }
  function look(): void {
    const now = performance.now();
    for (const silent of [asked, busy, leaving]) take(silent, now, (one) => one.abandon());
    take(calm, now, (one) => {
      put(one, asked, timeout);
      one.ping();
    });
    if (stopped && all.every(({ size }) => size === 0)) clearInterval(clock);
  }
  let stopped = false;
  // Not before what has arrived is read: where the process itself was held up, nobody else is silent.
  const clock = setInterval(() => setImmediate(look), Math.min(lookMilliseconds, interval / 8)).unref();
  const forget = (one: C): void => all.forEach((set) => set.delete(one));

  return {
    begin: (one) => put(one, calm, interval),
    heard(one, answered) {
      if (answered && (asked.delete(one) || busy.delete(one))) put(one, calm, interval);
      else if (!answered && asked.delete(one)) put(one, busy, timeout);
    },
    leave(one) {
      forget(one);
      put(one, leaving, timeout);
    },
    forget,
    stop: () => void (stopped = true),
  };
}
