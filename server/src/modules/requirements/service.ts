import type { z } from 'zod';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { problem } from '../../core/errors.ts';
import { stepBy, transition } from '../../core/machine.ts';
import { tapAt } from '../../core/moment.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { projectStreams } from '../../feed/streams.ts';
import { speaker } from '../contacts/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { machine } from './machine.ts';
import { RequirementTable, type RequirementRow } from './model.ts';
import { parse as read } from './parse/index.ts';
import { rankOf, requirements } from './present.ts';
import type {
  CreateRequirements,
  DuplicateRequirement,
  ListRequirements,
  MoveRequirement,
  Origin,
  Parsed,
  ParseText,
  Requirement,
  Requirements,
  UpdateRequirement,
} from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: RequirementRow): Requirement => seenBy(scope, requirements, row) as Requirement;

export async function list(
  scope: Scope,
  { project, status, priority, sort, ...page }: In<typeof ListRequirements>,
): Promise<Page<Requirement>> {
  await repo(scope, ProjectTable).get(project);
  const where = { projectId: project, ...(status ? { status } : {}), ...(priority ? { rank: rankOf(priority) } : {}) };
  const { items, next } = await repo(scope, RequirementTable).page(where, page, sort === 'priority' ? ['rank', 'number'] : ['number']);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Requirement> {
  return see(scope, await repo(scope, RequirementTable).get(id));
}

/** The message that a requirement was cut from. */
export async function origin(scope: Scope, { id }: { id: string }): Promise<In<typeof Origin>> {
  const { text, reading } = await repo(scope, RequirementTable).get(id);
  return { id, text, spans: reading?.spans ?? null };
}

/** Text in, drafts out. Nothing is kept: no row, no event, no line of the log. */
export async function parse(scope: Scope, { project, text, lang }: In<typeof ParseText>): Promise<Parsed> {
  const { timeZone } = await repo(scope, ProjectTable).get(project);
  return read(text, { now: scope.runtime.clock.now(), timeZone, ...(lang ? { lang } : {}) });
}

/** Everything that the client confirmed, or nothing. */
export async function create(
  scope: Scope,
  { project: projectId, items, text, contact, at }: In<typeof CreateRequirements>,
): Promise<In<typeof Requirements>> {
  return transact(scope, projectStreams(projectId), async (scope) => {
    const project = await repo(scope, ProjectTable).get(projectId);
    authorize(scope, 'requirement.create', project);
    const submittedAt = tapAt(scope.runtime.clock, at);
    const author = await speaker(scope, project.clientId, contact);
    // The project's streams are locked, and nothing is ever taken away.
    const before = await repo(scope, RequirementTable).count({ projectId });
    const rows = await repo(scope, RequirementTable).createMany(
      items.map(({ title, quote, type, priority, due, nfr, acceptance, spans, source }, index) => ({
        projectId,
        number: before + index + 1,
        title,
        quote,
        type,
        rank: rankOf(priority),
        due: due ?? null,
        reading: nfr || acceptance || spans ? { nfr: nfr ?? null, acceptance: acceptance ?? [], spans: spans ?? null } : null,
        status: 'new' as const,
        duplicateOfId: null,
        source: source ?? (scope.actor.kind === 'contact' ? 'widget' : 'api'),
        authorId: author?.id ?? null,
        authorName: author?.name ?? null,
        submittedAt,
        note: null,
        trail: [stepBy(scope, { from: null, to: 'new' }, { at: submittedAt })],
        text: text ?? null,
      })),
    );
    for (const row of rows) record(scope, 'requirement.confirmed', RequirementTable, row, null);
    return { items: rows.map((row) => see(scope, row)) };
  });
}

export async function update(scope: Scope, { id, rev, priority, ...sent }: In<typeof UpdateRequirement>): Promise<Requirement> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const requirement = await repo(scope, RequirementTable).get(id);
      authorize(scope, 'requirement.update', requirement);
      await guardRevision(
        scope,
        requirements,
        requirement,
        rev,
        { ...sent, ...(priority ? { priority } : {}) },
        projectStreams(requirement.projectId)[1]!,
      );
      const changes = { ...sent, ...(priority ? { rank: rankOf(priority) } : {}) };
      // A write that changes nothing leaves no event behind.
      if (Object.entries(changes).every(([name, value]) => value === undefined || value === requirement[name as keyof RequirementRow]))
        return see(scope, requirement);
      const next = await repo(scope, RequirementTable).update(requirement, changes);
      record(scope, 'requirement.updated', RequirementTable, next, requirement);
      return see(scope, next);
    },
  );
}

export const accept = (scope: Scope, input: In<typeof MoveRequirement>): Promise<Requirement> => move(scope, 'accept', input);
export const decline = (scope: Scope, input: In<typeof MoveRequirement>): Promise<Requirement> => move(scope, 'decline', input);
export const complete = (scope: Scope, input: In<typeof MoveRequirement>): Promise<Requirement> => move(scope, 'complete', input);
export const reopen = (scope: Scope, input: In<typeof MoveRequirement>): Promise<Requirement> => move(scope, 'reopen', input);
export const duplicate = (scope: Scope, input: In<typeof DuplicateRequirement>): Promise<Requirement> => move(scope, 'duplicate', input);

const happened = {
  accept: 'requirement.accepted',
  decline: 'requirement.declined',
  duplicate: 'requirement.duplicated',
  complete: 'requirement.completed',
  reopen: 'requirement.reopened',
} as const;

/** What a requirement carries of its past stays small enough to travel with it. */
const mostReopenings = 3;

/** One command of the table. */
async function move(
  scope: Scope,
  on: keyof typeof happened,
  { id, of, reason, note }: In<typeof MoveRequirement> & { of?: string },
): Promise<Requirement> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const requirement = await repo(scope, RequirementTable).get(id);
      const { from, to } = transition(scope, machine, on, requirements, requirement);
      if (on === 'reopen') assertReopenable(scope, requirement);
      if (of !== undefined) await assertOriginal(scope, requirement, of);
      const trail = [...requirement.trail, stepBy(scope, { from, to }, { reason, note })];
      const next = await repo(scope, RequirementTable).update(requirement, { status: to, duplicateOfId: of ?? null, trail });
      record(scope, happened[on], RequirementTable, next, requirement);
      return see(scope, next);
    },
  );
}

/** @throws {PorticoProblem} `conflict` */
function assertReopenable(scope: Scope, requirement: RequirementRow): void {
  if (requirement.trail.filter(({ from, to }) => from !== null && to === 'new').length < mostReopenings) return;
  throw problem('conflict', `This requirement was reopened ${mostReopenings} times. What was decided stays; a new one can be confirmed.`, {
    current: see(scope, requirement),
  });
}

/** @throws {PorticoProblem} `invalid_input` unless it stands for itself, in the same project */
async function assertOriginal(scope: Scope, requirement: RequirementRow, of: string): Promise<void> {
  const original = await repo(scope, RequirementTable).get(of);
  const wrong =
    original.projectId !== requirement.projectId
      ? 'must be a requirement of the same project'
      : original.id === requirement.id
        ? 'must be another requirement'
        : original.status === 'duplicate'
          ? 'is a duplicate itself; name the one that it repeats'
          : null;
  if (wrong) throw problem('invalid_input', `of: ${wrong}`, { errors: [{ path: 'of', message: wrong }] });
}

/** Asked within the command, as everywhere. */
const streamsOf = async (scope: Scope, id: string): Promise<string[]> => projectStreams(await repo(scope, RequirementTable).projectOf(id));
