import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { externalId, line, seenRev, translations } from '../../core/shapes.ts';

const names = translations({ name: line(200) });

export const Client = z
  .object({ id: idOf('client'), rev: z.number().int(), name: z.string(), translations: names, externalId: z.string().nullable() })
  .meta({ id: 'Client' });

const writable = { name: line(200), translations: names, externalId: externalId.nullable() };

export const CreateClient = z.strictObject({ ...z.object(writable).partial().shape, name: writable.name });
export const UpdateClient = z.strictObject({ id: idOf('client'), ...z.object(writable).partial().shape, rev: seenRev });
export const ClientId = z.strictObject({ id: idOf('client') });
export const ListClients = z.strictObject(pageInput);

export type Client = z.infer<typeof Client>;
