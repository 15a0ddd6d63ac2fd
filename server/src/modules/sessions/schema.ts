import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { everyRole } from '../../core/policy.ts';
import { externalId, origin } from '../../core/shapes.ts';

const who = { contact: idOf('contact').optional(), member: idOf('member').optional(), externalId: externalId.optional() };
const exactlyOne = (input: Record<string, unknown>): boolean =>
  ['contact', 'member', 'externalId'].filter((name) => input[name] !== undefined).length === 1;
const said = { error: 'must name exactly one of contact, member and externalId', path: ['contact'] };

export const MintSession = z
  .strictObject({
    ...who,
    project: idOf('project').optional().describe('Only this project; default: all of the person'),
    widgets: z
      .array(z.string().regex(/^[a-z][a-z-]{0,39}$/, 'must be names of widgets, such as timeline'))
      .min(1)
      .max(30)
      .optional()
      .describe('Only these widgets; default: all'),
    origins: z.array(origin).min(1).max(20).optional().describe("Only pages of these origins; default: the workspace's"),
    ttl: z.number().int().min(5).max(900).default(600).describe('Seconds, 5 to 900'),
  })
  .refine(exactlyOne, said);

export const Session = z
  .object({ token: z.string().describe('Send as Authorization: Bearer'), expiresAt: z.string() })
  .meta({ id: 'Session' });

export const RevokeSessions = z.strictObject(who).refine(exactlyOne, said);
export const Revoked = z.object({ id: z.string().describe('Whose sessions have ended') });

export const Me = z
  .object({
    kind: z.enum(['contact', 'member', 'key', 'system']),
    id: z.string(),
    name: z.string(),
    role: z.enum([...everyRole, 'system']),
    workspaceId: idOf('workspace'),
    clientId: idOf('client').nullable(),
    projects: z.union([z.array(z.string()), z.literal('*')]),
    can: z.array(z.string()).describe('Actions that the role allows'),
  })
  .meta({ id: 'Me' });
