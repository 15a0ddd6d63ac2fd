/**
 * One transaction for one command, or for several of a workspace that arrived while an earlier one was under way (group commit): they share
 * its round trips and its way to the disk. Each keeps its own answer, its own events and its own Idempotency-Key.
 */
import { append, lockedStreams, lockOf, moveFrom, moveTo, present, type Appended, type LockedStream } from '../feed/append.ts';
import { insertion } from '../db/statements.ts';
import { isAway } from '../db/connection.ts';
import type { Tx } from '../db/transaction.ts';
import { PorticoProblem } from './errors.ts';
import { rehearse, traceOf, Unsure, type Learned } from './memory.ts';
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
  /** Whether its callers are looked up beside it; else the transaction finds out by itself. */
  looks: boolean;
}

const lookUp = async ({ request: { sure } }: Scope): Promise<void> => (sure && !sure.proven ? sure.look() : undefined);

/**
 * @param commands of one workspace
 * @param careful sends statements one by one, see `Transactions`
 */
export async function commit(commands: readonly Command[], careful = false): Promise<Outcome[]> {
  const { runtime } = commands[0]!.scope;
  const all: Appended = { committed: [], rows: [] };
  const done =
    (commands.length === 1 && !careful && (await inOnePacket(commands[0]!, all))) || (await inTwoPackets(commands, all, careful));
  if (all.committed.length > 0) for (const listener of runtime.committed) listener(all.committed);
  // Whoever listens goes first.
  if (done.learned) queueMicrotask(() => runtime.memory.learn(commands[0]!.scope.workspaceId, done.learned!));
  return done.outcomes;
}

interface Committed {
  outcomes: Outcome[];
  /** What this node is to remember. */
  learned: Learned | null;
}

/** Locks and looks, then writes. */
async function inTwoPackets(commands: readonly Command[], all: Appended, careful: boolean): Promise<Committed> {
  const { runtime, workspaceId } = commands[0]!.scope;
  const dialect = runtime.sequelize.getDialect();
  const streams = commands.flatMap((command) => command.streams);
  const ahead = commands.flatMap(({ scope }) => scope.ahead.splice(0));
  // Found out beside the first packet.
  for (const { scope } of commands) lookUp(scope).catch(() => undefined);
  let learned: Learned | null = null;
  try {
    const outcomes = await runtime.transactions.run(async (opened) => {
      const trace = traceOf();
      const line = traced(opened, trace);
      all.committed.length = all.rows.length = 0;
      line.ahead(...ahead);
      const [locked, kept] = await line.read<[LockedStream[], Kept[]]>(
        lockOf(workspaceId, streams, dialect),
        keptFor(commands.map(({ scope }) => scope)),
      );
      const counters = lockedStreams(locked);
      const shared = { line, counters, known: [...kept], all, looks: true };
      learned = { found: [...lockedStreams(locked).values()], left: counters, ahead, touched: trace.touched, images: trace.images };
      const outcomes = commands.length === 1 ? [await alone(commands[0]!, shared)] : await together(commands, shared, dialect);
      if (all.rows.length > 0) {
        await append(opened, all.rows, runtime.quiet);
        await opened.write(moveTo(workspaceId, counters));
      }
      await keepAll(opened, commands[0]!.scope, shared.known.slice(kept.length));
      learned.touched = trace.touched;
      return outcomes;
    }, careful);
    return { outcomes, learned };
  } catch (error) {
    runtime.memory.forget(workspaceId, streams);
    throw error;
  }
}

/**
 * Carries a command out on what this node remembers of its streams, and sends everything in one packet, which fails as a whole unless
 * the streams still stand where they were thought to, and their caller still is who they were.
 * @returns null where that could not be: nothing is done, and it goes the ordinary way
 */
async function inOnePacket(command: Command, all: Appended): Promise<Committed | null> {
  const { scope, streams } = command;
  const { runtime, workspaceId } = scope;
  const { sure } = scope.request;
  const guess = sure && !sure.proven && !command.long ? runtime.memory.guess(workspaceId, streams, scope.ahead) : null;
  if (!guess) return null;
  const found = [...guess.streams.values()].map((one) => ({ ...one }));
  const line = rehearse(guess.rows);
  const shared: Shared = { line, counters: guess.streams, known: [], all, looks: false };
  try {
    const done = await carryOut(command, line, shared);
    const outcome = await tell(done, shared);
    const moved = [...guess.streams.values()];
    // What it says without having moved each of them is not checked by anything.
    if (moved.length !== found.length || !moved.every((one) => one.moved)) throw new Unsure();
    await runtime.transactions.run(async (tx) => {
      await tx.write(moveFrom(workspaceId, found, guess.streams, [sure!.condition, ...line.suppositions]), found.length);
      for (const one of line.held) await tx.write(...one);
      await append(tx, all.rows, runtime.quiet);
      await keepAll(tx, scope, shared.known);
      line.acts.forEach(tx.afterCommit);
    });
    sure!.proven = true;
    const ahead = scope.ahead.splice(0);
    return { outcomes: [outcome], learned: { found, left: guess.streams, ahead, touched: line.touched, images: line.images } };
  } catch (error) {
    if (!(error instanceof Unsure)) runtime.memory.forget(workspaceId, streams);
    // Where the line fell, nobody knows whether it was done: to ask again is for the caller, who has a key.
    if (isAway(error)) throw error;
    all.committed.length = all.rows.length = 0;
    return null;
  }
}

/** Keeps the answers that this transaction gave, for who repeats a request. */
async function keepAll(line: Pick<Tx, 'write'>, { workspaceId, runtime }: Scope, given: readonly Kept[]): Promise<void> {
  const createdAt = new Date(runtime.clock.now());
  if (given.length > 0)
    await line.write(
      insertion(
        'idempotency',
        given.map((one) => ({ workspaceId, ...one, createdAt })),
      ),
    );
}

/** The same line, noting what commands write to rows. */
const traced = (line: Tx, { note }: ReturnType<typeof traceOf>): Tx =>
  Object.create(line, {
    write: {
      value(...[statement, rule, rows, image]: Parameters<Tx['write']>) {
        note(rows, image);
        return line.write(statement, rule, rows);
      },
    },
  }) as Tx;

interface Done {
  answer: unknown;
  /** Holds what was recorded; null where the answer is that of an earlier request. */
  scope: Scope | null;
}

async function carryOut({ scope: outer, run }: Command, line: Tx, { counters, known, looks }: Shared): Promise<Done> {
  const earlier = recall(outer, known);
  if (earlier) return { ...earlier, scope: null };
  const scope = outer.within({ line, pending: { streams: counters, recorded: [] } });
  const answer = await run(scope);
  if (looks) await lookUp(outer);
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
