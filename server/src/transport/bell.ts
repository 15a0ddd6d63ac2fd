/**
 * Rings the sockets of this node. What this process commits is rung at once. What is committed elsewhere is looked up in the
 * feed: as soon as another node says so, and once a second whatever anybody says, which covers a process that died between
 * commit and ring, the command line, nodes without Redis, and a Redis that is away. A node rings each event once and in order.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';
import type { Committed } from '../feed/append.ts';
import { eventText, readEventTexts, type EventText } from '../feed/event-text.ts';
import type { Position } from '../feed/since.ts';
import { createLoop } from '../jobs/loop.ts';

/** A stream has moved to `seq`. */
export interface Moved {
  workspaceId: string;
  stream: string;
  seq: number;
}

/** A room holds a stream of one workspace: whoever names a foreign stream waits where nothing is ever told. */
export const roomOf = ({ workspaceId, stream }: Pick<Moved, 'workspaceId' | 'stream'>): string => `${workspaceId} ${stream}`;
const streamOf = (room: string): { workspaceId: string; stream: string } => {
  const [workspaceId = '', stream = ''] = room.split(' ');
  return { workspaceId, stream };
};

export interface Rooms {
  /** Rooms that sockets of this node are in. */
  all(): string[];
  has(room: string): boolean;
  /** How many sockets of this node are in the room. */
  size(room: string): number;
  /** The last of this node's sockets has left the room. */
  onEmpty(listener: (room: string) => void): void;
  /** Tells all who are in the room of these events, in this order. */
  tell(room: string, events: readonly EventText[]): void;
}

export interface Bell {
  /** A socket follows this stream from here on; what comes after `seq` has to be rung. False if more than that was rung before. */
  follow(room: string, position: Pick<Position, 'epoch' | 'seq'>): boolean;
  /** Where those stand who follow this stream here; what comes after it is rung for them and for who joins them. */
  position(room: string): Pick<Position, 'epoch' | 'seq'> | undefined;
  /** Another node has committed. */
  heard(moved: readonly Moved[]): void;
  /** Look for everything now: something may have been missed. */
  look(): void;
  stop(): Promise<void>;
}

const netMilliseconds = 1000;
/** A ring that is under way is there by then. */
const courtesyMilliseconds = 20;
/** Beyond that a client sees the gap, and asks in pages. */
const mostEvents = 200;
const streamsInStatement = 500;
/** Milliseconds. */
const longestPause = 20;
/** Sockets that are written to in less time than an answer takes to be made. */
const few = 20;

export function createBell(runtime: Runtime, rooms: Rooms): Bell {
  /** The last event of each followed stream that was rung here, or that its first socket was answered with. */
  const rung = new Map<string, { epoch: string; seq: number }>();
  let untold = new Map<string, EventText[]>();
  /** Milliseconds that an event waits which came while others were written. */
  let pause = 0;
  let named = new Map<string, number>();
  let lookedAt = 0;

  /** Each event once and in order; where one before it is missing, both are read. */
  function ring(room: string, event: EventText): void {
    const last = rung.get(room);
    if (last?.epoch === event.epoch) {
      if (event.seq <= last.seq) return;
      if (event.seq > last.seq + 1) return name(room, event.seq);
    }
    tell(room, event);
    // Its first socket is about to be answered, and then we know from where on.
    if (last) rung.set(room, { epoch: event.epoch, seq: event.seq });
  }

  /**
   * What falls into one turn of the event loop goes out together: a write costs a socket some microseconds, however many events it
   * carries. What came while the sockets were written to waits for as long again, for then more is on its way. So a burst costs a
   * fraction (`npm run bench -- fanout`), and one event, or one after the other, waits for nothing. Few sockets are written to before the
   * one who made the change is answered, many after that.
   */
  function tell(room: string, event: EventText): void {
    const waiting = untold.get(room);
    if (waiting) waiting.push(event);
    else untold.set(room, [event]);
    if (untold.size > 1 || waiting) return;
    if (pause > 0) setTimeout(tellAll, pause);
    else if (rooms.size(room) <= few) queueMicrotask(tellAll);
    else setImmediate(tellAll);
  }

  function tellAll(): void {
    const began = performance.now();
    const all = untold;
    untold = new Map();
    for (const [room, events] of all) rooms.tell(room, events);
    pause = Math.min(longestPause, Math.floor(performance.now() - began));
    // By then the event loop has taken in what came meanwhile.
    if (pause > 0) setImmediate(() => (pause = 0));
  }

  function name(room: string, seq: number): void {
    named.set(room, Math.max(named.get(room) ?? 0, seq));
    loop.wake();
  }

  const committed = (events: readonly Committed[]): void => {
    for (const event of events) if (rooms.has(roomOf(event))) ring(roomOf(event), eventText(event));
  };

  /** Names the streams that stand further than was rung. */
  async function look(all: readonly string[]): Promise<void> {
    for (let at = 0; at < all.length; at += streamsInStatement) {
      const streams = all.slice(at, at + streamsInStatement).map(streamOf);
      const heads = await runtime.sequelize.query<Moved & { epoch: string }>(
        'SELECT workspaceId, stream, epoch, seq FROM streams WHERE workspaceId IN (?) AND stream IN (?)',
        {
          replacements: [[...new Set(streams.map(({ workspaceId }) => workspaceId))], streams.map(({ stream }) => stream)],
          type: QueryTypes.SELECT,
        },
      );
      for (const head of heads) {
        const room = roomOf(head);
        const last = rung.get(room);
        if (!last) continue;
        // A restored database begins another epoch.
        if (last.epoch !== head.epoch) rung.set(room, { epoch: head.epoch, seq: 0 });
        if (last.epoch !== head.epoch || last.seq < Number(head.seq)) named.set(room, Number(head.seq));
      }
    }
  }

  async function round(): Promise<boolean> {
    const now = performance.now();
    if (now - lookedAt >= netMilliseconds * 0.9) {
      lookedAt = now;
      for (const room of rung.keys()) if (!rooms.has(room)) rung.delete(room);
      await look(rooms.all());
      if (named.size > 0) await sleep(courtesyMilliseconds);
    }
    const moved = named;
    named = new Map();
    for (const [room, head] of moved) {
      const last = rung.get(room);
      if (!last || last.seq >= head) continue;
      const { workspaceId, stream } = streamOf(room);
      const events = await readEventTexts(runtime, workspaceId, stream, Math.max(last.seq, head - mostEvents), mostEvents);
      const [first] = events;
      if (!first) continue;
      // What is passed over, being too much or trimmed, the clients ask for.
      const reached = rung.get(room);
      if (reached && reached.seq < first.seq - 1) rung.set(room, { epoch: reached.epoch, seq: first.seq - 1 });
      for (const event of events) ring(room, event);
    }
    return false;
  }

  const loop = createLoop(runtime, 'bell', netMilliseconds, round);
  runtime.committed.add(committed);
  // Who comes back is answered with what went by meanwhile, and need not hear it again.
  rooms.onEmpty((room) => rung.delete(room));
  return {
    follow(room, { epoch, seq }) {
      const last = rung.get(room);
      if (!last) rung.set(room, { epoch, seq });
      return !last || (last.epoch === epoch && last.seq <= seq);
    },
    position: (room) => rung.get(room),
    heard(moved) {
      for (const one of moved) {
        const last = rung.get(roomOf(one));
        if (last && last.seq < one.seq) name(roomOf(one), one.seq);
      }
    },
    look() {
      lookedAt = 0;
      loop.wake();
    },
    async stop() {
      runtime.committed.delete(committed);
      await loop.stop();
      tellAll();
    },
  };
}
