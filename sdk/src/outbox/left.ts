/*
 * As much of what a browser keeps as a page needs before it has the code of drafts and outbox: is there anything, and how to keep what
 * somebody types already. Keys are `portico:1:<kind>:<connection>:<person>:…`, each part percent-encoded; `1` is the version of the form.
 */
import type { Connection } from '../types.ts';

export const root = 'portico:1:';

/** Where things lie: of a connection, of one person on it, and so on. Ends with `:`. */
export const placeOf = (kind: 'draft' | 'out', ...parts: string[]): string =>
  `${root}${[kind, ...parts.map(encodeURIComponent)].join(':')}:`;

/** Has an earlier page, or another tab, left something here, whoever it was: to be sent (`out`), or at all? */
export function isLeft(kind: 'out' | '' = ''): boolean {
  try {
    return Object.keys(localStorage).some((name) => name.startsWith(root + kind));
  } catch {
    // Denied: then nothing was written down either.
    return false;
  }
}

/** Keeps what is typed into a form, as `drafts` does, which finds it there. Nothing, where the person is not known, or storage is full. */
export function jot({ id, visitor }: Connection, project: string, key: string, value: unknown): void {
  const person = visitor.peek().id;
  try {
    if (person !== null) localStorage.setItem(placeOf('draft', id, person, project, key), JSON.stringify({ at: Date.now(), value }));
  } catch {
    // It is on the screen still.
  }
}
