import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { civilDate, line, paragraph, person, seenRev, translations } from '../../core/shapes.ts';

export const statuses = ['planned', 'in_progress', 'done', 'cancelled'] as const;
export const visibilities = ['client', 'internal'] as const;
/** As soon (late) as possible; must start (finish) on; start (finish) no earlier (later) than. */
export const constraints = ['ASAP', 'ALAP', 'MSO', 'MFO', 'SNET', 'SNLT', 'FNET', 'FNLT'] as const;

const names = translations({ name: line(255) });
const percent = z.number().int().min(0).max(100).describe('Percent complete, whole; of a summary: of its subtasks, weighted by duration');
export const duration = z.number().int().min(0).max(100_000_000).describe('Minutes of work');
export const priority = z.number().int().min(0).max(1000).describe('0 to 1000, 500 is usual');
export const Constraint = z.strictObject({ type: z.enum(constraints), date: civilDate.nullable() });

/** A task as its audience sees it; `visibility`, `constraint` and `notes` are the team's alone. */
export const Task = z
  .object({
    id: idOf('task'),
    rev: z.number().int(),
    projectId: idOf('project'),
    parentId: idOf('task').nullable(),
    milestoneId: idOf('milestone').nullable().describe('The milestone that it works towards'),
    wbs: z.string().describe('Outline code, 1.2.3: dense, and the order of the plan'),
    name: z.string(),
    translations: names,
    status: z.enum(statuses),
    percent,
    start: z.string().nullable(),
    due: z.string().nullable().describe('The date that it should be finished'),
    baseline: z.string().nullable().describe('The finish that was planned first'),
    doneOn: z.string().nullable().describe("The date it was finished, in the project's time zone"),
    duration: duration.nullable(),
    isMilestone: z.boolean(),
    isSummary: z.boolean().describe('Has subtasks: then status, percent and dates are theirs'),
    owner: person,
    priority,
    visibility: z.enum(visibilities).optional(),
    constraint: Constraint.nullable().optional(),
    notes: z.string().nullable().optional(),
  })
  .meta({ id: 'Task' });

const writable = {
  milestoneId: idOf('milestone').nullable(),
  name: line(255),
  translations: names,
  status: z.enum(statuses),
  percent,
  start: civilDate.nullable(),
  due: civilDate.nullable(),
  duration: duration.nullable(),
  isMilestone: z.boolean(),
  ownerId: idOf('member').nullable(),
  priority,
  constraint: Constraint.nullable(),
  visibility: z.enum(visibilities),
  notes: paragraph(4000).nullable(),
};

const parentId = idOf('task').nullable().describe('Null: the top of the outline');
const position = z.number().int().min(1).max(5000).optional().describe('Place among those with the same parent, from 1; default: the last');

export const CreateTask = z.strictObject({
  projectId: idOf('project'),
  parentId: parentId.optional(),
  position,
  ...z.object(writable).partial().shape,
  name: writable.name,
});
export const UpdateTask = z.strictObject({ id: idOf('task'), ...z.object(writable).partial().shape, rev: seenRev });
export const MoveTask = z.strictObject({ id: idOf('task'), parentId, position });
export const TaskId = z.strictObject({ id: idOf('task') });
export const ListTasks = z.strictObject({ project: idOf('project'), milestone: idOf('milestone').optional(), ...pageInput });

export type Task = z.infer<typeof Task>;
export type Constraint = z.infer<typeof Constraint>;
