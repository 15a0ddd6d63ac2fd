import type { z } from 'zod';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { problem } from '../../core/errors.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { withoutStale } from '../../core/shapes.ts';
import { record } from '../../feed/append.ts';
import { projectStreams } from '../../feed/streams.ts';
import { MilestoneTable } from '../milestones/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { StageTable, type StageRow } from './model.ts';
import { stages } from './present.ts';
import type { CreateStage, ListStages, Stage, UpdateStage } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: StageRow): Stage => seenBy(scope, stages, row) as Stage;
/** Asked within the command, so that a repeated request is answered although its stage is gone. */
const streamsOf = async (scope: Scope, id: string): Promise<string[]> => projectStreams(await repo(scope, StageTable).projectOf(id));

export async function list(scope: Scope, { project, ...page }: In<typeof ListStages>): Promise<Page<Stage>> {
  await repo(scope, ProjectTable).get(project);
  const { items, next } = await repo(scope, StageTable).page({ projectId: project }, page, ['position']);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Stage> {
  return see(scope, await repo(scope, StageTable).get(id));
}

export async function create(scope: Scope, { projectId, name, translations = null, position }: In<typeof CreateStage>): Promise<Stage> {
  return transact(scope, projectStreams(projectId), async (scope) => {
    const project = await repo(scope, ProjectTable).get(projectId);
    authorize(scope, 'stage.create', project);
    const last = await repo(scope, StageTable).count({ projectId });
    const row = await repo(scope, StageTable).create({ projectId, name, translations, position: position ?? last + 1 });
    record(scope, 'stage.created', StageTable, row, null);
    return see(scope, row);
  });
}

export async function update(scope: Scope, { id, rev, ...sent }: In<typeof UpdateStage>): Promise<Stage> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const stage = await repo(scope, StageTable).get(id);
      authorize(scope, 'stage.update', stage);
      await guardRevision(scope, stages, stage, rev, sent, projectStreams(stage.projectId)[1]!);
      const renamed = sent.name !== undefined && sent.name !== stage.name;
      const translations = sent.translations === undefined ? withoutStale(stage.translations, renamed ? ['name'] : []) : sent.translations;
      const next = await repo(scope, StageTable).update(stage, { ...sent, translations });
      record(scope, 'stage.updated', StageTable, next, stage);
      return see(scope, next);
    },
  );
}

export async function remove(scope: Scope, { id }: { id: string }): Promise<{ id: string }> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const stage = await repo(scope, StageTable).get(id);
      authorize(scope, 'stage.remove', stage);
      if ((await repo(scope, MilestoneTable).count({ stageId: id })) > 0)
        throw problem('conflict', 'The stage still has milestones. Move or remove those first.');
      record(scope, 'stage.removed', StageTable, await repo(scope, StageTable).remove(stage), stage);
      return { id };
    },
  );
}
