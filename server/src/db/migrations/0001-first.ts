/** The spine's tables and the first modules'. Columns are spelled out: a migration never changes with the code. */
import type { Sequelize } from 'sequelize';
import { boolean, civil, digest, id, instant, integer, json, long, optional, text, word } from '../table.ts';
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
    'streams',
    { workspaceId: id(), stream: word(80), epoch: word(16), seq: integer(), head: digest() },
    { primary: ['workspaceId', 'stream'] },
  );
  await create(
    'feed',
    {
      workspaceId: id(),
      stream: word(80),
      epoch: word(16),
      seq: integer(),
      type: word(60),
      entity: word(),
      entityId: id(),
      rev: integer(),
      actor: json(),
      at: instant(),
      data: optional(long()),
      dataHash: digest(),
      hash: digest(),
    },
    { primary: ['workspaceId', 'stream', 'seq'] },
  );
  await createIndex(sequelize, 'feed', ['workspaceId', 'stream', 'entityId', 'rev']);
  await create('outbox', { id: integer(), workspaceId: id(), stream: word(80), seq: integer() }, { autoIncrement: 'id' });
  await create(
    'idempotency',
    { workspaceId: id(), actorId: id(), key: text(255), hash: digest(), answer: optional(long()), createdAt: instant() },
    { primary: ['workspaceId', 'actorId', 'key'] },
  );
  await createIndex(sequelize, 'idempotency', ['createdAt']);
  await create('leases', { name: word(60), owner: word(60), until: integer() }, { primary: ['name'] });
  await create(
    'jobs',
    {
      id: id(),
      workspaceId: optional(id()),
      kind: word(60),
      key: optional(word(120)),
      payload: json(),
      runAt: integer(),
      attempts: integer(),
      state: word(10),
      lockedBy: optional(word(60)),
      lockedUntil: optional(integer()),
      lastError: optional(text(1000)),
      createdAt: instant(),
      finishedAt: optional(instant()),
    },
    { primary: ['id'] },
  );
  await createIndex(sequelize, 'jobs', ['state', 'runAt']);
  await createIndex(sequelize, 'jobs', ['key'], true);

  await create('workspaces', { ...common(), name: text(120), lang: word(20), timeZone: word(60), origins: json() }, { primary });
  await create('origins', { origin: word(255), workspaceId: id(), until: optional(instant()) }, { primary: ['origin', 'workspaceId'] });
  await create(
    'members',
    {
      ...common(),
      name: text(120),
      email: text(254),
      title: optional(text(120)),
      role: word(),
      lang: word(20),
      sessionVersion: integer(),
      externalId: optional(text(120)),
    },
    { primary },
  );
  await createIndex(sequelize, 'members', ['workspaceId', 'externalId']);
  await create(
    'keys',
    {
      ...common(),
      name: text(120),
      mode: word(10),
      digest: digest(),
      hint: word(20),
      lastUsedAt: optional(instant()),
      expiresAt: optional(instant()),
      revokedAt: optional(instant()),
    },
    { primary },
  );
  await createIndex(sequelize, 'keys', ['digest'], true);
  await create('clients', { ...common(), name: text(200), translations: optional(json()), externalId: optional(text(120)) }, { primary });
  await create(
    'contacts',
    {
      ...common(),
      clientId: id(),
      name: text(120),
      email: text(254),
      role: word(),
      lang: word(20),
      sessionVersion: integer(),
      externalId: optional(text(120)),
    },
    { primary, foreign: [to('clients', 'clientId')] },
  );
  await createIndex(sequelize, 'contacts', ['workspaceId', 'clientId']);
  await createIndex(sequelize, 'contacts', ['workspaceId', 'externalId']);
  await create(
    'projects',
    {
      ...common(),
      clientId: id(),
      name: text(200),
      translations: optional(json()),
      status: word(),
      lang: word(20),
      timeZone: word(60),
      start: optional(civil()),
      due: optional(civil()),
      managerId: optional(id()),
      managerName: optional(text(120)),
    },
    { primary, foreign: [to('clients', 'clientId'), to('members', 'managerId')] },
  );
  await createIndex(sequelize, 'projects', ['workspaceId', 'clientId']);
  await create(
    'stages',
    { ...common(), projectId: id(), name: text(200), translations: optional(json()), position: integer() },
    { primary, foreign: [to('projects', 'projectId')] },
  );
  await createIndex(sequelize, 'stages', ['workspaceId', 'projectId', 'position']);
  await create(
    'milestones',
    {
      ...common(),
      projectId: id(),
      stageId: id(),
      name: text(200),
      translations: optional(json()),
      position: integer(),
      status: word(),
      progress: integer(),
      due: optional(civil()),
      baseline: optional(civil()),
      doneOn: optional(civil()),
      ownerId: optional(id()),
      ownerName: optional(text(120)),
      atRisk: boolean(),
      reason: optional(text(500)),
      visibility: word(),
      note: optional(text(2000)),
    },
    { primary, foreign: [to('projects', 'projectId'), to('stages', 'stageId'), to('members', 'ownerId')] },
  );
  await createIndex(sequelize, 'milestones', ['workspaceId', 'projectId', 'position']);
  await createIndex(sequelize, 'milestones', ['workspaceId', 'stageId']);
}
