/** The plan in detail: tasks, the links between them, and the files that they were read from. */
import type { Sequelize } from 'sequelize';
import { boolean, civil, digest, id, instant, integer, json, optional, text, word } from '../table.ts';
import { createIndex, createTable } from '../ddl.ts';

const common = () => ({
  workspaceId: id(),
  id: id(),
  rev: integer(),
  createdAt: instant(),
  updatedAt: instant(),
  deletedAt: optional(instant()),
});
const primary = ['workspaceId', 'id'];
const to = (table: string, column: string) => ({ columns: ['workspaceId', column], to: table });

export async function up(sequelize: Sequelize): Promise<void> {
  const create = createTable.bind(null, sequelize);
  await create(
    'tasks',
    {
      ...common(),
      projectId: id(),
      parentId: optional(id()),
      milestoneId: optional(id()),
      position: integer(),
      wbs: word(120),
      path: word(120),
      name: text(255),
      translations: optional(json()),
      status: word(),
      percent: integer(),
      start: optional(civil()),
      due: optional(civil()),
      baseline: optional(civil()),
      doneOn: optional(civil()),
      duration: optional(integer()),
      isMilestone: boolean(),
      isSummary: boolean(),
      ownerId: optional(id()),
      ownerName: optional(text(120)),
      priority: integer(),
      constraint: optional(json()),
      visibility: word(),
      hidden: boolean(),
      notes: optional(text(4000)),
      source: optional(text(200)),
      sourceUid: optional(text(60)),
    },
    { primary, foreign: [to('projects', 'projectId'), to('tasks', 'parentId'), to('milestones', 'milestoneId'), to('members', 'ownerId')] },
  );
  await createIndex(sequelize, 'tasks', ['workspaceId', 'projectId', 'path']);
  await createIndex(sequelize, 'tasks', ['workspaceId', 'milestoneId']);
  await createIndex(sequelize, 'tasks', ['workspaceId', 'ownerId']);
  await createIndex(sequelize, 'tasks', ['workspaceId', 'projectId', 'source', 'sourceUid'], true);
  await create(
    'dependencies',
    {
      ...common(),
      projectId: id(),
      predecessorId: id(),
      successorId: id(),
      type: word(2),
      lag: integer(),
      lagUnit: word(20),
      hidden: boolean(),
      source: optional(text(200)),
    },
    { primary, foreign: [to('projects', 'projectId'), to('tasks', 'predecessorId'), to('tasks', 'successorId')] },
  );
  await createIndex(sequelize, 'dependencies', ['workspaceId', 'projectId']);
  await create(
    'imports',
    {
      ...common(),
      projectId: id(),
      source: text(200),
      format: word(),
      fileName: text(255),
      digest: digest(),
      tasks: integer(),
      links: integer(),
      plan: json(),
      made: json(),
    },
    { primary, foreign: [to('projects', 'projectId')] },
  );
  await createIndex(sequelize, 'imports', ['workspaceId', 'projectId']);
  await createIndex(sequelize, 'imports', ['workspaceId', 'source']);
}
