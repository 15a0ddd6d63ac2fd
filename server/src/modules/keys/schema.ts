import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { line } from '../../core/shapes.ts';

export const Key = z
  .object({
    id: idOf('key'),
    rev: z.number().int(),
    name: z.string(),
    mode: z.enum(['live', 'test']),
    hint: z.string().describe('How the key begins'),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
  })
  .meta({ id: 'Key' });

/** `secretKey` is shown this once; a repeated request with the same Idempotency-Key answers null. */
export const NewKey = Key.extend({ secretKey: z.string().nullable() }).meta({ id: 'NewKey' });

export const CreateKey = z.strictObject({ name: line(120), mode: z.enum(['live', 'test']).default('live') });
export const RotateKey = z.strictObject({
  id: idOf('key'),
  overlap: z.number().int().min(0).max(168).default(24).describe('Hours that the old key stays good beside the new one'),
});
export const KeyId = z.strictObject({ id: idOf('key') });
export const ListKeys = z.strictObject(pageInput);

export type Key = z.infer<typeof Key>;
export type NewKey = z.infer<typeof NewKey>;
