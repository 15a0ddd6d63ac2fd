/** What no procedure writes: a planted word in each text that is still empty, and deleted rows whose texts nobody may see again. */
import { newId, type Noun } from '../core/ids.ts';
import { encode } from '../db/table.ts';
import { sha256 } from '../feed/chain.ts';
import type { Entry } from './census.ts';
import type { Population } from './population.ts';
import { procedures } from './procedures.ts';

/** Texts that are only filled by work of another kind (an import, a job) get a word too. */
export async function plantInEmptyTexts({ world, canaries, count }: Population): Promise<void> {
  const { sequelize, snapshots } = world.portico.runtime;
  for (const { entity, row, workspaceId } of await count()) {
    if (!entity || !row) continue;
    const texts = Object.entries(entity.table.columns).filter(
      ([name, { kind }]) => (kind === 'text' || kind === 'long') && canaries.in(String(row[name as 'id'])).length === 0,
    );
    const words = Object.fromEntries(texts.map(([name]) => [name, canaries.plant(workspaceId, `${entity.table.name} by hand,`, name)]));
    if (texts.length > 0) await sequelize.getQueryInterface().bulkUpdate(entity.table.name, words, { workspaceId, id: row.id });
  }
  snapshots.kept.clear();
}

/**
 * Copies one row of every noun and workspace as deleted, and takes one away by its own procedure where there is one.
 * @returns the planted words of the copies
 */
export async function bury(population: Population): Promise<Set<string>> {
  const { world, canaries, parties } = population;
  const { sequelize } = world.portico.runtime;
  const buried = new Set<string>();
  let buriedNumbers = 0;
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
    // A digest is of something secret, and unique; so are the numbers of a project's things.
    const digests = Object.entries(entity.table.columns).flatMap(([name, { kind }]) => (kind === 'digest' ? [[name, sha256(id)]] : []));
    const counted = entity.table.indexes
      .flatMap(({ unique, columns }) => (unique ? columns : []))
      .filter((name) => entity.table.columns[name]!.kind === 'integer');
    const numbers = counted.map((name) => [name, 1_000_000 + (buriedNumbers += 1)]);
    const copy = {
      ...(JSON.parse(fresh(JSON.stringify(row))) as object),
      ...Object.fromEntries(digests),
      ...Object.fromEntries(numbers),
      id,
      deletedAt: new Date(world.clock.now()).toISOString(),
    };
    const columns = Object.entries(copy).map(([name, value]) => [name, encode(entity.table.columns[name as 'id'].kind, value)]);
    await sequelize.getQueryInterface().bulkInsert(entity.table.name, [Object.fromEntries(columns)]);
  }
  for (const party of parties) {
    for (const of of procedures) {
      if (of.method !== 'DELETE') continue;
      await population.succeed(party, of);
      // It may have been the only one.
      if (of.entity) await population.another(party, of.entity.table.noun);
    }
  }
  return buried;
}
