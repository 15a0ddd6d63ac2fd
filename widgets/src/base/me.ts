import { signal, untracked, type Signal } from '@preact/signals-core';
import type { Connection, Output } from '@portico/sdk';
import { read } from './read.ts';

/** Who looks at the page, and what they may do. */
export type Me = Output<'sessions.me'>;

const asked = new WeakMap<Connection, { visit: number; me: Signal<Me | null | undefined> }>();

/**
 * The person of a connection, asked once a visit; tracked. `undefined` while it is not known, `null` if it could not be had: then a
 * form may be tried, for the server decides in the end.
 */
export function me(connection: Connection): Me | null | undefined {
  const { visit } = read(connection.visitor);
  let known = asked.get(connection);
  if (known?.visit !== visit) {
    const answer = signal<Me | null | undefined>(undefined);
    asked.set(connection, (known = { visit, me: answer }));
    untracked(() => connection.call('sessions.me', {}, { tries: 2 })).then(
      (found) => (answer.value = found),
      () => (answer.value = null),
    );
  }
  return known.me.value;
}
