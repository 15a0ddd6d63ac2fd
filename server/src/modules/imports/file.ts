/** A plan file as bytes → a plan, whatever its kind and encoding. */
import { readCsv } from './csv.ts';
import { readMspdi } from './mspdi.ts';
import { FileRefused, type Format, type Reading } from './plan.ts';

/** A year of construction with its timephased data has 1.4 MB. */
export const mostFileBytes = 32 * 1024 * 1024;

const refuse = (message: string): never => {
  throw new FileRefused([{ line: 0, field: '', message }]);
};

/** Text of UTF-8 or UTF-16; where `others` are allowed, of GB 18030 too, which Excel writes in China. */
function decoded(bytes: Uint8Array, others: boolean): string {
  const named = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  for (const encoding of others && named === 'utf-8' ? ['utf-8', 'gb18030'] : [named]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one, or the answer below.
    }
  }
  return refuse(`is not text in ${named.toUpperCase()}`);
}

/**
 * @param timeZone of the project: wall-clock times are read in it
 * @throws {FileRefused} whole, with the line and the field of everything that cannot be read
 */
export function readPlan(bytes: Uint8Array, timeZone: string, progress?: (part: number) => void): Reading & { format: Format } {
  if (bytes.byteLength > mostFileBytes)
    refuse(`has ${Math.ceil(bytes.byteLength / 1024 / 1024)} MB; at most ${mostFileBytes / 1024 / 1024} are taken`);
  if (bytes.byteLength >= 4 && bytes[0] === 0xd0 && bytes[1] === 0xcf)
    refuse('is an .mpp file. Save it in Microsoft Project as XML (File, Save as, XML format) and import that');
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) refuse('is an Excel workbook or an archive. Save it as CSV UTF-8 and import that');
  const start = Buffer.from(bytes.subarray(0, 200))
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '')
    .trimStart();
  if (!start.startsWith('<')) return { ...readCsv(decoded(bytes, true), timeZone, progress), format: 'csv' };
  const [, declared] = /^<\?xml[^>]*\bencoding=["']([\w-]+)["']/.exec(start) ?? [];
  if (declared && !/^utf-?(?:8|16)/i.test(declared)) refuse(`is written in ${declared}. Save it as UTF-8`);
  return { ...readMspdi(decoded(bytes, false), timeZone, progress), format: 'mspdi' };
}
