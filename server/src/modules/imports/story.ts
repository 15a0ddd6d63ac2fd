/**
 * What clients follow of a plan. Its top summary groups become stages; each group directly below one becomes a milestone, due when the group ends, and so does every milestone task.
 * A task works towards the group that it is in; one that stands directly in a stage (or at the top of the plan) works towards the end of that stage (or of the whole).
 */
import { settle, type NewTask, type TaskRow } from '../tasks/index.ts';
import { parentsOf, type Plan, type PlannedTask } from './plan.ts';

export interface StoryStage {
  /** Uid of its group; `*` for what stands at the top of the plan without a group. */
  key: string;
  name: string;
}

export interface StoryMilestone {
  /** Uid of its task or group; the same as the stage's for the end of a stage. */
  key: string;
  stage: string;
  name: string;
  due: string | null;
  baseline: string | null;
  doneOn: string | null;
  progress: number;
  status: TaskRow['status'];
}

export interface Story {
  stages: StoryStage[];
  /** In the order of the outline, the end of a stage or group after what is in it. */
  milestones: StoryMilestone[];
  /** Key of the milestone that a task works towards, by uid. */
  milestoneOf: Map<string, string>;
}

const loose = '*';
const cut = (name: string): string => (name.length > 200 ? `${name.slice(0, 199)}…` : name);

/** The status that a task of a file has. */
export const statusOf = ({ isCancelled, percent }: Pick<PlannedTask, 'isCancelled' | 'percent'>): TaskRow['status'] =>
  isCancelled ? 'cancelled' : percent === 100 ? 'done' : percent > 0 ? 'in_progress' : 'planned';

/** A task of a file as a row of the plan, apart from its place, its owner and its milestone. */
export function drafted(
  task: PlannedTask,
): Omit<NewTask, 'id' | 'projectId' | 'parentId' | 'position' | 'milestoneId' | 'ownerId' | 'ownerName' | 'source'> {
  const { uid, name, start, due, baseline, doneOn, duration, percent, isMilestone, priority, constraint, notes } = task;
  return {
    name,
    start,
    due,
    baseline,
    doneOn,
    duration,
    percent,
    isMilestone,
    priority,
    constraint,
    notes,
    status: statusOf(task),
    translations: null,
    visibility: 'client',
    sourceUid: uid,
  };
}

/** The tasks of a plan with their codes and totals, by uid, in the order of the outline. */
export function outlineOf({ tasks }: Pick<Plan, 'tasks'>): Map<string, TaskRow> {
  const parents = parentsOf(tasks);
  const rows = tasks.map(
    (task, index) =>
      ({
        ...drafted(task),
        id: task.uid,
        parentId: parents.get(task.uid) ?? null,
        position: index,
        milestoneId: null,
      }) as unknown as TaskRow,
  );
  return new Map(settle(rows, new Set()).map((row) => [row.id, row]));
}

export function storyOf(plan: Plan, outline = outlineOf(plan)): Story {
  const rows = [...outline.values()];
  const story: Story = { stages: [], milestones: [], milestoneOf: new Map() };
  const below = Map.groupBy(rows, ({ parentId }) => parentId);
  const top = below.get(null) ?? [];
  const total = {
    name: plan.name ?? top[0]?.name ?? '–',
    due:
      rows
        .map(({ due }) => due ?? '')
        .toSorted()
        .at(-1) || null,
  };
  for (const row of top) if (row.isSummary) stage(row.id, row.name, below.get(row.id)!, row);
  const rest = top.filter(({ isSummary }) => !isSummary);
  if (rest.length > 0) stage(loose, total.name, rest, null);
  return story;

  function stage(key: string, name: string, tasks: readonly TaskRow[], head: TaskRow | null): void {
    story.stages.push({ key, name: cut(name) });
    const direct: TaskRow[] = [];
    for (const task of tasks) {
      if (task.isSummary) {
        towards(task, task.id, key);
        milestone(task.id, key, task);
      } else if (task.isMilestone) {
        story.milestoneOf.set(task.id, task.id);
        milestone(task.id, key, task);
      } else {
        story.milestoneOf.set(task.id, key);
        direct.push(task);
      }
    }
    if (direct.length === 0) return;
    if (head) story.milestoneOf.set(head.id, key);
    milestone(key, key, head ?? { ...direct[0]!, ...wholeOf(direct), name: total.name, due: total.due, baseline: total.due });
  }

  /** Everything in a group, but milestone tasks, which are milestones themselves. */
  function towards(task: TaskRow, key: string, stageKey: string): void {
    story.milestoneOf.set(task.id, key);
    for (const child of below.get(task.id) ?? []) {
      if (!child.isMilestone || child.isSummary) towards(child, key, stageKey);
      else {
        story.milestoneOf.set(child.id, child.id);
        milestone(child.id, stageKey, child);
      }
    }
  }

  function milestone(key: string, stageKey: string, { name, due, baseline, doneOn, percent, status }: TaskRow): void {
    story.milestones.push({ key, stage: stageKey, name: cut(name), due, baseline: baseline ?? due, doneOn, progress: percent, status });
  }
}

/** Progress of tasks that have no summary: as that of one above them would be. */
function wholeOf(tasks: readonly TaskRow[]): Pick<TaskRow, 'percent' | 'status' | 'doneOn'> {
  const head = { ...tasks[0]!, id: loose, parentId: null, isMilestone: false };
  const [whole] = settle([head, ...tasks.map((task) => ({ ...task, parentId: loose }))], new Set());
  return whole!;
}
