/** What was missed since a position: the answer to `subscribe`, to `GET /v1/feed`, and the dispatcher's way to read. */
import type { Sequelize } from 'sequelize';
import { notFound } from '../core/errors.ts';
import { gather } from '../core/gather.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Scope } from '../core/scope.ts';
import { anyOf, readPrepared } from '../db/prepared.ts';
import { readEventTexts, type EventText } from './event-text.ts';
import { mayFollow } from './streams.ts';

/** An event on the wire. */
export interface WireEvent {
  stream: string;
  epoch: string;
  seq: number;
  type: string;
  entity: string;
  id: string;
  rev: number;
  data: unknown;
  at: string;
  actor: unknown;
}

export type Missed =
  | { stream: string; epoch: string; head: number; events: WireEvent[]; more: boolean }
  | { stream: string; epoch: string; head: number; reset: true };

export interface Position {
  stream: string;
  epoch: string;
  seq: number;
}

/** Whose stream; a name is told apart by its workspace. */
export interface Streamed {
  workspaceId: string;
  stream: string;
}

/** Where a stream stands now, `undefined` if it has no event yet. */
export type Positions = (of: Streamed) => Promise<Position | undefined>;

const nameOf = ({ workspaceId, stream }: Streamed): string => `${workspaceId} ${stream}`;

/** Those who ask at the same moment share one statement. */
export const createPositions = (sequelize: Sequelize): Positions =>
  gather(nameOf, async (wanted: readonly Streamed[]) => {
    const { where, values } = anyOf(
      ['workspaceId', 'stream'],
      wanted.map(({ workspaceId, stream }) => [workspaceId, stream]),
    );
    const rows = await readPrepared<Position & Streamed>(
      sequelize,
      `SELECT workspaceId, stream, epoch, seq FROM streams WHERE ${where}`,
      values,
    );
    return new Map(
      rows.map(({ workspaceId, stream, epoch, seq }) => [nameOf({ workspaceId, stream }), { stream, epoch, seq: Number(seq) }]),
    );
  });

/** The same with the events as text. */
export type MissedText =
  | Exclude<Missed, { events: unknown }>
  | { stream: string; epoch: string; head: number; events: readonly EventText[]; more: boolean };

/**
 * Events after `seq`, at most `limit`; `more` says that there are others. A position of another epoch, or one that the
 * stream has not reached, is answered with `reset`: take a snapshot.
 * @param seq 0 with an empty epoch is the beginning
 * @param told where those stand who follow the stream here, and who are told what comes after it: what is asked from no later place than
 *   that is answered up to there, and nobody has to look where it stands by now
 * @param characters of all events together at most (or bytes, where they are kept as such), but for the first one
 * @throws {PorticoProblem} `not_found` for a stream that this person may not follow
 */
export async function missedSince(
  scope: Scope,
  { stream, epoch, seq }: Position,
  limit: number,
  told?: Pick<Position, 'epoch' | 'seq'>,
  characters = Infinity,
): Promise<MissedText> {
  if (!mayFollow(scope, stream)) throw notFound('stream');
  const of = { workspaceId: scope.workspaceId, stream };
  const position = told?.epoch === epoch && told.seq >= seq ? { stream, ...told } : await scope.runtime.positions(of);
  // A stream that exists for nobody and one of a person's own that is still empty look different to no one but them.
  if (!position) throw notFound('stream');
  const fromStart = epoch === '' && seq === 0;
  if ((!fromStart && epoch !== position.epoch) || seq > position.seq)
    return { stream, epoch: position.epoch, head: position.seq, reset: true };
  const events = first(characters, await scope.runtime.recent.after(of, seq, position, limit));
  // Between the two reads the stream may have moved on.
  const last = events.at(-1)?.seq;
  const head = Math.max(position.seq, last ?? 0);
  return { stream, epoch: position.epoch, head, events, more: (last ?? seq) < head };
}

function first(characters: number, events: readonly EventText[]): readonly EventText[] {
  let sum = 0;
  const over = events.findIndex(({ json }, index) => (sum += json.length) > characters && index > 0);
  return over === -1 ? events : events.slice(0, over);
}

export const parseEvent = ({ json }: EventText): WireEvent => JSON.parse(json.toString()) as WireEvent;

/** `missedSince()` as values. */
export async function since(scope: Scope, position: Position, limit: number): Promise<Missed> {
  const missed = await missedSince(scope, position, limit);
  return 'reset' in missed ? missed : { ...missed, events: missed.events.map(parseEvent) };
}

export async function eventsAfter(runtime: Runtime, workspaceId: string, stream: string, seq: number, limit: number): Promise<WireEvent[]> {
  return (await readEventTexts(runtime, workspaceId, stream, seq, limit)).map(parseEvent);
}
