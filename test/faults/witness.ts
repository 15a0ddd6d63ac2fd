/** What one socket was given to apply. It trusts nobody: the SDK's own order is what it is here to doubt. */
import type { FeedEvent } from '@portico/sdk';

export interface Witness {
  name: string;
  stream: string;
  /** What comes after this was to be heard. */
  start: number;
  /** Where it stands now. */
  last: number;
  seen: { seq: number; id: string; rev: number }[];
  /** In words. */
  faults: string[];
  apply(events: readonly Pick<FeedEvent, 'stream' | 'seq' | 'id' | 'rev'>[]): void;
}

export function createWitness(name: string, stream: string, start: number): Witness {
  return {
    name,
    stream,
    start,
    last: start,
    seen: [],
    faults: [],
    apply(events) {
      for (const { stream: of, seq, id, rev } of events) {
        if (of !== stream) this.faults.push(`was told of ${of}`);
        // A jump ahead is missed, and noticed as that; a step back is wrong by itself.
        if (seq <= this.last) this.faults.push(`${seq} came after ${this.last}`);
        this.last = Math.max(this.last, seq);
        this.seen.push({ seq, id, rev });
      }
    },
  };
}
