/** What is looked for by its state, or swept away by its age, is found without walking through its table. */
import type { Sequelize } from 'sequelize';
import { createIndex } from '../ddl.ts';

export async function up(sequelize: Sequelize): Promise<void> {
  await createIndex(sequelize, 'deliveries', ['workspaceId', 'webhookId', 'state', 'createdAt']);
  await createIndex(sequelize, 'notices', ['workspaceId', 'state']);
  await createIndex(sequelize, 'notices', ['deletedAt']);
  await createIndex(sequelize, 'origins', ['workspaceId']);
  await createIndex(sequelize, 'origins', ['until']);
}
