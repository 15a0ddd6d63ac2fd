/** Which secret key it is; runs before there is a Scope. */
import { QueryTypes } from 'sequelize';
import type { Identity, KnownKey } from '../../core/auth/identity.ts';

const good = 'revokedAt IS NULL AND deletedAt IS NULL AND (expiresAt IS NULL OR expiresAt > ?)';

export const identity: Identity = {
  kind: 'key',
  async findByDigest(sequelize, digest, now) {
    const [key] = await sequelize.query<KnownKey>(`SELECT id, workspaceId, name FROM \`keys\` WHERE digest = ? AND ${good}`, {
      replacements: [digest, now],
      type: QueryTypes.SELECT,
    });
    return key ?? null;
  },
  async good(sequelize, workspaceId, ids, now) {
    const rows = await sequelize.query<{ id: string }>(`SELECT id FROM \`keys\` WHERE workspaceId = ? AND id IN (?) AND ${good}`, {
      replacements: [workspaceId, ids, now],
      type: QueryTypes.SELECT,
    });
    return new Set(rows.map(({ id }) => id));
  },
};
