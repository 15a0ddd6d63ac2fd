/** Deleted rows of every table, with texts of their own that nobody may see again. */
import { newId, type Noun } from '../core/ids.ts';
import { encode } from '../db/table.ts';
import { sha256 } from '../feed/chain.ts';
import type { Entry } from './census.ts';
import type { Population } from './population.ts';
import { procedures } from './procedures.ts';

/**
 * Copies one row of every noun and workspace as deleted, and takes one away by its own procedure where there is one.
 * @returns the planted words of the copies
 */
export async function bury(population: Population): Promise<Set<string>> {
  const { world, canaries, parties } = population;
  const { sequelize } = world.portico.runtime;
  const buried = new Set<string>();
  const live = (await population.count()).filter(({ row, names }) => row && names !== 'workspace');
  for (const rows of Map.groupBy(live, ({ workspaceId, names }) => `${workspaceId} ${names}`).values()) {
    const { entity, row, names, workspaceId } = rows[0] as Required<Entry>;
    const fresh = (text: string): string =>
      text.replace(/uo[0-9a-z]{5}ou/g, (word) => {
        const planted = canaries.plant(workspaceId, `a deleted ${names},`, canaries.of(word).field);
        buried.add(planted);
        return planted;
      });
    const id = newId(names as Noun, world.clock);
    // A digest is of something secret, and unique.
    const digests = Object.entries(entity.table.columns).flatMap(([name, { kind }]) => (kind === 'digest' ? [[name, sha256(id)]] : []));
    const copy = { ...(JSON.parse(fresh(JSON.stringify(row))) as object), ...Object.fromEntries(digests), id, deletedAt: new Date(world.clock.now()).toISOString() };
    const columns = Object.entries(copy).map(([name, value]) => [name, encode(entity.table.columns[name as 'id'].kind, value)]);
    await sequelize.getQueryInterface().bulkInsert(entity.table.name, [Object.fromEntries(columns)]);
  }
  for (const party of parties) {
    for (const procedure of procedures) if (procedure.method === 'DELETE') await population.succeed(party, procedure);
  }
  return buried;
}
