/** What clients ask to change, with the trail of what became of it. */
import type { Sequelize } from 'sequelize';
import { civil, id, instant, integer, json, optional, text, word } from '../table.ts';
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
  await createTable(
    sequelize,
    'change_requests',
    {
      ...common(),
      projectId: id(),
      number: integer(),
      title: text(200),
      description: text(4000),
      category: word(),
      wantedBy: optional(civil()),
      status: word(),
      authorId: optional(id()),
      authorName: optional(text(120)),
      submittedAt: instant(),
      decidedAt: optional(instant()),
      costAmount: optional(integer()),
      costCurrency: optional(word(3)),
      days: optional(integer()),
      trail: json(),
    },
    { primary, foreign: [to('projects', 'projectId'), to('contacts', 'authorId')] },
  );
  await createIndex(sequelize, 'change_requests', ['workspaceId', 'projectId', 'number'], true);
}
