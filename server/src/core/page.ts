/** Keyset pages: `?cursor=&limit=` in, `{ items, next }` out. */
import { z } from 'zod';
import type { ColumnKind } from '../db/table.ts';
import { problem } from './errors.ts';

export const pageInput = {
  cursor: z.string().max(500).optional().describe('`next` of the page before'),
  limit: z.number().int().min(1).max(100).default(50).describe('Rows on a page, 1 to 100'),
};

export interface PageInput {
  cursor?: string | undefined;
  limit: number;
}

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('Cursor of the next page, null on the last') });

export const encodeCursor = (key: readonly (string | number)[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** Ids, words and civil dates are ASCII; on MySQL anything else cannot even be compared with them. */
const fits = (part: unknown, kind: ColumnKind): boolean => {
  if (kind === 'integer') return Number.isSafeInteger(part);
  return typeof part === 'string' && (kind === 'text' ? part.isWellFormed() && !part.includes('\0') : /^[\x20-\x7e]*$/.test(part));
};

/**
 * @param kinds of the columns that it orders by
 * @throws {PorticoProblem} `invalid_input` if it is not a cursor of ours
 */
export function decodeCursor(cursor: string, kinds: readonly ColumnKind[]): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === kinds.length && kinds.every((kind, at) => fits(key[at], kind))) return key;
  } catch {
    // Falls through to the one answer.
  }
  throw problem('invalid_input', 'The cursor is not one of this list. Begin again without it.', {
    errors: [{ path: 'cursor', message: 'is not a cursor of this list' }],
  });
}
