/**
 * Follows one stream: hands on each event once and in order, and asks whenever it may have missed one.
 * It knows nothing of sockets: an `Ask` is `subscribe` on a socket or a read of `/v1/feed`.
 */
import type { FeedEvent, Missed, StreamPosition } from '../types.ts';

export type Ask = (position: StreamPosition) => Promise<Missed>;

export interface Sink {
  /** New events, dense and in order. */
  apply(events: FeedEvent[]): void;
  /** The position is lost: a new snapshot is needed, and then a new follower. */
  reset(): void;
}

export interface Follower {
  readonly position: StreamPosition;
  /** Stopped, or its position is lost. */
  readonly ended: boolean;
  /** A live event, in whatever order and however often it comes. Tells if the follower has to ask now. */
  event(event: FeedEvent): boolean;
  /** Asks for what was missed until nothing is. Rejects as `ask` does; what is known by then is kept. One at a time. */
  ask(ask: Ask): Promise<void>;
  stop(): void;
}

const patience = 4;

/** `page` goes on where an answer says that there is more. */
export function createFollower(start: StreamPosition, sink: Sink, page: Ask): Follower {
  let position = start;
  /** Live events that came while an answer is awaited, or beyond a gap. */
  let early: FeedEvent[] = [];
  let asking: Promise<void> | undefined;
  let queued: Promise<void> | undefined;
  let newest: Ask;
  let ended = false;

  function take(events: FeedEvent[]): void {
    const next: FeedEvent[] = [];
    let { seq } = position;
    for (const event of events.toSorted((a, b) => a.seq - b.seq)) {
      if (event.epoch !== position.epoch || event.seq !== seq + 1) continue;
      seq = event.seq;
      next.push(event);
    }
    position = { ...position, seq };
    early = early.filter((event) => event.epoch === position.epoch && event.seq > seq);
    if (next.length) sink.apply(next);
  }

  function reset(): void {
    ended = true;
    early = [];
    sink.reset();
  }

  async function repair(ask: Ask): Promise<void> {
    for (let fruitless = 0; fruitless < patience; fruitless += 1) {
      const before = position.seq;
      const missed = await ask(position);
      if (ended) return;
      if (position.epoch === '' && !missed.reset) position = { ...position, epoch: missed.epoch };
      // A server that is behind us has lost what we saw: a restored backup.
      if (missed.reset || missed.epoch !== position.epoch || missed.head < before) return reset();
      take([...missed.events, ...early]);
      if (!missed.more && position.seq >= missed.head && !early.length) return;
      if (position.seq > before) fruitless = -1;
      if (missed.more) ask = page;
    }
    reset();
  }

  function begin(ask: Ask): Promise<void> {
    newest = ask;
    if (ended) return Promise.resolve();
    if (!asking) return (asking = repair(ask).finally(() => (asking = undefined)));
    // Whoever asks while an answer is awaited may know something newer (a new socket): one more round after this one.
    queued ??= asking
      .catch(() => undefined)
      .then(() => {
        queued = undefined;
        return begin(newest);
      });
    return queued;
  }

  return {
    get ended() {
      return ended;
    },
    get position() {
      return position;
    },
    event(event) {
      if (ended || event.stream !== position.stream) return false;
      const known = event.epoch === position.epoch && event.seq <= position.seq;
      const next = event.epoch === position.epoch && event.seq === position.seq + 1;
      if (next && !asking) take([event, ...early]);
      else if (!known) early.push(event);
      return early.length > 0 && !asking;
    },
    ask: begin,
    stop() {
      ended = true;
    },
  };
}
