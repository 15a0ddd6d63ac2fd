/** Who a member's session is checked against; runs before there is a Scope. */
import { nameOf, type Identity, type KnownPerson, type Whose } from '../../core/auth/identity.ts';
import { anyOf, readPrepared } from '../../db/prepared.ts';

export const identity: Identity = {
  kind: 'member',
  async find(sequelize, whose) {
    const { where, values } = anyOf(
      ['workspaceId', 'id'],
      whose.map(({ workspaceId, id }) => [workspaceId, id]),
    );
    const people = await readPrepared<KnownPerson & Whose>(
      sequelize,
      `SELECT workspaceId, id, name, role, NULL AS clientId, sessionVersion FROM members WHERE ${where} AND deletedAt IS NULL`,
      values,
    );
    return new Map(people.map((person) => [nameOf(person), person]));
  },
  still: ({ workspaceId, id }, known) => ({
    sql: 'EXISTS (SELECT 1 FROM members WHERE workspaceId = ? AND id = ? AND name = ? AND role = ? AND sessionVersion = ? AND deletedAt IS NULL)',
    values: [workspaceId, id, known.name, known.role, known.sessionVersion],
  }),
};
