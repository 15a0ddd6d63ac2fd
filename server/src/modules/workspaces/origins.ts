/** Which web origins any workspace works with: asked by a preflight, before anybody is known. */
import { Op, QueryTypes, type Sequelize } from 'sequelize';
import { anyOf, readPrepared } from '../../db/prepared.ts';
import type { Scope } from '../../core/scope.ts';

/** Which of these origins are listed by a workspace, or named in a session that is still good? */
export async function listedOrigins(sequelize: Sequelize, origins: readonly string[], now: Date): Promise<ReadonlyMap<string, true>> {
  // What is not an origin is on MySQL not comparable with one.
  const sound = origins.filter((origin) => /^[\x21-\x7e]{1,255}$/.test(origin));
  if (sound.length === 0) return new Map();
  const { where, values } = anyOf(
    ['origin'],
    sound.map((origin) => [origin]),
  );
  const rows = await readPrepared<{ origin: string }>(
    sequelize,
    `SELECT DISTINCT origin FROM origins WHERE ${where} AND (until IS NULL OR until > ?)`,
    [...values, now],
  );
  return new Map(rows.map(({ origin }) => [origin, true]));
}

/** The workspace's list is now exactly this; what sessions have borrowed beside it stays while they last. */
export async function replaceOrigins(scope: Scope, origins: readonly string[]): Promise<void> {
  const database = scope.runtime.sequelize.getQueryInterface();
  const transaction = scope.tx!.handle;
  const listed = [...new Set(origins)];
  await database.bulkDelete('origins', { workspaceId: scope.workspaceId, [Op.or]: [{ until: null }, { origin: listed }] }, { transaction });
  const rows = listed.map((origin) => ({ origin, workspaceId: scope.workspaceId, until: null }));
  if (rows.length > 0) await database.bulkInsert('origins', rows, { transaction });
}

/** A session names origins beside the list: their preflight is answered while it lasts. */
export async function lendOrigins(scope: Scope, origins: readonly string[], until: Date): Promise<void> {
  const { sequelize } = scope.runtime;
  for (const origin of origins) {
    const kept = await sequelize.query<{ until: string | Date | null }>('SELECT until FROM origins WHERE origin = ? AND workspaceId = ?', {
      replacements: [origin, scope.workspaceId],
      type: QueryTypes.SELECT,
      transaction: scope.tx!.handle,
    });
    if (kept[0] && (kept[0].until === null || new Date(kept[0].until) >= until)) continue;
    const database = sequelize.getQueryInterface();
    const transaction = scope.tx!.handle;
    await database.bulkDelete('origins', { origin, workspaceId: scope.workspaceId }, { transaction });
    await database.bulkInsert('origins', [{ origin, workspaceId: scope.workspaceId, until }], { transaction });
  }
}
