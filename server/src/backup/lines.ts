/** A backup's file: gzip over lines of JSON. What each kind of line is, and how they are read one by one. */
import { packedLines, Unreadable } from '../core/packed.ts';

/** The first line. */
export interface Head {
  portico: 'workspace';
  format: 1;
  /** Of the server that wrote it, and the migrations that had run. */
  version: string;
  migrations: string[];
  workspaceId: string;
  name: string;
  at: string;
  /** Tells whether `PORTICO_SECRET` is the same where it is read; says nothing about it. */
  secret: string;
}

/** Stands before the rows of a table; each row is an array of values in this order. */
export interface TableBegin {
  table: string;
  columns: string[];
}

/** Stands after them. */
export interface TableEnd {
  end: string;
  rows: number;
  /** SHA-256 over the lines of its rows, each with its line feed. */
  sha256: string;
}

/** Stands before the bytes of a file of the archive; they follow in rows of one base64 text each, up to `{ "end": "file" }`. */
export interface FileBegin {
  file: string;
  bytes: number;
  sha256: string;
}

/** The last line: over every byte before it. */
export interface Foot {
  end: 'workspace';
  rows: number;
  sha256: string;
}

/** The file is no backup, or not whole, or was changed: with the line, and the table where there is one. */
export class BackupRefused extends Error {}

/** Is it a backup at all? (Plans are XML or CSV.) */
export const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** @throws {BackupRefused} with the line at which the file cannot be read on */
export async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    yield* packedLines(path);
  } catch (error) {
    if (error instanceof Unreadable) throw new BackupRefused(`${path}:${error.line}: ${error.message}`, { cause: error });
    throw error;
  }
}
