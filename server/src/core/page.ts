/** Keyset pages: `?cursor=&limit=` in, `{ items, next }` out. */
import { z } from 'zod';
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

/** @throws {PorticoProblem} `invalid_input` if it is not a cursor of ours */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string' || Number.isSafeInteger(part))) return key;
  } catch {
    // Falls through to the one answer.
  }
  throw problem('invalid_input', 'The cursor is not one of this list. Begin again without it.', {
    errors: [{ path: 'cursor', message: 'is not a cursor of this list' }],
  });
}
