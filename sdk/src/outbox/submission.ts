/** One thing that somebody has sent, from the tap to the server's last word. */
import { batch, type ReadonlySignal, signal } from '@preact/signals-core';
import { PorticoError } from '../errors.ts';
import type { Input, Path } from '../rpc/call.ts';
import type { Instant, Problem } from '../wire.ts';

/**
 * `sending`: the first try is under way. `waiting`: it did not get through and will be sent by itself.
 * `sent`: the server has it. `refused`: the server said no for good; it is kept so that the person can mend it.
 */
export type SubmissionState = 'sending' | 'waiting' | 'sent' | 'refused';

export interface Submission<Result = unknown> {
  /** Its Idempotency-Key. */
  readonly id: string;
  readonly path: string;
  /** As it was given, without `at`: for a form that has to show it again. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The instant of the tap, by the clock of this device. */
  readonly at: Instant;
  /** The key and the description that it was submitted with. */
  readonly key: string;
  readonly describe: string | undefined;
  readonly state: ReadonlySignal<SubmissionState>;
  /** When it came into this state, epoch milliseconds. */
  readonly since: ReadonlySignal<number>;
  /** The server's answer, once sent; null too where another tab has sent it and its answer is not known. */
  readonly result: ReadonlySignal<Result | null>;
  /** Why it is refused, or why the last try did not get through. */
  readonly error: ReadonlySignal<PorticoError | null>;
  /** It outlives the page: storage was there, and the person was known. */
  readonly kept: boolean;
  /** The person gives it up. A try that is under way may still get through. */
  discard(): void;
}

/** The form in storage. */
export interface Entry {
  id: string;
  path: string;
  input: Record<string, unknown>;
  /** Epoch milliseconds. */
  at: number;
  key: string;
  describe?: string | undefined;
  /** The server did not take our clock's word: sent without `at`, as of now. */
  untimed?: boolean;
  /** Refused. */
  problem?: Partial<Problem> & Pick<Problem, 'code'>;
  /** Sent: stands there for a moment, for the other tabs to hear. */
  answer?: { data: unknown };
}

/** A submission with its other end. */
export interface Item extends Submission {
  readonly entry: Entry;
  kept: boolean;
  /** Whose it is; null until they are known. */
  person: string | null;
  /** The visit that it was made in. */
  readonly visit: number;
  /** Where it lies in storage. */
  name: string;
  /** Nothing is to be done any more. */
  readonly ended: boolean;
  become(state: SubmissionState, more?: { result?: unknown; error?: PorticoError }): void;
}

/** Paths whose input has the instant of the tap, `at`: what may be sent later than it was said. */
export type Submittable = {
  [P in Path]: Input<P> extends infer I ? (I extends { at?: unknown } ? ('at' extends keyof I ? P : never) : never) : never;
}[Path];
type Without<I> = I extends unknown ? Omit<I, 'at'> : never;
export type SubmissionInput<P extends Path> = Without<Input<P>>;

export function createItem(
  entry: Entry,
  first: SubmissionState,
  of: Pick<Item, 'person' | 'visit' | 'name'>,
  discard: (item: Item) => void,
): Item {
  const state = signal(entry.problem ? 'refused' : first);
  const since = signal(Date.now());
  const result = signal<unknown>(null);
  const error = signal<PorticoError | null>(entry.problem ? new PorticoError(entry.problem) : null);
  const item: Item = {
    ...of,
    entry,
    id: entry.id,
    path: entry.path,
    input: entry.input,
    at: new Date(entry.at).toISOString(),
    key: entry.key,
    describe: entry.describe,
    state,
    since,
    result,
    error,
    kept: false,
    get ended() {
      return state.peek() === 'sent' || state.peek() === 'refused';
    },
    become(next, more = {}) {
      batch(() => {
        if (next !== state.peek()) since.value = Date.now();
        state.value = next;
        result.value = more.result ?? null;
        error.value = more.error ?? null;
      });
    },
    discard: () => discard(item),
  };
  return item;
}

/** The same form, put twice. */
export const isSame = (item: Item, path: string, key: string, input: object): boolean =>
  item.path === path && item.key === key && JSON.stringify(item.input) === JSON.stringify(input);

/** What storage can hold of an error. */
export const problemOf = ({
  code,
  status,
  message,
  requestId = '',
  errors,
  current,
  changedBy,
}: PorticoError): NonNullable<Entry['problem']> => ({
  code,
  status,
  detail: message,
  requestId,
  ...(errors && { errors }),
  ...(current !== undefined && { current }),
  ...(changedBy && { changedBy }),
});
