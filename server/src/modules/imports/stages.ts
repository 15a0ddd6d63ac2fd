/** Stages and milestones that a plan makes, and how they follow its newer versions. */
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { MilestoneTable } from '../milestones/index.ts';
import { StageTable } from '../stages/index.ts';
import type { TaskRow } from '../tasks/index.ts';
import type { Made } from './model.ts';
import type { Story, StoryMilestone } from './story.ts';

const told = ['name', 'due', 'doneOn', 'progress', 'status'] as const satisfies (keyof StoryMilestone)[];

/** Makes what the story has anew and changes what it tells otherwise than before. What was removed here stays away. */
export async function tellStages(
  scope: Scope,
  projectId: string,
  story: Story,
  before: Story | null,
  { project, ...known }: Made,
): Promise<Made> {
  const made: Made = { project, stages: { ...known.stages }, milestones: { ...known.milestones } };
  const stages = repo(scope, StageTable);
  const milestones = repo(scope, MilestoneTable);

  const oldStages = new Map(before?.stages.map((stage) => [stage.key, stage]));
  let position = (await stages.list({ projectId })).reduce((last, stage) => Math.max(last, stage.position), 0);
  for (const { key, name } of story.stages) {
    const old = oldStages.get(key);
    const row = made.stages[key] === undefined ? null : await stages.find(made.stages[key]);
    if (!old) {
      const created = await stages.create({ projectId, name, translations: null, position: ++position });
      record(scope, 'stage.created', StageTable, created, null);
      made.stages[key] = created.id;
    } else if (row && old.name !== name) {
      record(scope, 'stage.updated', StageTable, await stages.update(row, { name, translations: null }), row);
    }
  }

  const oldMilestones = new Map(before?.milestones.map((milestone) => [milestone.key, milestone]));
  const last = new Map<string, number>();
  for (const { stageId, position } of await milestones.list({ projectId })) last.set(stageId, Math.max(last.get(stageId) ?? 0, position));
  const fresh: Parameters<typeof milestones.createMany>[0][number][] = [];
  const keys: string[] = [];
  for (const { key, stage, ...milestone } of story.milestones) {
    const stageId = made.stages[stage];
    const old = oldMilestones.get(key);
    if (!old) {
      // Its stage was removed here.
      if (stageId === undefined || !(await stages.find(stageId))) continue;
      last.set(stageId, (last.get(stageId) ?? 0) + 1);
      keys.push(key);
      fresh.push({
        projectId,
        stageId,
        ...milestone,
        translations: null,
        position: last.get(stageId)!,
        ownerId: null,
        ownerName: null,
        atRisk: false,
        reason: null,
        visibility: 'client',
        note: null,
      });
      continue;
    }
    const row = made.milestones[key] === undefined ? null : await milestones.find(made.milestones[key]);
    const changes = Object.fromEntries(told.filter((field) => old[field] !== milestone[field]).map((field) => [field, milestone[field]]));
    const moved = old.stage !== stage && stageId !== undefined;
    if (!row || (Object.keys(changes).length === 0 && !moved)) continue;
    const renamed = old.name === milestone.name ? {} : { translations: null };
    record(
      scope,
      'milestone.updated',
      MilestoneTable,
      await milestones.update(row, { ...changes, ...renamed, ...(moved ? { stageId } : {}) }),
      row,
    );
  }
  for (const [index, row] of (await milestones.createMany(fresh)).entries()) {
    made.milestones[keys[index]!] = row.id;
    record(scope, 'milestone.created', MilestoneTable, row, null);
  }
  return made;
}

/** Removes what the story has no more, unless something else hangs on it by now. Answers what is left of `made`. */
export async function clearStages(
  scope: Scope,
  story: Story,
  { project, ...made }: Made,
  tasks: ReadonlyMap<string, TaskRow>,
): Promise<Made> {
  const milestones = repo(scope, MilestoneTable);
  const stages = repo(scope, StageTable);
  const used = new Set([...tasks.values()].flatMap(({ milestoneId }) => milestoneId ?? []));
  const left: Made = { project, stages: {}, milestones: {} };
  const told = { stages: new Set(story.stages.map(({ key }) => key)), milestones: new Set(story.milestones.map(({ key }) => key)) };
  for (const [key, id] of Object.entries(made.milestones)) {
    const row = told.milestones.has(key) || used.has(id) ? null : await milestones.find(id);
    if (row) record(scope, 'milestone.removed', MilestoneTable, await milestones.remove(row), row);
    else if (told.milestones.has(key)) left.milestones[key] = id;
  }
  for (const [key, id] of Object.entries(made.stages)) {
    const row = told.stages.has(key) || (await milestones.count({ stageId: id })) > 0 ? null : await stages.find(id);
    if (row) record(scope, 'stage.removed', StageTable, await stages.remove(row), row);
    else if (told.stages.has(key)) left.stages[key] = id;
  }
  return left;
}
