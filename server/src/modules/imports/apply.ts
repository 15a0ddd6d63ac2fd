/** Applying a plan: one transaction for all of it, and nothing at all where nothing changed. */
import { transact } from '../../core/command.ts';
import { problem } from '../../core/errors.ts';
import { authorize } from '../../core/policy.ts';
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import type { Row } from '../../db/table.ts';
import { record } from '../../feed/append.ts';
import { auditStream, projectStreams, workspaceStream } from '../../feed/streams.ts';
import { ClientTable } from '../clients/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { changeOutline } from '../tasks/index.ts';
import { WorkspaceTable } from '../workspaces/index.ts';
import { isNothing, type Difference } from './difference.ts';
import { ImportTable, type ImportRow, type Made } from './model.ts';
import { ownersOf, revise } from './outline.ts';
import type { Plan, Remark } from './plan.ts';
import { clearStages, tellStages } from './stages.ts';
import { storyOf } from './story.ts';
import { look, type Request } from './target.ts';
import { reviseLinks } from './wiring.ts';

export interface Applied {
  row: ImportRow;
  project: Row<typeof ProjectTable>;
  difference: Difference;
  /** What could not be done as the file has it. */
  warnings: Remark[];
}

/**
 * Brings a project to what a plan says. Where a plan was read before, only what changed between the two versions is written: what was changed here meanwhile stays, unless the newer version
 * changes the same field.
 * @param seen revision of the earlier import that the difference was shown for; undefined if nobody looked
 * @throws {PorticoProblem} `conflict` if somebody imported a version meanwhile
 */
export async function apply(scope: Scope, request: Request, seen?: number | null): Promise<Applied> {
  const streams = async (): Promise<string[]> => {
    const { project } = await look(scope, request);
    // A new project opens its own streams; members are copied by name, as everywhere.
    return [workspaceStream(scope.workspaceId), auditStream(scope.workspaceId), ...(project ? projectStreams(project.id) : [])];
  };
  const work = async (scope: Scope): Promise<Applied> => {
    const { project: known, earlier, source, difference } = await look(scope, request);
    authorize(scope, 'import.create', known);
    if (seen !== undefined && (earlier?.rev ?? null) !== seen)
      throw problem('conflict', 'Another version was imported meanwhile. Look at the difference again.');
    if (earlier && known && isNothing(difference)) return { row: earlier, project: known, difference, warnings: [] };
    const warnings: Remark[] = [];
    const { plan } = request;
    const project = known ? await revisedProject(scope, known, earlier, difference, plan) : await begun(scope, request);
    const before = earlier?.plan ?? null;
    const story = storyOf(plan);
    const made = await tellStages(
      scope,
      project.id,
      story,
      before && storyOf(before),
      earlier?.made ?? { project: !known, stages: {}, milestones: {} },
    );
    const owners = await ownersOf(scope, plan, warnings);
    const rows = await changeOutline(scope, project.id, (tasks) =>
      revise(tasks, { scope, projectId: project.id, source, plan, before, difference, story, made, owners }),
    );
    await reviseLinks(scope, project.id, source, rows, difference);
    const left = await clearStages(scope, story, made, rows);
    return { row: await kept(scope, request, project.id, source, earlier, left), project, difference, warnings };
  };
  return transact(scope, streams, work, true);
}

async function begun(scope: Scope, { plan, clientId, fileName }: Request): Promise<Row<typeof ProjectTable>> {
  if (clientId === undefined) throw problem('invalid_input', 'A new project needs a client. Name it.');
  const client = await repo(scope, ClientTable).get(clientId);
  authorize(scope, 'project.create', client);
  const { lang, timeZone } = await repo(scope, WorkspaceTable).get(scope.workspaceId);
  const top = plan.tasks.filter(({ level }) => level === 1);
  // A plan without a name of its own is named after the one summary that holds it all.
  const name = (plan.name ?? (top.length === 1 ? top[0]!.name : fileName.replace(/\.[^.]*$/, ''))).slice(0, 200);
  const dates = (field: 'start' | 'due') => plan.tasks.flatMap((task) => task[field] ?? []).toSorted();
  const project = await repo(scope, ProjectTable).create({
    clientId: client.id,
    name,
    translations: null,
    status: 'active',
    lang,
    timeZone,
    start: plan.start ?? dates('start')[0] ?? null,
    due: plan.due ?? dates('due').at(-1) ?? null,
    managerId: null,
    managerName: null,
  });
  record(scope, 'project.created', ProjectTable, project, null);
  return project;
}

/** A project that was made of the file follows it where the file changed; one that was there before belongs to the people. */
async function revisedProject(
  scope: Scope,
  project: Row<typeof ProjectTable>,
  earlier: ImportRow | null,
  { project: fields }: Difference,
  plan: Plan,
): Promise<Row<typeof ProjectTable>> {
  const changes = Object.fromEntries(fields.filter((field) => field !== 'name' || plan.name !== null).map((field) => [field, plan[field]]));
  if (!earlier?.made.project || Object.keys(changes).length === 0) return project;
  const next = await repo(scope, ProjectTable).update(project, changes);
  record(scope, 'project.updated', ProjectTable, next, project);
  return next;
}

async function kept(
  scope: Scope,
  { plan, format, fileName, digest }: Request,
  projectId: string,
  source: string,
  earlier: ImportRow | null,
  made: Made,
): Promise<ImportRow> {
  const values = { format, fileName, digest, tasks: plan.tasks.length, links: plan.links.length, plan, made };
  const row = earlier
    ? await repo(scope, ImportTable).update(earlier, values)
    : await repo(scope, ImportTable).create({ projectId, source, ...values });
  record(scope, earlier ? 'import.updated' : 'import.created', ImportTable, row, earlier);
  return row;
}
