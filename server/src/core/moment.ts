/** When a person did it, as their own device says: a form that was sent off line arrives later than it was tapped. */
import { z } from 'zod';
import type { Clock } from './clock.ts';
import { problem } from './errors.ts';

const minute = 60_000;
/** A phone's clock may be ahead by so much. */
const ahead = 5 * minute;
/** As long as a form waits on a phone. */
const behind = 7 * 24 * 60 * minute;

export const tapped = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2026-11-22T08:00:00.000Z' })
  .max(40)
  .optional()
  .describe('When it was tapped, if it is sent later; at most 7 days ago. Default: now');

/**
 * The instant of the tap, UTC with milliseconds. Asked inside the command, so that a repeated request is answered however late it is repeated.
 * @throws {PorticoProblem} `invalid_input` for one that cannot be true
 */
export function tapAt(clock: Clock, at: string | undefined): string {
  const now = clock.now();
  if (at === undefined) return new Date(now).toISOString();
  const told = Date.parse(at);
  const wrong =
    told > now + ahead
      ? 'is in the future; check the clock of the device'
      : told < now - behind
        ? 'is more than 7 days ago; leave it out to submit it now'
        : null;
  if (wrong) throw problem('invalid_input', `at: ${wrong}`, { errors: [{ path: 'at', message: wrong }] });
  // A device that is a little ahead does not put things into the future.
  return new Date(Math.min(told, now)).toISOString();
}
