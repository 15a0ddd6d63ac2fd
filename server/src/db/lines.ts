/**
 * The lines to a database server, with an end to patience. A server, a router or a cable that dies without a word leaves a line that
 * is open and silent: whoever asks there would wait for ever, and soon the pool is made of such lines alone. (mysql2 has a time-out for each
 * statement, which leaves the line open behind it; TCP finds out after a quarter of an hour, and only if something was sent.)
 */
import { connect, type Socket } from 'node:net';
import type { Sequelize } from 'sequelize';

/** Milliseconds without a byte while an answer is awaited. */
export const longestSilence = 10_000;

/** What we use of a connection of mysql2: whether it waits for an answer. */
interface Connection {
  stream: Socket;
  _command?: unknown;
}

interface Lines {
  open: Set<Socket>;
  /** Of those that have been greeted. */
  connections: WeakMap<Socket, Connection>;
  /** How many pieces of work are under way that may take as long as they like. */
  unhurried: number;
}

const known = new WeakMap<Sequelize, Lines>();

/** For the driver's `stream` option, and to be told of the Sequelize that it is for. */
export function createLines(): { stream(of: { config: { host?: string; port?: number } }): Socket; serve(sequelize: Sequelize): void } {
  const lines: Lines = { open: new Set(), connections: new WeakMap(), unhurried: 0 };
  return {
    stream({ config: { host = 'localhost', port = 3306 } }) {
      const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: longestSilence });
      lines.open.add(socket);
      return socket
        .setTimeout(longestSilence)
        .on('timeout', () => lines.unhurried === 0 && isAsked(lines, socket) && giveUp(lines, socket))
        .on('close', () => lines.open.delete(socket));
    },
    serve(sequelize) {
      known.set(sequelize, lines);
      sequelize.addHook('afterConnect', (opened) => {
        const connection = opened as Connection;
        lines.connections.set(connection.stream, connection);
      });
    },
  };
}

/** One that was not even greeted is asked for that. */
function isAsked({ connections }: Lines, socket: Socket): boolean {
  const connection = connections.get(socket);
  return !connection || Boolean(connection._command);
}

/** What took this line has taken the others of its time with it: those that rest are not tried one by one, ten seconds each. */
function giveUp(lines: Lines, dead: Socket): void {
  dead.destroy(Object.assign(new Error(`The database has not answered for ${longestSilence / 1000} s.`), { code: 'ETIMEDOUT' }));
  for (const socket of lines.open) if (!isAsked(lines, socket)) socket.destroy();
}

/** While `work` goes on, statements may take as long as they like: a migration of a large table, the wait for another node's. */
export async function unhurried<T>(sequelize: Sequelize, work: () => Promise<T>): Promise<T> {
  const lines = known.get(sequelize);
  if (!lines) return work();
  lines.unhurried++;
  try {
    return await work();
  } finally {
    lines.unhurried--;
  }
}
