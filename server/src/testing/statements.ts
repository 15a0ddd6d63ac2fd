/** The statements that a server is sent: taken down where they leave, so that no layer of ours is passed by. */
import { Sequelize } from 'sequelize';

/** A statement with its values left out, and once as it was sent. */
export interface Recorded {
  form: string;
  sample: string;
}

/** What we use of a connection of mysql2. */
interface Connection {
  query(options: string | { sql: string }, ...rest: unknown[]): unknown;
  execute(options: string | { sql: string }, values: unknown[], ...rest: unknown[]): unknown;
  format(sql: string, values: unknown[]): string;
}

const textOf = (options: string | { sql: string }): string => (typeof options === 'string' ? options : options.sql);

/** Takes down what every connection is sent that this process opens from now on. Answers each form once, with its last values. */
export function recordStatements(): { forms(): Recorded[]; stop(): void } {
  const samples = new Map<string, string>();
  const stop = hearStatements((text) => {
    for (const { form, sample } of statementsOf(text)) samples.set(form, sample);
  });
  return { forms: () => [...samples].map(([form, sample]) => ({ form, sample })), stop };
}

/**
 * Tells what every connection to a server is sent, with its values, prepared or not: of those that this process opens for a `Sequelize` that
 * is made from now on. Answers how to end it.
 */
export function hearStatements(hear: (text: string) => void): () => void {
  let on = true;
  const note = (text: string): void => {
    if (on) hear(text);
  };
  const name = `record-${Math.random()}`;
  Sequelize.addHook('afterInit', name, (sequelize) => {
    sequelize.addHook('afterConnect', (opened) => {
      const connection = opened as Connection;
      if (typeof connection.execute !== 'function') return;
      const { query, execute } = connection;
      connection.query = (options, ...rest) => {
        note(textOf(options));
        return query.call(connection, options, ...rest);
      };
      connection.execute = (options, values, ...rest) => {
        note(connection.format(textOf(options), values));
        return execute.call(connection, options, values, ...rest);
      };
    });
  });
  return () => {
    on = false;
    Sequelize.removeHook('afterInit', name);
  };
}

/** Strings and numbers as they are written into statements; everything between backquotes is a name. */
const tokens = /`[^`]*`|'(?:[^'\\]|\\[^]|'')*'|\b\d+(?:\.\d+)?\b|;\n?/g;

/** The statements of a packet. */
export function statementsOf(packet: string): Recorded[] {
  const found: Recorded[] = [];
  let form = '';
  let from = 0;
  let begin = 0;
  const end = (at: number): void => {
    const sample = packet.slice(begin, at).trim();
    const short = (form + packet.slice(from, at))
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/\((?:NULL, )?\?(?:, \?)*\)/g, '(?)')
      // As many rows or conditions as there were.
      .replaceAll(/(\((?:[^()]|\([^()]*\))*\))(?:(?:, | OR )\1)+/g, '$1 …')
      .trim();
    if (short) found.push({ form: short, sample });
  };
  for (const match of packet.matchAll(tokens)) {
    const [token] = match;
    form += packet.slice(from, match.index);
    from = match.index + token.length;
    if (token.startsWith(';')) {
      end(match.index);
      form = '';
      begin = from;
    } else if (token.startsWith('`')) form += token;
    else form += '?';
  }
  end(packet.length);
  return found;
}
