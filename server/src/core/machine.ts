/**
 * A machine: which state follows which, on what, and by whom, as a table that a person can read. Nothing else moves a `status`. The states'
 * history is a trail that the row carries, so that it is presented, hashed and replayed like any other field.
 */
import { z } from 'zod';
import type { Row, Table } from '../db/table.ts';
import { instantOf } from './clock.ts';
import { problem } from './errors.ts';
import type { Audience, Entity } from './module.ts';
import { authorize } from './policy.ts';
import type { Actor, Scope } from './scope.ts';

export interface Transition<S extends string = string> {
  /** Null is before the beginning. */
  readonly from: S | null;
  /** The command, a verb: `approve`. */
  readonly on: string;
  readonly to: S;
  /** Of the policy table: who may. One command has one action. */
  readonly action: string;
}

export type Machine<S extends string = string> = readonly Transition<S>[];

/** What can happen in a state, by the table alone. */
export const possible = (machine: Machine, from: string | null): string[] =>
  machine.filter((each) => each.from === from).map(({ on }) => on);

/**
 * The transition that a command makes of this row: who may is asked first, then whether the table has it.
 * @throws {PorticoProblem} `forbidden`, or `conflict` with the row as it is now
 */
export function transition<S extends string, T extends Table>(
  scope: Scope,
  machine: Machine<S>,
  on: string,
  entity: Entity<T>,
  row: Row<T>,
): Transition<S> {
  const made = machine.filter((each) => each.on === on);
  authorize(scope, made[0]!.action, row);
  const { status } = row as Row<T> & { status: string };
  const found = made.find(({ from }) => from === status);
  if (found) return found;
  const next = possible(machine, status);
  const noun = entity.table.noun.replace('_', ' ');
  const rest = next.length > 0 ? `What can follow is ${next.join(', ')}.` : 'Nothing follows.';
  throw problem('conflict', `This ${noun} is ${status.replace('_', ' ')}, so ${on} is not possible now. ${rest}`, {
    current: entity.views[scope.audience]?.present(row),
  });
}

/** One step of a trail. `reason` is for everybody who sees the row, `note` for the team alone. */
export interface Step {
  at: string;
  from: string | null;
  to: string;
  actor: Partial<Actor> & Pick<Actor, 'kind'>;
  reason: string | null;
  note: string | null;
}

interface Said {
  /** When they did it, if that is not now. */
  at?: string | undefined;
  reason?: string | undefined;
  note?: string | undefined;
}

/** The step that this person makes now; the name is kept as it was on the day, like a signature. */
export function stepBy(scope: Scope, { from, to }: Pick<Transition, 'from' | 'to'>, said: Said = {}): Step {
  const { kind, id, name } = scope.actor;
  return {
    at: said.at ?? instantOf(scope.runtime.clock),
    from,
    to,
    actor: { kind, id, name },
    reason: said.reason ?? null,
    note: said.note ?? null,
  };
}

/** The trail as an audience may see it: clients learn which person acted, but not which key, and no note of the team. */
export const trailFor = (audience: Audience, trail: readonly Step[]): Omit<Step, 'note'>[] =>
  audience === 'client'
    ? trail.map(({ note: _, actor, ...step }) => ({ ...step, actor: actor.kind === 'key' ? { kind: 'key' } : actor }))
    : [...trail];

export const Trail = z
  .array(
    z.object({
      at: z.string().describe('UTC instant'),
      from: z.string().nullable(),
      to: z.string(),
      actor: z.object({ kind: z.enum(['member', 'contact', 'key', 'system']), id: z.string().optional(), name: z.string().optional() }),
      reason: z.string().nullable().describe('In words for the client'),
      note: z.string().nullable().optional().describe('For the team alone'),
    }),
  )
  .describe('Every state that it has had, oldest first');
