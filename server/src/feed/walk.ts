/** One stream's chain, followed event by event: in the database, in the archive and in a backup alike. */
import { genesis, linkHash, sha256, type Link } from './chain.ts';

/** An event as it is kept. */
export interface ChainedEvent {
  epoch: string;
  seq: number;
  type: string;
  entity: string;
  entityId: string;
  rev: number;
  actor: string;
  at: string | Date;
  data: string | null;
  dataHash: string;
  hash: string;
}

/** Where the chain does not hold. */
export interface Break {
  seq: number;
  reason: string;
}

export interface Walk {
  /** The event that ought to come next. */
  readonly expected: number;
  /** Of the event before it. */
  readonly hash: string;
  /** The next event; answers what is wrong with it. */
  take(event: ChainedEvent): Break | null;
  /** There are no others: is this where the stream stands? */
  end(seq: number, head: string): Break | null;
}

/** @param after where the events before it end, if they are somewhere else */
export function startWalk(stream: string, after = { seq: 0, hash: genesis }): Walk {
  let previous = after.hash;
  let expected = after.seq + 1;
  return {
    get expected() {
      return expected;
    },
    get hash() {
      return previous;
    },
    take({ entityId, at, actor, data, hash, ...event }) {
      const seq = Number(event.seq);
      if (seq !== expected) return { seq: expected, reason: 'an event is missing' };
      // Erased data is null with its hash kept; data that is there must be what was hashed.
      const erased = data === null && event.dataHash !== sha256('null');
      if (!erased && sha256(data ?? 'null') !== event.dataHash) return { seq, reason: 'the data was changed' };
      const hashed = hashOf(previous, { ...event, stream, seq, rev: Number(event.rev), id: entityId }, actor, at);
      if (hashed !== hash) return { seq, reason: 'the event does not follow from the one before it' };
      previous = hash;
      expected++;
      return null;
    },
    end(seq, head) {
      if (expected - 1 !== seq)
        return { seq: expected, reason: expected - 1 < seq ? 'events are missing at the end' : 'events stand after the end' };
      return previous === head ? null : { seq, reason: 'the end does not fit the head of the stream' };
    },
  };
}

/** The hash that an event ought to have, or null if its actor or time was made unreadable. */
function hashOf(previous: string, link: Omit<Link, 'actor' | 'at'>, actor: unknown, at: string | Date): string | null {
  try {
    const by: unknown = typeof actor === 'string' ? JSON.parse(actor) : actor;
    return linkHash(previous, { ...link, actor: by, at: new Date(at).toISOString() });
  } catch {
    return null;
  }
}
