/** What every command of `portico` is made of, and the errors that end one with a sentence instead of a stack. */
import type { ParseArgsOptionsConfig } from 'node:util';

export interface Command {
  /** One line for the overview. */
  summary: string;
  /** `portico …` and its options, for `--help`. */
  usage: string;
  options?: ParseArgsOptionsConfig;
  /** How many words may follow beside the options; default none. */
  words?: number;
  run(values: Record<string, string | boolean | undefined>, positionals: readonly string[]): Promise<void>;
}

/** Ends the command with exit code 2: it was called wrongly. */
export class UsageError extends Error {}
/** Ends the command with exit code 1: it was understood but cannot be done. */
export class CommandFailed extends Error {}
