/** A backup's file: gzip over lines of JSON. What each kind of line is, and how they are read one by one. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

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

/** The last line: over every byte before it. */
export interface Foot {
  end: 'workspace';
  rows: number;
  sha256: string;
}

/** The file is no backup, or not whole, or was changed: with the line, and the table where there is one. */
export class BackupRefused extends Error {}

/** No row comes near to it. */
const longestLine = 16 * 1024 * 1024;

/** Is it a backup at all? (Plans are XML or CSV.) */
export const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The lines of the file, without their ends. @throws {BackupRefused} where the compression breaks off or its own checksum is wrong */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const file = createReadStream(path);
  file.on('error', (error) => unpacked.destroy(error));
  file.pipe(unpacked);
  let line = 0;
  let rest: Buffer[] = [];
  let waiting = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        line++;
        yield Buffer.concat([...rest, chunk.subarray(from, at)]).toString('utf8');
        rest = [];
        waiting = 0;
        from = at + 1;
      }
      rest.push(chunk.subarray(from));
      waiting += chunk.length - from;
      if (waiting > longestLine) throw new BackupRefused(`${path}:${line + 1}: the line is longer than any of a backup.`);
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw error;
    throw new BackupRefused(`${path}:${line + 1}: the file ${code === 'Z_BUF_ERROR' ? 'breaks off here' : 'is damaged here'}.`, {
      cause: error,
    });
  } finally {
    file.destroy();
  }
  if (waiting > 0) throw new BackupRefused(`${path}:${line + 1}: the file breaks off here.`);
}
