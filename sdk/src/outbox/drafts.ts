/** Drafts: what somebody has typed into a form and not sent yet, so that a reload does not take it away. */
import type { Connection } from '../types.ts';
import { placeOf } from './left.ts';
import { isPast, list, read, remove, tidy, write } from './shelf.ts';

export interface Drafts {
  /** What this person last wrote under `key`, or undefined. In an effect it is read again when the person is known or another one. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what was written is for the form to know
  read<T>(key: string): T | undefined;
  /**
   * Keeps `value` (JSON) under `key`, in this browser, for 7 days. Call it when typing pauses, not at every key.
   * Tells whether it outlives the page: not where storage is denied or full, before the person is known, or beyond 64 K characters.
   */
  write(key: string, value: unknown): boolean;
  clear(key: string): void;
}

interface Draft {
  at: number;
  value: unknown;
}

/** Characters of one draft, and of all drafts of a person on one connection. */
const most = { one: 64 * 1024, all: 512 * 1024 };

const made = new WeakMap<Connection, Map<string, Drafts>>();

/**
 * Drafts of whoever looks at the page, in one project. Another person (`connection.reset()`) neither sees nor overwrites them.
 * @param project default: the connection's own
 */
export function drafts(connection: Connection, project: string = connection.defaultProject ?? ''): Drafts {
  const projects = made.get(connection) ?? new Map<string, Drafts>();
  made.set(connection, projects);
  const found = projects.get(project) ?? createDrafts(connection, project);
  projects.set(project, found);
  return found;
}

function createDrafts(connection: Connection, project: string): Drafts {
  tidy();
  /** Written before the person was known, in this visit. */
  const early = new Map<string, { visit: number; value: unknown }>();
  const home = (...rest: string[]): string => placeOf('draft', connection.id, connection.visitor.peek().id ?? '', ...rest);

  const drafts: Drafts = {
    read(key) {
      const { visit, id } = connection.visitor.value;
      const before = early.get(key);
      if (before && before.visit !== visit) early.delete(key);
      else if (before && id === null) return before.value as never;
      else if (before) drafts.write(key, before.value);
      const draft = read(home(project, key)) as Draft | null | undefined;
      if (!draft || !isPast(draft.at)) return draft?.value as never;
      drafts.clear(key);
      return undefined;
    },
    write(key, value) {
      const { visit, id } = connection.visitor.peek();
      early.delete(key);
      if (id === null) {
        early.set(key, { visit, value });
        return false;
      }
      const name = home(project, key);
      const kept = write(name, { at: Date.now(), value } satisfies Draft, JSON.stringify(value).length <= most.one);
      makeRoom(home(), name);
      return kept;
    },
    clear(key) {
      early.delete(key);
      remove(home(project, key));
    },
  };
  return drafts;
}

/** The oldest go first, and never the one that was just written. */
function makeRoom(home: string, newest: string): void {
  const own = list(home)
    .filter(({ name }) => name !== newest)
    .map((one) => ({ ...one, at: (read(one.name) as Draft | null | undefined)?.at ?? 0 }))
    .toSorted((a, b) => b.at - a.at);
  let left = most.all;
  for (const { name, size } of own) if ((left -= size) < 0) remove(name);
}
