import { createConnection, type Connection, type ConnectionOptions, type Token } from '@portico/sdk';
import { connections, register } from '../base/connections.ts';
import { warnOnce } from '../base/define.ts';
import { version } from '../base/version.ts';
import { discover, scan, warmWith } from './discover.ts';

/** What a script tag says. A contract between loaders of different versions on one page: it may only grow. */
export interface Boot {
  version: string;
  /** Origin of the server that the script came from. */
  url: string;
  id: string | undefined;
  project: string | undefined;
  /** Asks the vendor's token address; absent if the tag names none, then the page connects by itself. */
  ask: (() => Promise<Response>) | undefined;
  /** The first answer, which was asked for while the code was on its way. */
  first?: Promise<Response> | undefined;
}

/** Takes in a script tag: the first one on the page, or one more. */
export function boot({ version: theirs, url, id, project, ask, first }: Boot): void {
  if (theirs !== version) warnOnce(`version ${theirs} from ${url} is not used, this page already runs ${version}.`);
  if (ask) {
    let early = first;
    const fetchToken = async (): Promise<Token> => {
      // Good for one try: if it failed, the next one asks again.
      const answer = early ?? ask();
      early = undefined;
      const response = await answer;
      // The status tells the connection whether the vendor refuses, or is only out of order.
      if (!response.ok) throw Object.assign(new Error(`The token address answered ${response.status}.`), { status: response.status });
      return (await response.json()) as Token;
    };
    connect({ url, fetchToken, ...(id && { id }), ...(project && { project }) });
  }
  scan(document);
}

/**
 * Makes a connection for the widgets of this page. The name is `options.id`, or `default`; a second one for another server without a
 * name gets that server's host. One that is there already, by name, server and project, is returned as it is.
 */
export function connect(options: ConnectionOptions): Connection {
  const { byId } = connections();
  const known = byId.get(options.id ?? 'default');
  if (known && known.url === options.url && known.defaultProject === options.project) return known;
  const connection = createConnection(
    known && !options.id ? { ...options, id: `${new URL(options.url).host}/${options.project ?? ''}` } : options,
  );
  register(connection);
  return connection;
}

/** The connection of that name, or the page's default one; waits until there is one. */
export function connection(id?: string): Promise<Connection> {
  const { byId, listeners } = connections();
  const find = (): Connection | undefined => (id ? byId.get(id) : (byId.get('default') ?? byId.values().next().value));
  return new Promise((resolve) => {
    const look = (): void => {
      const found = find();
      if (!found) return;
      listeners.delete(look);
      resolve(found);
    };
    listeners.add(look);
    look();
  });
}

/** Hash of what this page holds of a project: equal to the `hash` of the server's snapshot for the same person. */
export async function hash(project: string, id?: string): Promise<string> {
  const { hashOf } = await import('./hash.ts');
  return hashOf((await connection(id)).project(project));
}

warmWith((element) => {
  const { byId } = connections();
  const id = element.getAttribute('connection');
  const found = id ? byId.get(id) : byId.size === 1 ? [...byId.values()][0] : undefined;
  const project = element.getAttribute('project') || found?.defaultProject;
  return found && project ? found.project(project) : undefined;
});
discover();

/** For widgets: having it here puts Lit and the base into this chunk, which is on its way while theirs is. */
export { PorticoElement } from '../base/element.ts';
export { version };
