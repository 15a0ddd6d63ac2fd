import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';

/** Finish to start, start to start, finish to finish, start to finish. */
export const linkTypes = ['FS', 'SS', 'FF', 'SF'] as const;
/** The unit that the lag was written in. `elapsed_…` runs on through nights and weekends. */
export const lagUnits = [
  'minutes',
  'hours',
  'days',
  'weeks',
  'months',
  'percent',
  'elapsed_minutes',
  'elapsed_hours',
  'elapsed_days',
  'elapsed_weeks',
  'elapsed_months',
  'elapsed_percent',
] as const;

/** Of one project: as many as are read at once to look for circles. */
export const mostLinks = 10_000;

const type = z.enum(linkTypes).describe('Finish to start, start to start, finish to finish, start to finish');
const lag = z
  .number()
  .int()
  .min(-10_000_000)
  .max(10_000_000)
  .describe("Minutes between the two, negative for a lead; with lagUnit percent or elapsed_percent: percent of the predecessor's duration");
const lagUnit = z.enum(lagUnits).describe('The unit to show the lag in; elapsed_… runs on through nights and weekends');

export const Dependency = z
  .object({
    id: idOf('dependency'),
    rev: z.number().int(),
    projectId: idOf('project'),
    predecessorId: idOf('task'),
    successorId: idOf('task'),
    type,
    lag,
    lagUnit,
  })
  .meta({ id: 'Dependency' });

export const CreateDependency = z.strictObject({
  predecessorId: idOf('task'),
  successorId: idOf('task'),
  type: type.default('FS'),
  lag: lag.default(0),
  lagUnit: lagUnit.default('days'),
});
export const DependencyId = z.strictObject({ id: idOf('dependency') });
export const ListDependencies = z.strictObject({ project: idOf('project'), ...pageInput });

export type Dependency = z.infer<typeof Dependency>;
