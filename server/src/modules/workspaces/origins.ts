/** Which web origins any workspace works with: asked by a preflight, before anybody is known. */
import type { Sequelize } from 'sequelize';
import { anyOf, readPrepared } from '../../db/prepared.ts';
import type { Scope } from '../../core/scope.ts';
import { insertion } from '../../db/statements.ts';
import { id, instant, optional, word } from '../../db/table.ts';

export const originColumns = { origin: word(255), workspaceId: id(), until: optional(instant()) };

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
  const { line } = scope.tx!;
  const listed = [...new Set(origins)];
  await line.write({
    sql: `DELETE FROM origins WHERE workspaceId = ? AND (until IS NULL OR origin IN (${['NULL', ...listed.map(() => '?')].join(', ')}))`,
    values: [scope.workspaceId, ...listed],
  });
  const rows = listed.map((origin) => ({ origin, workspaceId: scope.workspaceId, until: null }));
  if (rows.length > 0) await line.write(insertion('origins', rows));
}

/** A session names origins beside the list: their preflight is answered while it lasts. */
export async function lendOrigins(scope: Scope, origins: readonly string[], until: Date): Promise<void> {
  const { line } = scope.tx!;
  for (const origin of origins) {
    const values = [origin, scope.workspaceId];
    const [[kept]] = await line.read<[{ until: string | null }[]]>({
      sql: 'SELECT until FROM origins WHERE origin = ? AND workspaceId = ?',
      values,
    });
    if (kept && (kept.until === null || new Date(kept.until) >= until)) continue;
    await line.write({ sql: 'DELETE FROM origins WHERE origin = ? AND workspaceId = ?', values });
    await line.write(insertion('origins', [{ origin, workspaceId: scope.workspaceId, until }]));
  }
}
