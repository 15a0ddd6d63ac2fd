/**
 * One transaction for one command, or for several of a workspace that arrived while an earlier one was under way (group commit): they share
 * its round trips and its way to the disk. Each keeps its own answer, its own events and its own Idempotency-Key.
 */
import { append, lockedStreams, lockOf, present, type Appended, type LockedStream } from '../feed/append.ts';
import { insertion } from '../db/statements.ts';
import type { Tx } from '../db/transaction.ts';
import { PorticoProblem } from './errors.ts';
import { keep, keptFor, recall, type Kept } from './idempotency.ts';
import type { Scope } from './scope.ts';
import { gathered, ownOf, partsOf, type Command } from './together.ts';

export type Outcome = { answer: unknown } | { refusal: unknown };

/** What the commands of one transaction have in common. */
interface Shared {
  line: Tx;
  counters: Map<string, LockedStream>;
  /** Answers of earlier requests, and of these. */
  known: Kept[];
  all: Appended;
}

/**
 * @param commands of one workspace
 * @param careful sends statements one by one, see `Transactions`
 */
export async function commit(commands: readonly Command[], careful = false): Promise<Outcome[]> {
  const { runtime, workspaceId } = commands[0]!.scope;
  const dialect = runtime.sequelize.getDialect();
  const all: Appended = { committed: [], rows: [] };
  const outcomes = await runtime.transactions.run(async (line) => {
    all.committed.length = all.rows.length = 0;
    for (const { scope } of commands) line.ahead(...scope.ahead.splice(0));
    const streams = commands.flatMap((command) => command.streams);
    const [locked, kept] = await line.read<[LockedStream[], Kept[]]>(
      lockOf(workspaceId, streams, dialect),
      keptFor(commands.map(({ scope }) => scope)),
    );
    const shared = { line, counters: lockedStreams(locked), known: [...kept], all };
    const outcomes = commands.length === 1 ? [await alone(commands[0]!, shared)] : await together(commands, shared, dialect);
    if (all.rows.length > 0) await append(line, shared.counters, all.rows, runtime.quiet);
    const createdAt = new Date(runtime.clock.now());
    const added = shared.known.slice(kept.length).map((one) => ({ workspaceId, ...one, createdAt }));
    if (added.length > 0) await line.write(insertion('idempotency', added));
    return outcomes;
  }, careful);
  if (all.committed.length > 0) for (const listener of runtime.committed) listener(all.committed);
  return outcomes;
}

interface Done {
  answer: unknown;
  /** Holds what was recorded; null where the answer is that of an earlier request. */
  scope: Scope | null;
}

async function carryOut({ scope: outer, run }: Command, line: Tx, { counters, known }: Shared): Promise<Done> {
  const earlier = recall(outer, known);
  if (earlier) return { ...earlier, scope: null };
  const scope = outer.within({ line, pending: { streams: counters, recorded: [] } });
  const answer = await run(scope);
  await outer.request.sure;
  return { answer, scope };
}

/** Puts what was recorded behind what the streams have. */
async function tell({ answer, scope }: Done, { known, all }: Shared): Promise<Outcome> {
  if (!scope) return { answer };
  const { committed, rows } = await present(scope);
  all.committed.push(...committed);
  all.rows.push(...rows);
  const kept = keep(scope, answer);
  if (kept) known.push(kept);
  return { answer };
}

/** Alone in its transaction, a command takes it back by failing. */
async function alone(command: Command, shared: Shared): Promise<Outcome> {
  const { line } = shared;
  const before = line.written;
  try {
    return await tell(await carryOut(command, line, shared), shared);
  } catch (error) {
    if (error instanceof PorticoProblem && line.written === before) return { refusal: error };
    throw error;
  }
}

/** @throws what one of them has written cannot be told from what the others have; none of them is under way any more */
async function together(commands: readonly Command[], shared: Shared, dialect: string): Promise<Outcome[]> {
  // On a file there are no trips to be shared, and one after another is quickest.
  const parts = dialect === 'sqlite' ? [commands] : partsOf(commands);
  const read = parts.length === 1 ? shared.line.read : gathered(shared.line);
  const outcomes = new Map<Command, Outcome>();
  const ended = await Promise.allSettled(
    parts.map(async (part) => {
      for (const command of part) outcomes.set(command, await besideOthers(command, shared, read));
    }),
  );
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return commands.map((command) => outcomes.get(command)!);
}

async function besideOthers(command: Command, shared: Shared, read: Tx['read']): Promise<Outcome> {
  const own = ownOf(shared.line, read);
  let done: Done;
  try {
    done = await carryOut(command, own, shared);
  } catch (error) {
    if (own.sent) throw error;
    return { refusal: error };
  }
  const outcome = await tell(done, shared);
  await own.send();
  return outcome;
}
