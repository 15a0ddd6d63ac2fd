/**
 * What this browser keeps for a person between two visits of a page: `localStorage`, or memory where that is denied or full. A token is never kept.
 */
import { root } from './left.ts';

const memory = new Map<string, string>();

/** Nothing is kept for longer than this, in milliseconds: 7 days. The server remembers idempotency keys for as long. */
export const keptFor = 7 * 24 * 3_600_000;

export const isPast = (at: number): boolean => Date.now() - at > keptFor;

/** Storage throws where it is denied: sandboxed frames, blocked cookies. */
function onDisk<T>(use: (storage: Storage) => T, otherwise: T): T {
  try {
    return use(localStorage);
  } catch {
    return otherwise;
  }
}

/** Whatever lies there, or undefined; somebody else may have written it. */
export function read(name: string): unknown {
  const text = memory.get(name) ?? onDisk((storage) => storage.getItem(name), null);
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tells whether it outlives the page. */
export function write(name: string, value: unknown, lasting: boolean): boolean {
  const text = JSON.stringify(value);
  const kept = lasting && onDisk((storage) => (storage.setItem(name, text), true), false);
  if (kept) memory.delete(name);
  else {
    // An older text on the disk must not come back when this one is gone.
    remove(name);
    memory.set(name, text);
  }
  return kept;
}

export function remove(name: string): void {
  memory.delete(name);
  onDisk((storage) => storage.removeItem(name), undefined);
}

/** Names that begin so, with the size of their texts; `kept` if they outlive the page. */
export function list(prefix: string): { name: string; size: number; kept: boolean }[] {
  const found = onDisk(
    (storage) => Object.keys(storage).map((name) => ({ name, size: storage.getItem(name)?.length ?? 0, kept: true })),
    [],
  );
  return [...found, ...[...memory].map(([name, text]) => ({ name, size: text.length, kept: false }))].filter(({ name }) =>
    name.startsWith(prefix),
  );
}

/** Throws away what is too old, whoever's it is. Twice the age: what was refused, or came too late, is kept a while for its person to mend. */
export function tidy(): void {
  for (const { name } of list(root)) {
    const { at } = (read(name) ?? {}) as { at?: unknown };
    if (typeof at !== 'number' || isPast(at + (name.startsWith(`${root}draft:`) ? 0 : keptFor))) remove(name);
  }
}
