import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { Trail } from '../../core/machine.ts';
import { tapped } from '../../core/moment.ts';
import { pageInput } from '../../core/page.ts';
import { civilDate, line, paragraph, person, seenRev } from '../../core/shapes.ts';
import { onBehalfOf } from '../contacts/index.ts';

export const statuses = ['submitted', 'in_review', 'returned', 'approved', 'rejected', 'withdrawn'] as const;
export const categories = ['scope', 'schedule', 'cost', 'other'] as const;

const Impact = z
  .strictObject({
    cost: z
      .strictObject({
        amount: z.number().int().min(-1_000_000_000_000).max(1_000_000_000_000).describe('Minor units; less than 0 saves'),
        currency: z
          .string()
          .regex(/^[A-Z]{3}$/, 'must be a currency such as CNY')
          .describe('ISO 4217'),
      })
      .nullable(),
    days: z.number().int().min(-3650).max(3650).nullable().describe('Working days by which the end of the project moves'),
  })
  .nullable();

/** A change request as its audience sees it. The impact is the team's alone until it is approved; so are the notes of the trail. */
export const ChangeRequest = z
  .object({
    id: idOf('change_request'),
    rev: z.number().int(),
    projectId: idOf('project'),
    number: z.number().int().describe('Dense within the project, from 1'),
    reference: z.string().describe('What people call it: CR-12'),
    title: z.string(),
    description: z.string(),
    category: z.enum(categories),
    wantedBy: z.string().nullable().describe('The day by which the client wants it'),
    status: z.enum(statuses),
    author: person.describe('The contact who asked; null: the vendor entered it'),
    submittedAt: z.string().describe('When the contact tapped, UTC'),
    decidedAt: z.string().nullable().describe('When it was approved, rejected or withdrawn, UTC'),
    impact: Impact,
    trail: Trail,
  })
  .meta({ id: 'ChangeRequest' });

const asked = { title: line(200), description: paragraph(4000), category: z.enum(categories), wantedBy: civilDate.nullable() };
const reason = paragraph(500).describe('In words for the client');
const note = paragraph(500).optional().describe('For the team alone');

export const SubmitChangeRequest = z.strictObject({
  project: idOf('project'),
  ...asked,
  wantedBy: asked.wantedBy.optional(),
  contact: onBehalfOf,
  at: tapped,
});
export const ResubmitChangeRequest = z.strictObject({
  id: idOf('change_request'),
  ...z.object(asked).partial().shape,
  reason: reason.optional(),
  at: tapped,
});
export const WithdrawChangeRequest = z.strictObject({ id: idOf('change_request'), reason: reason.optional(), at: tapped });
export const EstimateChangeRequest = z.strictObject({ id: idOf('change_request'), impact: Impact, rev: seenRev });
export const MoveChangeRequest = z.strictObject({ id: idOf('change_request'), reason: reason.optional(), note });
/** Who is turned away learns why. */
export const RefuseChangeRequest = z.strictObject({ id: idOf('change_request'), reason, note });
export const ChangeRequestId = z.strictObject({ id: idOf('change_request') });
export const ListChangeRequests = z.strictObject({ project: idOf('project'), status: z.enum(statuses).optional(), ...pageInput });

export type ChangeRequest = z.infer<typeof ChangeRequest>;
