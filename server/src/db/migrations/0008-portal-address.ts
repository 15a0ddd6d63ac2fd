/** Where a workspace's clients find their portal, for the links in mails. */
import type { Sequelize } from 'sequelize';
import { optional, text } from '../table.ts';
import { addColumn } from '../ddl.ts';

export async function up(sequelize: Sequelize): Promise<void> {
  await addColumn(sequelize, 'workspaces', 'portalUrl', optional(text(2000)));
}
