import type { PorticoError } from '@portico/sdk';
import type { Submittable } from '@portico/sdk/outbox';
import type { FormWords } from './form.messages.ts';

/** Sentences by the name of the field that they are about; `''` is the whole form. */
export type Problems = Record<string, string>;

/** `sent` lasts until `again()`; what was refused is being edited once more. */
export type Phase = 'editing' | 'sending' | 'waiting' | 'sent';

/** One form: what it holds, when it is complete, and where it goes. */
export interface Form<Values extends object> {
  /** Names draft and submission, for one person and project: `survey:srv_…`. */
  key: string;
  /** Of its events: `survey` sends `portico-survey-submit`, which can be cancelled, and then `-submitted`. */
  thing: string;
  /** Where it does something else than to submit: `['withdraw', 'withdrawn']`. */
  verbs?: readonly [string, string];
  path: Submittable;
  /** Untouched. */
  blank: Values;
  check(values: Values): Problems;
  /** What the procedure takes. */
  input(values: Values): Record<string, unknown>;
  /** The way back, for what was refused or is taken back to be changed. */
  recall(input: Readonly<Record<string, unknown>>): Values;
  /** The field that a path of the server's problems is about, where that is not its name. */
  field?(path: string): string;
  /** Our own words for a refusal of the server, by the code of the problem. */
  refusal?(error: PorticoError): Problems | undefined;
  /** The server has it; `result` is its answer, null if another tab had it. */
  arrived?(result: unknown): void;
  /** What is said then. */
  thanks(result: unknown): Thanks;
}

export interface Thanks {
  title: string;
  text: string;
  /** What people call it: `CR-12`. */
  reference?: string | undefined;
}

/** The server's no: by field where it says so, else as a whole, in our words where we have them. */
export function problemsOf(error: PorticoError, words: FormWords, whom: string, fieldOf = (path: string): string => path): Problems {
  if (error.code === 'too_late') return { '': words.tooLate };
  if (error.code === 'forbidden') return { '': whom };
  const { errors = [], status, message } = error;
  if (errors.length === 0) return { '': status >= 500 || status === 0 ? words.unavailable : words.serverSays(message) };
  return Object.fromEntries(errors.map((one) => [fieldOf(one.path), words.serverSays(one.message)]));
}
