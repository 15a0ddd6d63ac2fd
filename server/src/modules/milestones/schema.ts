import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { civilDate, line, paragraph, person, seenRev, translations } from '../../core/shapes.ts';

export const statuses = ['planned', 'in_progress', 'done', 'cancelled'] as const;
export const visibilities = ['client', 'internal'] as const;

const names = translations({ name: line(200), reason: paragraph(500) });
const progress = z.number().int().min(0).max(100).describe('Percent, whole');

/** A milestone as its audience sees it; `visibility` and `note` are the team's alone. */
export const Milestone = z
  .object({
    id: idOf('milestone'),
    rev: z.number().int(),
    projectId: idOf('project'),
    stageId: idOf('stage'),
    name: z.string(),
    translations: names,
    position: z.number().int().describe('Order within the stage'),
    status: z.enum(statuses),
    progress,
    due: z.string().nullable().describe('The date that is promised now'),
    baseline: z.string().nullable().describe('The date that was promised first'),
    doneOn: z.string().nullable().describe("The date it was done, in the project's time zone"),
    owner: person,
    atRisk: z.boolean(),
    reason: z.string().nullable().describe('Why it is late, slipped or at risk, in words for the client'),
    visibility: z.enum(visibilities).optional(),
    note: z.string().nullable().optional(),
  })
  .meta({ id: 'Milestone' });

const writable = {
  stageId: idOf('stage'),
  name: line(200),
  translations: names,
  position: z.number().int().min(0).max(1_000_000),
  status: z.enum(statuses),
  progress,
  due: civilDate.nullable(),
  ownerId: idOf('member').nullable(),
  atRisk: z.boolean(),
  reason: paragraph(500).nullable(),
  visibility: z.enum(visibilities),
  note: paragraph(2000).nullable(),
};

export const CreateMilestone = z.strictObject({
  ...z.object(writable).partial().shape,
  stageId: writable.stageId,
  name: writable.name,
  baseline: civilDate.nullable().optional().describe('Default: `due`'),
});

export const UpdateMilestone = z.strictObject({ id: idOf('milestone'), ...z.object(writable).partial().shape, rev: seenRev });
export const MilestoneId = z.strictObject({ id: idOf('milestone') });
export const ListMilestones = z.strictObject({ project: idOf('project'), ...pageInput });

export type Milestone = z.infer<typeof Milestone>;
