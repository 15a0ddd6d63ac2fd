/** Who a contact's session is checked against; runs before there is a Scope. */
import { QueryTypes } from 'sequelize';
import type { Identity, KnownPerson } from '../../core/auth/identity.ts';

export const identity: Identity = {
  kind: 'contact',
  async find(sequelize, workspaceId, id) {
    const [person] = await sequelize.query<KnownPerson>(
      'SELECT name, role, clientId, sessionVersion FROM contacts WHERE workspaceId = ? AND id = ? AND deletedAt IS NULL',
      { replacements: [workspaceId, id], type: QueryTypes.SELECT },
    );
    return person ?? null;
  },
  async versions(sequelize, workspaceId, ids) {
    const rows = await sequelize.query<{ id: string; sessionVersion: number }>(
      'SELECT id, sessionVersion FROM contacts WHERE workspaceId = ? AND id IN (?) AND deletedAt IS NULL',
      { replacements: [workspaceId, ids], type: QueryTypes.SELECT },
    );
    return new Map(rows.map(({ id, sessionVersion }) => [id, Number(sessionVersion)]));
  },
};
