import type { PorticoError } from '@portico/sdk';
import type { Submittable } from '@portico/sdk/outbox';

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

/** What the two halves of a form share: this is what the second one (`sending.ts`) sees of the first (`form.ts`). */
export interface Desk<Values extends object> {
  readonly element: Element;
  lang(): string;
  /** Whom to ask, for who only reads. */
  readOnlyText(): string;
  show(change: { values?: Values; problems?: Problems; phase?: Phase; next?: 'problems' | 'outcome' | 'first' }): void;
  /** With these values, and nothing of what was before. */
  begin(values: Values): void;
  /** Writes the draft now. */
  keep(): void;
  /** A blank form, and the focus in it. */
  more(): void;
  say(text: string): void;
  /** False if the host has cancelled it. */
  emit(event: Event): boolean;
  fieldAt(path: string): HTMLElement | undefined;
  labelAt(path: string): string | null | undefined;
}
