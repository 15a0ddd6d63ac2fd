/** Endpoints of the vendor's own systems, and what was sent to them. */
import type { Sequelize } from 'sequelize';
import { boolean, digest, id, instant, integer, json, optional, text, word } from '../table.ts';
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

export async function up(sequelize: Sequelize): Promise<void> {
  await createTable(
    sequelize,
    'webhooks',
    {
      ...common(),
      url: text(2000),
      description: optional(text(200)),
      types: word(4000),
      enabled: boolean(),
      disabled: optional(word(20)),
      secret: word(400),
      oldSecret: optional(word(400)),
      oldUntil: optional(instant()),
      failingSince: optional(instant()),
    },
    { primary },
  );
  await createTable(
    sequelize,
    'deliveries',
    {
      ...common(),
      webhookId: id(),
      key: digest(),
      type: word(60),
      stream: optional(word(80)),
      seq: optional(integer()),
      state: word(10),
      attempts: integer(),
      nextAt: optional(instant()),
      deliveredAt: optional(instant()),
      log: json(),
    },
    { primary, foreign: [{ columns: ['workspaceId', 'webhookId'], to: 'webhooks' }] },
  );
  await createIndex(sequelize, 'deliveries', ['workspaceId', 'key'], true);
  await createIndex(sequelize, 'deliveries', ['workspaceId', 'webhookId', 'createdAt']);
  await createIndex(sequelize, 'deliveries', ['updatedAt']);
}
