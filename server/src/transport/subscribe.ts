/**
 * A socket follows streams: it is in their rooms, and is answered with what it missed. It asks by `subscribe`, or it says where it
 * stands while it shakes hands (`auth.subscriptions`), as a page does that comes back: the answers, `subscribed`, go out in one write
 * with that of the handshake. They are bytes that are made once for all who missed the same.
 */
import type { Socket } from 'socket.io';
import { z } from 'zod';
import type { Runtime } from '../core/runtime.ts';
import type { Scope } from '../core/scope.ts';
import { missedSince, type MissedText, type Position } from '../feed/since.ts';
import { mayFollow } from '../feed/streams.ts';
import { roomOf, type Bell } from './bell.ts';
import { frameOf, write } from './packet.ts';

export const Subscribe = z.strictObject({ stream: z.string().max(80), epoch: z.string().max(16), seq: z.number().int().min(0) });
export const Subscriptions = z.array(Subscribe).max(20);

/**
 * Characters of events in one answer, and of all that a handshake asked for: who comes back by a slow line has one before the next, and is
 * never taken for somebody who does not read (`packet.ts`).
 */
const longestAnswer = 200_000;
const longestWelcome = 300_000;

/** What a handshake said, and what was missed since, or why it is not told. */
export type Offer = { position: Position } & ({ missed: MissedText } | { error: unknown });

export interface Following {
  /** Enters the room and answers what was missed. @throws {PorticoProblem} `not_found` for a stream that this person may not follow */
  enter(socket: Socket, scope: Scope, position: Position): Promise<MissedText>;
  /** Looks up what a handshake asks for, before the socket stands. */
  look(scope: Scope, positions: readonly Position[]): Promise<Offer[]>;
  /** Enters the room of what was looked up. False if the room has heard more since then: it has to be looked up again. */
  take(socket: Socket, workspaceId: string, missed: MissedText): boolean;
  /** Tells what was missed: as the answer to the request of this number, or as `subscribed`. */
  answer(socket: Socket, workspaceId: string, position: Position, missed: MissedText, request: number | null): void;
}

export function createSubscriptions({ config, recent }: Runtime, bell: Bell): Following {
  /** With the next event it is another answer, so that these are short-lived by themselves. */
  const kept = recent.answers;
  const limit = config.limits.feedEvents;
  const missed = (scope: Scope, position: Position, characters: number): Promise<MissedText> =>
    missedSince(scope, position, limit, bell.position(roomOf({ workspaceId: scope.workspaceId, stream: position.stream })), characters);
  const reached = ({ epoch, head }: MissedText): Pick<Position, 'epoch' | 'seq'> => ({ epoch, seq: head });

  return {
    async enter(socket, scope, position) {
      const room = roomOf({ workspaceId: scope.workspaceId, stream: position.stream });
      // The room first, then the gap: what is committed between the two comes both ways and is told apart by `seq`.
      if (mayFollow(scope, position.stream) && socket.connected) await socket.join(room);
      try {
        const found = await missed(scope, position, longestAnswer);
        bell.follow(room, reached(found));
        return found;
      } catch (error) {
        await socket.leave(room);
        throw error;
      }
    },
    look: (scope, positions) =>
      Promise.all(
        positions.map((position) =>
          missed(scope, position, Math.min(longestAnswer, longestWelcome / positions.length)).then(
            (found) => ({ position, missed: found }),
            (error: unknown) => ({ position, error }),
          ),
        ),
      ),
    take(socket, workspaceId, found) {
      const room = roomOf({ workspaceId, stream: found.stream });
      void socket.join(room);
      return bell.follow(room, reached(found));
    },
    answer(socket, workspaceId, { seq }, found, request) {
      const opening = request === null ? '42["subscribed",' : `43${request}[`;
      if ('reset' in found) return write(socket, frameOf(`${opening}${JSON.stringify(found)}]`));
      const { stream, epoch, head, events, more } = found;
      const name = `${opening} ${workspaceId} ${stream} ${epoch} ${seq} ${head} ${events.length}`;
      let frame = kept.get(name);
      if (!frame) {
        const rest = JSON.stringify({ stream, epoch, head, more }).slice(0, -1);
        const texts = events.flatMap(({ json }, index) => (index === 0 ? [json] : [',', json]));
        frame = frameOf(`${opening}${rest},"events":[`, ...texts, ']}]');
        kept.set(name, frame);
      }
      write(socket, frame);
    },
  };
}
