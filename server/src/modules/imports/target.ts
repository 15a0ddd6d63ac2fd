/** What an import is about: which project, which earlier version of the file, and what it would change. */
import { problem } from '../../core/errors.ts';
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import type { Row } from '../../db/table.ts';
import { ProjectTable } from '../projects/index.ts';
import { compare, type Difference } from './difference.ts';
import { ImportTable, type ImportRow } from './model.ts';
import type { Format, Plan } from './plan.ts';

export interface Request {
  plan: Plan;
  format: Format;
  fileName: string;
  /** SHA-256 of the file. */
  digest: string;
  /** Into this project; without it the one that this source was read into before, else a new one. */
  projectId?: string | undefined;
  /** Of a new project. */
  clientId?: string | undefined;
  /** Name of the plan; default: that of the file. */
  source?: string | undefined;
}

export interface Outlook {
  /** Null: a project will be made. */
  project: Row<typeof ProjectTable> | null;
  source: string;
  /** The version that was read last, if any. */
  earlier: ImportRow | null;
  difference: Difference;
}

/** @throws {PorticoProblem} if it cannot be told which project is meant */
export async function look(scope: Scope, request: Request): Promise<Outlook> {
  const { earlier, project, source } = await (request.projectId === undefined
    ? bySource(scope, request)
    : byProject(scope, request, request.projectId));
  return { project, source, earlier, difference: compare(earlier?.plan ?? null, request.plan) };
}

type Found = Omit<Outlook, 'difference'>;

async function byProject(scope: Scope, { format, fileName, source }: Request, projectId: string): Promise<Found> {
  const project = await repo(scope, ProjectTable).get(projectId);
  const all = await repo(scope, ImportTable).list({ projectId });
  const named = all.find((one) => one.source === (source ?? fileName)) ?? null;
  // A file that was saved under a new name is still the plan of this project, if there is only one of its kind.
  const alike = all.filter((one) => one.format === format);
  const earlier = named ?? (source === undefined && alike.length === 1 ? alike[0]! : null);
  return { project, earlier, source: earlier?.source ?? source ?? fileName };
}

async function bySource(scope: Scope, { fileName, source = fileName, clientId }: Request): Promise<Found> {
  const found: Found[] = [];
  for (const earlier of await repo(scope, ImportTable).list({ source })) {
    const project = await repo(scope, ProjectTable).find(earlier.projectId);
    if (project && (clientId === undefined || project.clientId === clientId)) found.push({ project, earlier, source });
  }
  if (found.length > 1) {
    const named = found.map(({ project }) => `\n  ${project!.id}  ${project!.name}`).join('');
    throw problem('conflict', `“${source}” was read into ${found.length} projects. Name the one that is meant:${named}`);
  }
  return found[0] ?? { project: null, earlier: null, source };
}
