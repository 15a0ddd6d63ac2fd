/**
 * The way of commands into transactions. A command begins at once where there is a free lane and nobody is under way on its streams;
 * else it waits, and goes with all who have come until then. So nobody waits for company, and the more there is to do the less each costs.
 */
import { isAway } from '../db/connection.ts';
import { commit, type Outcome } from './commit.ts';
import type { Runtime } from './runtime.ts';
import type { Command } from './together.ts';

/** Commands of one transaction at most: a lock is not held for longer than a few of them take. */
const mostTogether = 16;

/** Transactions at once, so that the database has work while an answer is on its way; with more, each would carry less. */
const lanes = 2;

/** Milliseconds after which a transaction does not count as one of the lanes any more: others do not wait for what hangs on a lock. */
const slow = 25;

/** One of several commands failed after it had written, so that none was committed: each is to be run by itself. */
export class Apart extends Error {}

interface Waiting {
  command: Command;
  /** Its streams, by workspace. */
  names: readonly string[];
  outcome: PromiseWithResolvers<Outcome>;
}

interface Queue {
  waiting: Waiting[];
  /** Streams of those that are under way. */
  busy: Set<string>;
  running: number;
}

const queues = new WeakMap<Runtime, Queue>();

/** Carries a command out by itself. On SQLite the process has one writer. */
export const alone = async (command: Command, careful = false): Promise<Outcome> => (await transaction([command], careful))[0]!;

const isFile = ({ sequelize }: Runtime): boolean => sequelize.getDialect() === 'sqlite';

function transaction(commands: readonly Command[], careful = false): Promise<Outcome[]> {
  const { runtime } = commands[0]!.scope;
  return isFile(runtime) ? runtime.writer(() => commit(commands, careful)) : commit(commands, careful);
}

/** Carries a command out in its turn, if need be together with others. */
export function inTurn(command: Command): Promise<Outcome> {
  const { runtime, workspaceId } = command.scope;
  // A command without streams waits for nobody.
  if (command.streams.length === 0) return alone(command);
  let queue = queues.get(runtime);
  if (!queue) queues.set(runtime, (queue = { waiting: [], busy: new Set(), running: 0 }));
  const names = command.streams.map((stream) => `${workspaceId} ${stream}`);
  const own: Waiting = { command, names, outcome: Promise.withResolvers() };
  queue.waiting.push(own);
  if (queue.running < most(runtime) && isFree(names, queue.busy)) go(queue, runtime);
  return own.outcome.promise;
}

const most = (runtime: Runtime): number => (isFile(runtime) ? 1 : lanes);
const isFree = (names: readonly string[], held: ReadonlySet<string>): boolean => !names.some((name) => held.has(name));

function go(queue: Queue, runtime: Runtime): void {
  while (queue.running < most(runtime)) {
    const group = take(queue);
    if (group.length === 0) return;
    void work(queue, group, runtime);
  }
}

/** Those of one workspace whose streams are free, in order of arrival; nobody overtakes another on the same stream. */
function take(queue: Queue): Waiting[] {
  const held = new Set(queue.busy);
  const group: Waiting[] = [];
  const left: Waiting[] = [];
  const joins = ({ command }: Waiting): boolean => {
    const [first] = group;
    if (!first) return true;
    const alike = first.command.scope.workspaceId === command.scope.workspaceId;
    return alike && group.length < mostTogether && !first.command.long && !command.long;
  };
  for (const one of queue.waiting) {
    if (joins(one) && isFree(one.names, held)) group.push(one);
    else {
      left.push(one);
      for (const name of one.names) held.add(name);
    }
  }
  queue.waiting = left;
  return group;
}

async function work(queue: Queue, group: readonly Waiting[], runtime: Runtime): Promise<void> {
  const names = new Set(group.flatMap((one) => one.names));
  for (const name of names) queue.busy.add(name);
  let counts = true;
  queue.running++;
  const leave = (): void => {
    if (counts) queue.running--;
    counts = false;
  };
  const timer = isFile(runtime)
    ? undefined
    : setTimeout(() => {
        leave();
        go(queue, runtime);
      }, slow);
  try {
    const outcomes = await transaction(group.map(({ command }) => command));
    group.forEach(({ outcome }, index) => outcome.resolve(outcomes[index]!));
  } catch (error) {
    // Which of them it was about is known only when each is run by itself. Where the line fell, nobody knows whether all of them were
    // done: to ask again is for their callers, who have keys.
    const reason = group.length > 1 && !isAway(error) ? new Apart(undefined, { cause: error }) : error;
    for (const { outcome } of group) outcome.reject(reason);
  }
  clearTimeout(timer);
  leave();
  for (const name of names) queue.busy.delete(name);
  go(queue, runtime);
}
