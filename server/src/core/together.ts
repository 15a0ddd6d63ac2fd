/**
 * What several commands share of one transaction, and what each has for itself. Those on different streams go side by side, so that
 * what they read at the same moment goes in one packet; those on the same streams, or with the same Idempotency-Key, one after another.
 */
import type { Statement } from '../db/statements.ts';
import type { Image, Rule, Tx } from '../db/transaction.ts';
import type { Scope } from './scope.ts';

/** A command that waits for its transaction. */
export interface Command {
  scope: Scope;
  /** That it appends to, in any order. */
  streams: readonly string[];
  run(scope: Scope): Promise<unknown>;
  /** It may take seconds, so nobody is made to go with it. */
  long?: boolean;
}

/** Groups that have nothing to do with each other, each in order of arrival. */
export function partsOf(commands: readonly Command[]): Command[][] {
  let parts: { names: Set<string>; commands: Command[] }[] = [];
  for (const command of commands) {
    const { actor, request } = command.scope;
    const names = new Set(command.streams);
    if (request.idempotency) names.add(`key ${actor.id} ${request.idempotency.key}`);
    const touching = parts.filter((part) => [...names].some((name) => part.names.has(name)));
    const joined = {
      names: new Set([...names, ...touching.flatMap((part) => [...part.names])]),
      commands: [...touching.flatMap((part) => part.commands), command],
    };
    parts = [...parts.filter((part) => !touching.includes(part)), joined];
  }
  return parts.map((part) => part.commands);
}

/** Readings of commands that wait at the same moment go to the database together. */
export function gathered(line: Tx): Tx['read'] {
  let waiting: { statements: readonly Statement[]; answer: PromiseWithResolvers<object[][]> }[] = [];
  async function send(): Promise<void> {
    const round = waiting;
    waiting = [];
    try {
      const results = await line.read<object[][]>(...round.flatMap(({ statements }) => statements));
      let at = 0;
      for (const { statements, answer } of round) answer.resolve(results.slice(at, (at += statements.length)));
    } catch (error) {
      for (const { answer } of round) answer.reject(error);
    }
  }
  return (...statements) => {
    if (statements.every(line.knows)) return line.read(...statements);
    const answer = Promise.withResolvers<object[][]>();
    waiting.push({ statements, answer });
    // After all that this turn of the event loop brings.
    if (waiting.length === 1) setImmediate(() => void send());
    return answer.promise as never;
  };
}

/** One command's own hold of the transaction. What it writes stays with it until it reads or ends: if it fails before, nobody else is concerned. */
export interface Own extends Tx {
  /** Whether anything of it has gone to the others' transaction. */
  readonly sent: boolean;
  send(): Promise<void>;
}

export function ownOf(line: Tx, read: Tx['read']): Own {
  let held: [Statement, (Rule | null)?, (readonly string[])?, Image?][] = [];
  let written = 0;
  let sent = false;
  let acts: (() => void)[] = [];
  async function send(): Promise<void> {
    const all = held;
    held = [];
    acts.forEach(line.afterCommit);
    acts = [];
    sent ||= all.length > 0;
    for (const one of all) await line.write(...one);
  }
  return {
    get written() {
      return written;
    },
    get sent() {
      return sent;
    },
    send,
    afterCommit: (act) => void acts.push(act),
    ahead: line.ahead,
    knows: (statement) => held.length === 0 && line.knows(statement),
    async read(...statements) {
      if (held.length > 0) await send();
      return read(...statements) as never;
    },
    async write(...one) {
      written++;
      held.push(one);
    },
  };
}
