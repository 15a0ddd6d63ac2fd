/**
 * The outbox: what somebody sends is written down before the first try and tried until the server has answered for good,
 * over losses, reloads and other tabs, under one idempotency key made at the tap. So it arrives exactly once, with its true time.
 */
import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import { PorticoError, toError } from '../errors.ts';
import type { CallOptions, Output } from '../rpc/call.ts';
import { idempotencyKey } from '../rpc/key.ts';
import { backOff } from '../rpc/wait.ts';
import type { Connection } from '../types.ts';
import { alone } from './alone.ts';
import { placeOf } from './left.ts';
import { isPast, list, read, remove, tidy, write } from './shelf.ts';
import {
  createItem,
  type Entry,
  isSame,
  type Item,
  problemOf,
  type Submission,
  type SubmissionInput,
  type Submittable,
} from './submission.ts';

export interface SubmitOptions {
  /** Names the form, `change-request:prj_…`; the one that its draft has. Default: the path. */
  key?: string;
  /** In words, for a list of what waits. */
  describe?: string;
  /** The instant of the tap, epoch milliseconds, where it was before this call; default now. */
  at?: number;
}

export interface Outbox {
  /**
   * Sends `input`, and `at`, the instant of the tap. The same input under the same key, while the first is on its way or has just
   * arrived, is the same submission: a double click. Clear the draft when this returns: what waits or is refused has its `input`.
   */
  submit<P extends Submittable>(path: P, input: SubmissionInput<P>, options?: SubmitOptions): Submission<Output<P>>;
  /** What is on its way, of this person, on this device: `sending` and `waiting`, in the order of the taps. */
  readonly pending: ReadonlySignal<readonly Submission[]>;
  /** What was refused, until it is mended (submitted again under its key) or discarded. */
  readonly refused: ReadonlySignal<readonly Submission[]>;
  /** The last one of this key that is on its way or refused: what a form shows when it comes back. Can be read in an effect. */
  find(key: string): Submission | undefined;
  /** Try now, for a button; going on line and coming back to the tab do it by themselves. */
  wake(): void;
}

/** A second click comes within this. */
const doubleClick = 1500;
/** For a token that somebody else on the page asks for, and for another tab to send its own. */
const courtesy = 3000;

const made = new WeakMap<Connection, Outbox>();

/** The outbox of a connection; always the same one. What an earlier page has left in it is sent from now on. */
export function outbox(connection: Connection): Outbox {
  let found = made.get(connection);
  if (!found) made.set(connection, (found = createOutbox(connection)));
  return found;
}

/** By Portico's own word (a proxy's 404 names no request), and about what was sent: neither the session nor the moment. */
const isFinal = ({ status, retryable, requestId }: PorticoError): boolean =>
  status >= 400 && status < 500 && status !== 401 && !retryable && !!requestId;

function createOutbox(connection: Connection): Outbox {
  const { visitor } = connection;
  const call = connection.call as unknown as (path: string, input: object, options: CallOptions) => Promise<unknown>;
  const items = signal<readonly Item[]>([]);
  /** Sent, and not long ago. */
  let recent: Item[] = [];
  let running: Promise<void> | undefined;
  let again = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends the try that is under way: its line is gone, or there is a better one. */
  let stop = new AbortController();

  const has = (item: Item): boolean => items.peek().includes(item);
  const home = (): string => placeOf('out', connection.id, visitor.peek().id ?? '');

  function keep(item: Item): void {
    item.kept = write(item.name, item.entry, item.person !== null);
  }

  function add(entry: Entry, state: 'sending' | 'waiting'): Item {
    const { visit, id } = visitor.peek();
    const item = createItem(entry, state, { person: id, visit, name: home() + entry.id }, (given) => {
      remove(given.name);
      drop(given);
    });
    items.value = [...items.peek(), item].toSorted((a, b) => a.entry.at - b.entry.at);
    return item;
  }

  /** It is no longer this outbox' business. */
  function leave(item: Item): void {
    items.value = items.peek().filter((other) => other !== item);
  }

  function drop(item: Item): void {
    leave(item);
    if (!item.ended) item.become('refused', { error: new PorticoError({ code: 'discarded', detail: 'It was given up.' }) });
  }

  function arrive(item: Item, result: unknown): void {
    leave(item);
    recent = [...recent.filter(({ since }) => Date.now() - since.peek() < doubleClick), item];
    item.become('sent', { result });
  }

  /** What this person has in storage and this page does not know: from before a reload, or from another tab. */
  function collect(): void {
    if (visitor.peek().id === null) return;
    for (const { name, kept } of list(home())) {
      const entry = read(name) as Entry | null | undefined;
      if (entry && !entry.answer && !items.peek().some((item) => item.name === name)) add(entry, 'waiting').kept = kept;
    }
  }

  /** Resolves with why it has to be tried again. */
  async function attempt(item: Item): Promise<PorticoError | undefined> {
    const { entry } = item;
    if (item.ended || !has(item)) return undefined;
    // The server may have forgotten the key by now, so that one more try could be a second submission.
    if (isPast(entry.at))
      return refuse(item, new PorticoError({ code: 'too_late', detail: 'It could not be sent for 7 days. Send it again.' }));
    stop = new AbortController();
    const { signal } = stop;
    try {
      const input = entry.untimed ? entry.input : { ...entry.input, at: item.at };
      const data = await call(entry.path, input, { idempotencyKey: entry.id, tries: 1, person: item.person ?? undefined, signal });
      if (!has(item)) return undefined;
      // For the other tabs to hear: they are told of each step.
      entry.answer = { data };
      keep(item);
      remove(item.name);
      arrive(item, data);
      return undefined;
    } catch (cause) {
      const error = toError(cause);
      if (item.ended) return undefined;
      if (isFinal(error)) {
        // A clock that is wrong by days must not lose what was said: the server's own time has to do.
        if (entry.untimed || !error.errors?.length || error.errors.some(({ path }) => path !== 'at')) return refuse(item, error);
        entry.untimed = true;
        keep(item);
        return attempt(item);
      }
      item.become('waiting', { error });
      // By `reset()` or `close()`: it waits for its person.
      return error.code === 'aborted' && !signal.aborted ? undefined : error;
    }
  }

  function refuse(item: Item, error: PorticoError): undefined {
    item.entry.problem = problemOf(error);
    keep(item);
    item.become('refused', { error });
  }

  /** One after the other, in the order of the taps. */
  async function run(): Promise<void> {
    clearTimeout(timer);
    let failed: PorticoError | null | undefined;
    while (again) {
      again = false;
      failed = visitor.peek().id === null && !items.peek().length ? await ask() : undefined;
      for (const item of items.peek()) {
        const outcome = await alone(item.name, () => attempt(item));
        if (outcome !== undefined) failed = outcome;
        if (!outcome || outcome.status > 0) continue;
        // No line, so none for the others either.
        for (const other of items.peek()) if (!other.ended && other !== item) other.become('waiting', { error: outcome });
        break;
      }
    }
    if (failed === undefined) failures = 0;
    else later(Math.max((failed?.retryAfter ?? 0) * 1000, 500 + backOff((failures += 1), 60_000)));
  }

  /** Somebody's things are waiting, and nobody has said yet who looks at the page. */
  const ask = (): Promise<PorticoError | undefined> =>
    call('sessions.me', {}, { tries: 1 }).then(
      () => undefined,
      (cause: unknown) => (visitor.peek().id === null ? toError(cause) : undefined),
    );

  function pump(): void {
    again = true;
    running ??= run().finally(() => {
      running = undefined;
      if (again) pump();
    });
  }

  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(pump, ms);
  }

  function wake(): void {
    failures = 0;
    if (items.peek().length) pump();
  }

  /** Another tab has sent, refused, discarded or begun one of this person's. */
  function hear({ key, newValue }: StorageEvent): void {
    // Somebody has cleared the site's data; what is on its way is still meant.
    if (key === null) for (const item of items.peek()) keep(item);
    if (!key?.startsWith(home()) || visitor.peek().id === null) return;
    const item = items.peek().find(({ name }) => name === key);
    const entry = newValue === null ? undefined : (JSON.parse(newValue) as Entry);
    if (!item) {
      collect();
      later(courtesy);
    } else if (!entry) drop(item);
    else if (entry.answer) arrive(item, entry.answer.data);
    else if (entry.problem) {
      item.entry.problem = entry.problem;
      item.become('refused', { error: new PorticoError(entry.problem) });
    }
  }

  tidy();
  effect(() => {
    const { visit, id } = visitor.value;
    untracked(() => {
      for (const item of items.peek()) {
        if (item.person === null && item.visit !== visit) drop(item);
        else if (item.person === null && id !== null) {
          remove(item.name);
          Object.assign(item, { person: id, name: home() + item.id });
          keep(item);
        } else if (item.person !== id) leave(item);
      }
      collect();
      wake();
    });
  });
  effect(() => {
    if (connection.link.value === 'live' || connection.link.value === 'polling') untracked(wake);
  });
  listen(wake, () => stop.abort(), hear);
  if (visitor.peek().id === null && list(placeOf('out', connection.id)).length) later(courtesy);

  const last = (test: (item: Item) => boolean): Item | undefined => items.value.findLast(test);
  return {
    submit(path, input, { key = path, describe, at = Date.now() } = {}) {
      const given = input as Record<string, unknown>;
      collect();
      const twin = [...items.peek(), ...recent.filter(({ since }) => Date.now() - since.peek() < doubleClick)].find(
        (item) => item.person === visitor.peek().id && item.state.peek() !== 'refused' && isSame(item, path, key, given),
      );
      if (twin) return twin as never;
      for (const item of items.peek()) if (item.key === key && item.state.peek() === 'refused') item.discard();
      const item = add({ id: idempotencyKey(), path, input: given, at, key, describe }, 'sending');
      keep(item);
      pump();
      return item as never;
    },
    pending: computed(() => items.value.filter(({ state }) => state.value !== 'refused')),
    refused: computed(() => items.value.filter(({ state }) => state.value === 'refused')),
    find: (key) => last((item) => item.key === key),
    wake,
  };
}

/** What the browser says of line and tabs. Nothing, where there is no page. */
function listen(wake: () => void, cut: () => void, hear: (event: StorageEvent) => void): void {
  if (typeof document === 'undefined') return;
  addEventListener('offline', cut);
  addEventListener('online', () => {
    cut();
    wake();
  });
  addEventListener('storage', hear);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake());
}
