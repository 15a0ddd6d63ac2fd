import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { civilDate, line, paragraph } from '../../core/shapes.ts';
import { lagUnits, linkTypes } from '../dependencies/index.ts';
import { duration, mostLevels, priority } from '../tasks/index.ts';
import { formats } from './plan.ts';

export const Import = z
  .object({
    id: idOf('import'),
    rev: z.number().int(),
    projectId: idOf('project'),
    source: z.string().describe('With the uid of a task the key of what is read again'),
    format: z.enum(formats),
    fileName: z.string(),
    digest: z.string().describe('SHA-256 of the file that was read last'),
    tasks: z.number().int(),
    links: z.number().int(),
    at: z.string().describe('When it was read last'),
  })
  .meta({ id: 'Import' });

/** What a plan file holds beside tasks and links; nothing of it is lost, whether it is used or not. */
export const ImportWithPlan = Import.extend({
  properties: z.record(z.string(), z.unknown()).describe("The file's own settings"),
  calendars: z.array(z.unknown()),
  resources: z.array(z.unknown()),
  assignments: z.array(z.unknown()),
  fields: z.record(z.string(), z.unknown()).describe('Every field of each task as the file writes it, by uid'),
}).meta({ id: 'ImportWithPlan' });

export const Imported = Import.extend({
  added: z.number().int().describe('Tasks'),
  changed: z.number().int(),
  removed: z.number().int(),
  warnings: z.array(z.string()).describe('What could not be taken as it was sent'),
}).meta({ id: 'Imported' });

const uid = line(60).describe("The task's id in your own system");
const predecessor = z.strictObject({
  uid,
  type: z.enum(linkTypes).default('FS'),
  lag: z.number().int().min(-10_000_000).max(10_000_000).default(0).describe('Minutes, or percent'),
  lagUnit: z.enum(lagUnits).default('days'),
});

const task = z.strictObject({
  uid,
  name: line(255),
  level: z
    .number()
    .int()
    .min(1)
    .max(mostLevels)
    .default(1)
    .describe('Depth in the outline; deeper than one below the task before it is read as one below'),
  start: civilDate.nullable().optional(),
  due: civilDate.nullable().optional(),
  duration: duration.nullable().optional(),
  percent: z.number().int().min(0).max(100).optional(),
  isMilestone: z.boolean().optional(),
  priority: priority.optional(),
  notes: paragraph(4000).nullable().optional(),
  owner: line(254).nullable().optional().describe('Mail address or name of a member'),
  predecessors: z.array(predecessor).max(100).optional(),
});

export const CreateImport = z.strictObject({
  project: idOf('project'),
  source: line(200).default('api').describe('Name of the system or plan that it comes from; the same name again brings a newer version'),
  tasks: z.array(task).min(1).max(2000).describe('All of them, in the order of the outline: one that is missing is removed'),
});

export const ImportId = z.strictObject({ id: idOf('import') });
export const ListImports = z.strictObject({ project: idOf('project'), ...pageInput });

export type Import = z.infer<typeof Import>;
export type ImportWithPlan = z.infer<typeof ImportWithPlan>;
export type Imported = z.infer<typeof Imported>;
