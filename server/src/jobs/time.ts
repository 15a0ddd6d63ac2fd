/**
 * The time that all nodes of a database share, for what they must agree on: who holds a lease, whether a job is due, which period of
 * a schedule it is. A machine's own clock may be minutes wrong, and be set back by an hour or a month ahead while we look at it; so the database
 * is asked now and then, and in between a clock runs that nobody can set. (What time it is for people, and on a token, comes from
 * `runtime.clock`: the database's clock may be the wrong one. Order never comes from a clock, but from `seq`.)
 */
import { QueryTypes } from 'sequelize';
import { systemClock } from '../core/clock.ts';
import type { Runtime } from '../core/runtime.ts';

/** Milliseconds: how old an answer of the database may be, and by how much it has to be off before it is taken for another. */
const oldest = 10_000;
const tolerance = 20;

interface Asked {
  /** What to add to the clock that nobody can set. */
  offset: number;
  at: number;
  asking: Promise<void> | null;
}

const known = new WeakMap<Runtime, Asked>();

const statements = {
  sqlite: "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now",
  mysql: 'SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED) AS now',
};

function of(runtime: Runtime): Asked {
  const asked = known.get(runtime) ?? { offset: performance.timeOrigin, at: -Infinity, asking: null };
  known.set(runtime, asked);
  return asked;
}

async function ask({ sequelize }: Runtime, asked: Asked): Promise<void> {
  const began = performance.now();
  const [row] = await sequelize.query<{ now: number }>(statements[sequelize.getDialect() as keyof typeof statements], {
    type: QueryTypes.SELECT,
  });
  const now = performance.now();
  // It was said somewhere between question and answer.
  const offset = Number(row!.now) - (began + now) / 2;
  if (Math.abs(offset - asked.offset) > tolerance + (now - began) / 2) asked.offset = offset;
  asked.at = now;
}

/** Asks the database if that was long ago. Rejects where it is away. */
export async function agree(runtime: Runtime): Promise<void> {
  const asked = of(runtime);
  if (performance.now() - asked.at < oldest) return;
  await (asked.asking ??= ask(runtime, asked).finally(() => (asked.asking = null)));
}

/** Epoch milliseconds by the clock that all nodes share, after `agree()`. For processes that live or have died: no sandbox moves it. */
export const realNow = (runtime: Runtime): number => Math.round(of(runtime).offset + performance.now());

/** The same, but where the runtime's clock is one that a sandbox or a test moves, that one. */
export const sharedNow = (runtime: Runtime): number => (runtime.clock === systemClock ? realNow(runtime) : runtime.clock.now());

/** For who takes away what is old: it has to be old by the clock of this node and by the one that all share. A deletion by a wrong clock cannot be put right. */
export const earliestNow = (runtime: Runtime): number => Math.min(runtime.clock.now(), sharedNow(runtime));
