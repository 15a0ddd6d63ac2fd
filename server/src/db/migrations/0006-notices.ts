/** Mails to people, and the lanes in which jobs wait. */
import type { Sequelize } from 'sequelize';
import { digest, id, instant, integer, long, optional, text, word } from '../table.ts';
import { addColumn, createIndex, createTable } from '../ddl.ts';

export async function up(sequelize: Sequelize): Promise<void> {
  await addColumn(sequelize, 'jobs', 'lane', optional(word(60)));
  await createTable(
    sequelize,
    'notices',
    {
      workspaceId: id(),
      id: id(),
      rev: integer(),
      createdAt: instant(),
      updatedAt: instant(),
      deletedAt: optional(instant()),
      projectId: optional(id()),
      key: digest(),
      type: word(60),
      recipientId: id(),
      toName: text(120),
      to: text(254),
      lang: word(20),
      subject: text(300),
      text: long(),
      state: word(10),
      problem: optional(word(20)),
      smtpStatus: optional(integer()),
      sentAt: optional(instant()),
    },
    { primary: ['workspaceId', 'id'], foreign: [{ columns: ['workspaceId', 'projectId'], to: 'projects' }] },
  );
  await createIndex(sequelize, 'notices', ['workspaceId', 'key'], true);
  await createIndex(sequelize, 'notices', ['createdAt']);
}
