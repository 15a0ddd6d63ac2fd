/** What clients need, in their own words, and what became of it. */
import type { Sequelize } from 'sequelize';
import { civil, id, instant, integer, json, long, optional, text, word } from '../table.ts';
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
    'requirements',
    {
      ...common(),
      projectId: id(),
      number: integer(),
      title: text(200),
      quote: text(8000),
      type: word(),
      rank: integer(),
      due: optional(civil()),
      reading: optional(json()),
      status: word(),
      duplicateOfId: optional(id()),
      source: word(),
      authorId: optional(id()),
      authorName: optional(text(120)),
      submittedAt: instant(),
      note: optional(text(2000)),
      trail: json(),
      text: optional(long()),
    },
    { primary, foreign: [to('projects', 'projectId'), to('contacts', 'authorId'), to('requirements', 'duplicateOfId')] },
  );
  await createIndex(sequelize, 'requirements', ['workspaceId', 'projectId', 'number'], true);
  await createIndex(sequelize, 'requirements', ['workspaceId', 'projectId', 'rank', 'number']);
}
