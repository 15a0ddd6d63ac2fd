/** The outline as a pure function: what follows from parents, positions and leaves. */
import { problem } from '../../core/errors.ts';
import type { TaskRow } from './model.ts';

/** As in Microsoft Project's own files, some more than anybody reads. */
export const mostLevels = 20;
/** Of one project: what one snapshot carries without being felt. */
export const mostTasks = 5000;

/** A task without a duration weighs as much as one day of work. */
const usualMinutes = 480;

/** What a branch says of itself to the task above it. */
interface Branch {
  /** Leaves that are not cancelled, in numbers and in minutes of work. */
  leaves: number;
  weight: number;
  /** Sums of percent, and of percent × minutes. */
  percents: number;
  work: number;
}

/**
 * Every row with what is derived of the tree: dense `position`, `wbs`, `path`, `isSummary` and `hidden`; of a task with subtasks `start`, `due`, `percent`, `status` and
 * `doneOn`. Siblings are ordered by `position` (which may have gaps and fractions here), then by id. In the order of the outline.
 *
 * Percent complete of a summary is Σ(percent × duration) / Σ duration over its leaves, as in Microsoft Project; where none has a duration (milestones alone), their mean. It says 100 only
 * when all are done and 0 only when none has begun.
 *
 * @param internal ids of milestones that are the team's alone
 * @throws {PorticoProblem} `cycle` if a task would stand below itself, `invalid_input` beyond the bounds
 */
export function settle(rows: readonly TaskRow[], internal: ReadonlySet<string>): TaskRow[] {
  if (rows.length > mostTasks) throw problem('invalid_input', `A project has at most ${mostTasks} tasks. Divide the plan into projects.`);
  const children = new Map<string | null, TaskRow[]>();
  for (const row of rows) {
    const siblings = children.get(row.parentId);
    if (siblings) siblings.push(row);
    else children.set(row.parentId, [row]);
  }
  for (const some of children.values()) some.sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  const settled: TaskRow[] = [];
  visit(null, '', '', 1, false);
  if (settled.length < rows.length) throw problem('cycle', 'A task cannot stand below itself. Choose a parent outside of its branch.');
  return settled;

  function visit(parentId: string | null, wbs: string, path: string, level: number, hidden: boolean): Branch[] {
    const here = children.get(parentId) ?? [];
    if (level > mostLevels && here.length > 0)
      throw problem('invalid_input', `The outline has at most ${mostLevels} levels. Choose a parent that stands higher.`);
    return here.map((row, index) => {
      const position = index + 1;
      const own: TaskRow = {
        ...row,
        position,
        wbs: `${wbs}${position}`,
        path: `${path}${String(position).padStart(4, '0')}`,
        isSummary: children.has(row.id),
        hidden: hidden || row.visibility === 'internal' || (row.milestoneId !== null && internal.has(row.milestoneId)),
      };
      const at = settled.push(own) - 1;
      if (!own.isSummary) return leaf(own);
      const below = visit(row.id, `${own.wbs}.`, `${own.path}.`, level + 1, own.hidden);
      const sum = below.reduce((a, b) => ({
        leaves: a.leaves + b.leaves,
        weight: a.weight + b.weight,
        percents: a.percents + b.percents,
        work: a.work + b.work,
      }));
      // What was settled since is its branch.
      const subtasks = settled.slice(at + 1).filter((task) => task.parentId === row.id);
      settled[at] = summary(own, sum, subtasks);
      return sum;
    });
  }
}

function leaf({ status, duration, isMilestone, percent }: TaskRow): Branch {
  if (status === 'cancelled') return { leaves: 0, weight: 0, percents: 0, work: 0 };
  const weight = isMilestone ? 0 : (duration ?? usualMinutes);
  return { leaves: 1, weight, percents: percent, work: percent * weight };
}

function summary(row: TaskRow, { leaves, weight, percents, work }: Branch, subtasks: readonly TaskRow[]): TaskRow {
  const going = subtasks.filter(({ status }) => status !== 'cancelled');
  const all = (status: TaskRow['status']): boolean => going.length > 0 && going.every((task) => task.status === status);
  const status = going.length === 0 ? 'cancelled' : all('done') ? 'done' : all('planned') ? 'planned' : 'in_progress';
  const mean = weight > 0 ? work / weight : leaves > 0 ? percents / leaves : 0;
  const begun = subtasks.some(({ percent }) => percent > 0);
  const percent = status === 'done' ? 100 : Math.min(99, Math.max(begun && leaves > 0 ? 1 : 0, Math.round(mean)));
  const dates = (field: 'start' | 'due' | 'doneOn'): string[] =>
    (going.length > 0 ? going : subtasks).flatMap((task) => task[field] ?? []).toSorted();
  const start = dates('start')[0] ?? null;
  const due = dates('due').at(-1) ?? null;
  // Its length in working time is known only as long as its ends stand where they stood.
  const duration = start === row.start && due === row.due ? row.duration : null;
  return { ...row, status, percent, start, due, duration, doneOn: status === 'done' ? (dates('doneOn').at(-1) ?? null) : null };
}
