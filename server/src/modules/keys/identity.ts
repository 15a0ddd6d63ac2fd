/** Which secret key it is; runs before there is a Scope. */
import { nameOf, type Identity, type KnownKey, type Whose } from '../../core/auth/identity.ts';
import { anyOf, readPrepared } from '../../db/prepared.ts';

const good = 'revokedAt IS NULL AND deletedAt IS NULL AND (expiresAt IS NULL OR expiresAt > ?)';

export const identity: Identity = {
  kind: 'key',
  async findByDigest(sequelize, digests, now) {
    const { where, values } = anyOf(
      ['digest'],
      digests.map((digest) => [digest]),
    );
    const keys = await readPrepared<KnownKey & { digest: string }>(
      sequelize,
      `SELECT id, workspaceId, name, digest FROM \`keys\` WHERE ${where} AND ${good}`,
      [...values, now],
    );
    return new Map(keys.map((key) => [key.digest, key]));
  },
  async good(sequelize, whose, now) {
    const { where, values } = anyOf(
      ['workspaceId', 'id'],
      whose.map(({ workspaceId, id }) => [workspaceId, id]),
    );
    const keys = await readPrepared<Whose>(sequelize, `SELECT workspaceId, id FROM \`keys\` WHERE ${where} AND ${good}`, [...values, now]);
    return new Map(keys.map((key) => [nameOf(key), true]));
  },
  still: ({ workspaceId, id }, name, now) => ({
    sql: `EXISTS (SELECT 1 FROM \`keys\` WHERE workspaceId = ? AND id = ? AND ${name === null ? '' : 'name = ? AND '}${good})`,
    values: [workspaceId, id, ...(name === null ? [] : [name]), now],
  }),
};
