/** Reads a server's SQLite file from outside, beside the server that writes it. */
import Database from 'better-sqlite3';

export interface Rows {
  all<Row = Record<string, unknown>>(sql: string, ...values: unknown[]): Row[];
  close(): void;
}

/** @param path of the file that the server has open */
export function openRows(path: string): Rows {
  const database = new Database(path, { readonly: true, timeout: 5000 });
  return {
    all: <Row>(sql: string, ...values: unknown[]) => database.prepare(sql).all(...values) as Row[],
    close: () => void database.close(),
  };
}
