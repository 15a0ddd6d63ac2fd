/** Who a contact's session is checked against; runs before there is a Scope. */
import { nameOf, type Identity, type KnownPerson, type Whose } from '../../core/auth/identity.ts';
import { anyOf, readPrepared } from '../../db/prepared.ts';

export const identity: Identity = {
  kind: 'contact',
  async find(sequelize, whose) {
    const { where, values } = anyOf(
      ['workspaceId', 'id'],
      whose.map(({ workspaceId, id }) => [workspaceId, id]),
    );
    const people = await readPrepared<KnownPerson & Whose>(
      sequelize,
      `SELECT workspaceId, id, name, role, clientId, sessionVersion FROM contacts WHERE ${where} AND deletedAt IS NULL`,
      values,
    );
    return new Map(people.map((person) => [nameOf(person), person]));
  },
  still: ({ workspaceId, id }, known) => ({
    sql: 'EXISTS (SELECT 1 FROM contacts WHERE workspaceId = ? AND id = ? AND name = ? AND role = ? AND clientId = ? AND sessionVersion = ? AND deletedAt IS NULL)',
    values: [workspaceId, id, known.name, known.role, known.clientId, known.sessionVersion],
  }),
};
