import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { language, line, origin, seenRev, timeZone, webAddress } from '../../core/shapes.ts';

const origins = z.array(origin).max(50).describe('Web origins whose pages may use sessions of this workspace');

export const Workspace = z
  .object({
    id: idOf('workspace'),
    rev: z.number().int(),
    name: z.string(),
    lang: z.string(),
    timeZone: z.string(),
    origins: z.array(z.string()),
    portalUrl: z.string().nullable().describe("The vendor's page with the widgets; mails to clients link to it"),
  })
  .meta({ id: 'Workspace' });

export const UpdateWorkspace = z.strictObject({
  name: line(120).optional(),
  lang: language.optional(),
  timeZone: timeZone.optional(),
  origins: origins.optional(),
  portalUrl: webAddress.nullable().optional(),
  rev: seenRev,
});

export type Workspace = z.infer<typeof Workspace>;
