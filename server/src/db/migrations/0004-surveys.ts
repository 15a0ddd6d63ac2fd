/** Surveys, and who answered what. */
import type { Sequelize } from 'sequelize';
import { digest, id, instant, integer, json, optional, text, word } from '../table.ts';
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
    'surveys',
    {
      ...common(),
      projectId: id(),
      title: text(200),
      intro: optional(text(2000)),
      translations: optional(json()),
      wave: text(60),
      questions: json(),
      status: word(),
      openedAt: optional(instant()),
      closedAt: optional(instant()),
      invited: optional(integer()),
    },
    { primary, foreign: [to('projects', 'projectId')] },
  );
  await createIndex(sequelize, 'surveys', ['workspaceId', 'projectId']);
  await create(
    'responses',
    {
      ...common(),
      projectId: id(),
      surveyId: id(),
      surveyTitle: text(200),
      contactId: id(),
      contactName: text(120),
      once: digest(),
      answers: json(),
      submittedAt: instant(),
    },
    { primary, foreign: [to('projects', 'projectId'), to('surveys', 'surveyId'), to('contacts', 'contactId')] },
  );
  await createIndex(sequelize, 'responses', ['workspaceId', 'surveyId']);
  await createIndex(sequelize, 'responses', ['workspaceId', 'projectId']);
  await createIndex(sequelize, 'responses', ['once'], true);
}
