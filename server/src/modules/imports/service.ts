import type { z } from 'zod';
import { canonical } from '@portico/sdk/hash';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { sha256 } from '../../feed/chain.ts';
import { ProjectTable } from '../projects/index.ts';
import { apply } from './apply.ts';
import { closeLinks, type Placed } from './links.ts';
import { ImportTable, type ImportRow } from './model.ts';
import { blankTask, FileRefused, type Plan, type PlannedTask, type Remark } from './plan.ts';
import { imports } from './present.ts';
import type { CreateImport, Import, Imported, ImportWithPlan, ListImports } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: ImportRow): Import => seenBy(scope, imports, row, 'audit') as Import;

export async function list(scope: Scope, { project, ...page }: In<typeof ListImports>): Promise<Page<Import>> {
  await repo(scope, ProjectTable).get(project);
  const { items, next } = await repo(scope, ImportTable).page({ projectId: project }, page);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<ImportWithPlan> {
  const row = await repo(scope, ImportTable).get(id);
  const { tasks, ...kept } = row.plan.kept;
  return { ...see(scope, row), ...kept, fields: tasks };
}

/** A plan as JSON goes the way of a file: the same keys, the same comparison with the version before it. */
export async function create(scope: Scope, { project, source, tasks }: In<typeof CreateImport>): Promise<Imported> {
  const { plan, warnings } = planOf(tasks);
  const request = { plan, format: 'api' as const, fileName: source, digest: sha256(canonical(plan)), projectId: project, source };
  const { row, difference, warnings: further } = await apply(scope, request);
  return {
    ...see(scope, row),
    added: difference.added.length,
    changed: new Set(difference.changed.map(({ uid }) => uid)).size,
    removed: difference.removed.length,
    warnings: [...warnings, ...further].map(({ field, message }) => `${field}: ${message}`),
  };
}

function planOf(sent: In<typeof CreateImport>['tasks']): { plan: Plan; warnings: Remark[] } {
  const errors: Remark[] = [];
  const warnings: Remark[] = [];
  const links: Placed[] = [];
  const seen = new Set<string>();
  const tasks: PlannedTask[] = [];
  for (const [index, { predecessors = [], level, ...given }] of sent.entries()) {
    const path = `tasks.${index}`;
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const task: PlannedTask = {
      ...blankTask,
      ...(fields as Pick<PlannedTask, 'uid' | 'name'>),
      level: Math.min(level, (tasks.at(-1)?.level ?? 0) + 1),
    };
    if (seen.has(task.uid)) errors.push({ line: 0, field: `${path}.uid`, message: 'stands there twice' });
    if (task.start !== null && task.due !== null && task.due < task.start)
      errors.push({ line: 0, field: `${path}.due`, message: 'must not be before start' });
    seen.add(task.uid);
    tasks.push({ ...task, baseline: task.due, doneOn: task.percent === 100 ? task.due : null });
    for (const [at, { uid, ...link }] of predecessors.entries())
      links.push({ predecessor: uid, successor: task.uid, ...link, line: 0, field: `${path}.predecessors.${at}.uid` });
  }
  // The predecessor may be in a plan that is not sent: the link is left out, and told.
  const elsewhere = new Set(links.map(({ predecessor }) => predecessor).filter((uid) => !seen.has(uid)));
  const closed = closeLinks(tasks, links, elsewhere, errors, warnings);
  if (errors.length > 0) throw new FileRefused(errors);
  return {
    plan: {
      name: null,
      start: null,
      due: null,
      tasks,
      links: closed,
      kept: { properties: {}, calendars: [], resources: [], assignments: [], tasks: {} },
    },
    warnings,
  };
}
