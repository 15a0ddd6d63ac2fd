import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { civilDate, language, line, person, seenRev, timeZone, translations } from '../../core/shapes.ts';

export const statuses = ['planned', 'active', 'paused', 'done'] as const;

const names = translations({ name: line(200) });

export const Project = z
  .object({
    id: idOf('project'),
    rev: z.number().int(),
    clientId: idOf('client'),
    name: z.string(),
    translations: names,
    status: z.enum(statuses),
    lang: z.string().describe('Language that the plan is written in'),
    timeZone: z.string().describe('IANA zone that its dates are read in'),
    start: z.string().nullable(),
    due: z.string().nullable(),
    manager: person,
  })
  .meta({ id: 'Project' });

const writable = {
  name: line(200),
  translations: names,
  status: z.enum(statuses),
  lang: language,
  timeZone,
  start: civilDate.nullable(),
  due: civilDate.nullable(),
  managerId: idOf('member').nullable(),
};

// The client is fixed for good: sessions, streams and history of a project belong to it.
export const CreateProject = z.strictObject({ clientId: idOf('client'), ...z.object(writable).partial().shape, name: writable.name });
export const UpdateProject = z.strictObject({ id: idOf('project'), ...z.object(writable).partial().shape, rev: seenRev });
export const ProjectId = z.strictObject({ id: idOf('project') });
export const ListProjects = z.strictObject({ client: idOf('client').optional(), ...pageInput });

export type Project = z.infer<typeof Project>;
