import type { Connection } from '@portico/sdk';
import { wakeOutbox } from './outbox.ts';

/**
 * The connections of a page by name. The object hangs on a symbol that every copy of Portico knows, so that a widget of one
 * bundle finds a connection made by another: its shape must never change under this name.
 */
interface Connections {
  byId: Map<string, Connection>;
  listeners: Set<() => void>;
}

const key = Symbol.for('portico.connections.v1');

export function connections(): Connections {
  const page = globalThis as { [key]?: Connections };
  return (page[key] ??= { byId: new Map(), listeners: new Set() });
}

/**
 * Makes a connection known to the widgets of this page: by its `id`, and as the default where it is the only one.
 * Returns the removal, which does not close it.
 */
export function register(connection: Connection): () => void {
  const { byId, listeners } = connections();
  byId.set(connection.id, connection);
  wakeOutbox(connection);
  for (const listener of [...listeners]) listener();
  return () => {
    if (byId.get(connection.id) === connection) byId.delete(connection.id);
    for (const listener of [...listeners]) listener();
  };
}
