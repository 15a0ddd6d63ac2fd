/**
 * The last events of each stream as text, for those who were away a moment: after a restart a thousand pages ask for the same range.
 * It is read once, whoever asks meanwhile waits for the same reading, and all are answered from the same texts. Bounded by events of
 * a stream and by bytes of all; what it does not have, the database or the archive has.
 */
import { LRUCache } from 'lru-cache';
import { gather } from '../core/gather.ts';
import { eventText, nameOfRange, readEventTexts, readRanges, type EventText, type Range } from './event-text.ts';
import type { Committed } from './append.ts';
import type { Kept } from './archive/segments.ts';
import type { Position, Streamed } from './since.ts';

export interface Recent {
  /** This process has committed. */
  add(events: readonly Committed[]): void;
  clear(): void;
  /** What was made of them to be sent, by the name that its maker gives it; as many bytes as there are of events. */
  readonly answers: LRUCache<string, Buffer>;
  /** Events after `seq`, at most `limit`, and at least as far as `position`, where the stream stands. */
  after(of: Streamed, seq: number, position: Position, limit: number): Promise<readonly EventText[]>;
}

/** Of one stream. */
const mostEvents = 512;
/** As many as make a statement worth its trip, and its rows no burden. */
const streamsInStatement = 16;

/** @param maximumBytes of all streams together; an event is taken for half a kilobyte, for to measure them costs more than they are worth */
export function createRecent(where: Kept, maximumBytes: number): Recent {
  /** Dense, of one epoch. */
  const kept = new LRUCache<string, readonly EventText[]>({ maxSize: maximumBytes, sizeCalculation: (texts) => texts.length * 512 });
  const answers = new LRUCache<string, Buffer>({ maxSize: maximumBytes, sizeCalculation: ({ byteLength }) => byteLength });
  const reading = new Map<string, Promise<readonly EventText[]>>();
  const nameOf = ({ workspaceId, stream }: Streamed): string => `${workspaceId} ${stream}`;

  /** Puts texts at the end of what is kept; where they do not follow from it, they stand alone. */
  function put(name: string, texts: readonly EventText[]): void {
    const [first] = texts;
    if (!first) return;
    const before = kept.get(name) ?? [];
    const last = before.at(-1);
    if (last && last.epoch === first.epoch && last.seq >= texts.at(-1)!.seq) return;
    const joins = last && last.epoch === first.epoch && first.seq <= last.seq + 1 && first.seq > before[0]!.seq;
    const all = joins ? [...before.slice(0, first.seq - before[0]!.seq), ...texts] : texts;
    kept.set(name, all.length > mostEvents * 1.25 ? all.slice(-mostEvents) : all);
  }

  function read(of: Streamed, seq: number, limit: number): Promise<readonly EventText[]> {
    const key = `${nameOf(of)} ${seq} ${limit}`;
    const same = reading.get(key);
    if (same) return same;
    const begun = readEventTexts(where, of.workspaceId, of.stream, seq, limit).finally(() => reading.delete(key));
    reading.set(key, begun);
    return begun;
  }

  /** After a restart each stream is asked for by its own pages: those of some streams are read together. */
  const ranged = gather(nameOfRange, (ranges: readonly Range[]) => readRanges(where, ranges), streamsInStatement);

  return {
    add(events) {
      for (const [name, some] of Map.groupBy(events, nameOf)) put(name, some.map(eventText));
    },
    clear() {
      kept.clear();
      answers.clear();
    },
    answers,
    async after(of, seq, { epoch, seq: head }, limit) {
      if (seq >= head) return [];
      const texts = kept.get(nameOf(of));
      const [first] = texts ?? [];
      if (texts && first!.epoch === epoch && first!.seq <= seq + 1 && texts.at(-1)!.seq >= head)
        return texts.slice(seq + 1 - first!.seq, seq + 1 - first!.seq + limit);
      let found = (await ranged({ ...of, seq, to: Math.min(head, seq + limit) })) ?? (await read(of, seq, limit));
      // A reading that had begun before may not have come so far.
      if (found.length < limit && (found.at(-1)?.seq ?? seq) < head) found = await read(of, seq, limit);
      put(nameOf(of), found);
      return found;
    },
  };
}
