/** Lines of a gzip file, one by one: a file of any size is read in little memory. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** No line that we write comes near to it. */
const longestLine = 16 * 1024 * 1024;

/** The file is not whole, or not what was packed; `line` is the first one that cannot be had. */
export class Unreadable extends Error {
  readonly line: number;
  constructor(line: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.line = line;
  }
}

/** @throws {Unreadable} where the compression breaks off or its own checksum is wrong, at a line that has no end, and at one without bound */
export async function* packedLines(path: string): AsyncGenerator<string> {
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
      if (waiting > longestLine) throw new Unreadable(line + 1, 'the line is longer than any of ours.');
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw error;
    throw new Unreadable(line + 1, `the file ${code === 'Z_BUF_ERROR' ? 'breaks off here' : 'is damaged here'}.`, error);
  } finally {
    file.destroy();
  }
  if (waiting > 0) throw new Unreadable(line + 1, 'the file breaks off here.');
}
