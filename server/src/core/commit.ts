/**
 * One transaction for one command, or for several on the same streams that arrived while an earlier one was under way (group commit):
 * they take turns at the lock anyway, and share its round trips. Each keeps its own answer, its own events and its own Idempotency-Key.
 */
import { append, lockedStreams, lockOf, present, type Appended, type LockedStream } from '../feed/append.ts';
import { insertion } from '../db/statements.ts';
import type { Tx } from '../db/transaction.ts';
import { PorticoProblem } from './errors.ts';
import { keep, keptFor, recall, type Kept } from './idempotency.ts';
import type { Scope } from './scope.ts';

/** A command that waits for its transaction. */
export interface Command {
  scope: Scope;
  run(scope: Scope): Promise<unknown>;
}

export type Outcome = { answer: unknown } | { refusal: PorticoProblem };

/** One of several commands failed after it had written, so that none was committed: each is to be run by itself. */
export class Apart extends Error {}

/**
 * @param streams that they append to, in any order; of one workspace, as all commands are
 * @param careful sends statements one by one, see `Transactions`
 */
export async function commit(commands: readonly Command[], streams: readonly string[], careful = false): Promise<Outcome[]> {
  const { runtime, workspaceId } = commands[0]!.scope;
  const all: Appended = { committed: [], rows: [] };
  const outcomes = await runtime.transactions.run(async (line) => {
    all.committed.length = all.rows.length = 0;
    const [locked, kept] = await line.read<[LockedStream[], Kept[]]>(
      lockOf(workspaceId, streams, runtime.sequelize.getDialect()),
      keptFor(commands.map(({ scope }) => scope)),
    );
    const counters = lockedStreams(locked);
    const known = [...kept];
    const outcomes: Outcome[] = [];
    for (const command of commands) outcomes.push(await carryOut(command, line, counters, known, all, commands.length > 1));
    if (all.rows.length > 0) await append(line, counters, all.rows, runtime.quiet);
    const createdAt = new Date(runtime.clock.now());
    const added = known.slice(kept.length).map((one) => ({ workspaceId, ...one, createdAt }));
    if (added.length > 0) await line.write(insertion('idempotency', added));
    return outcomes;
  }, careful);
  if (all.committed.length > 0) for (const listener of runtime.committed) listener(all.committed);
  return outcomes;
}

async function carryOut(
  { scope: outer, run }: Command,
  line: Tx,
  streams: Map<string, LockedStream>,
  known: Kept[],
  all: Appended,
  shared: boolean,
): Promise<Outcome> {
  const before = line.written;
  try {
    const earlier = recall(outer, known);
    if (earlier) return earlier;
    const scope = outer.within({ line, pending: { streams, recorded: [] } });
    const answer = await run(scope);
    const { committed, rows } = await present(scope);
    all.committed.push(...committed);
    all.rows.push(...rows);
    const kept = keep(scope, answer);
    if (kept) known.push(kept);
    return { answer };
  } catch (error) {
    // A refusal before anything was written concerns nobody else.
    if (error instanceof PorticoProblem && line.written === before) return { refusal: error };
    throw shared ? new Apart(undefined, { cause: error }) : error;
  }
}
