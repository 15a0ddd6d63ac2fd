/** Every row of the database under a checksum for each workspace, so that a change anywhere is seen. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';

/** Background work moves these by itself. */
const restless = new Set(['outbox', 'jobs', 'leases', 'deliveries']);
const moving = new Set(['lastUsedAt']);

async function checksums({ sequelize }: Runtime): Promise<Map<string, string>> {
  const sums = new Map<string, string>();
  const tables = (await sequelize.getQueryInterface().showAllTables()).map((table) =>
    typeof table === 'string' ? table : (table as { tableName: string }).tableName,
  );
  for (const table of tables.filter((name) => !restless.has(name))) {
    const rows = await sequelize.query<Record<string, unknown>>(`SELECT * FROM \`${table}\``, { type: QueryTypes.SELECT });
    for (const [workspaceId, own] of Map.groupBy(rows, (row) => row['workspaceId'] as string | undefined)) {
      if (workspaceId === undefined) continue;
      const lines = own.map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !moving.has(column)))).toSorted();
      sums.set(`${workspaceId} ${table}`, createHash('sha256').update(lines.join('\n')).digest('hex'));
    }
  }
  return sums;
}

/** `workspace table` → checksum of its rows, once background work (a notice being sent, a webhook being tried) has come to rest. */
export async function settledChecksums(runtime: Runtime): Promise<Map<string, string>> {
  let last = await checksums(runtime);
  for (let tries = 0; tries < 50; tries++) {
    await sleep(20);
    const now = await checksums(runtime);
    if (differences(last, now).length === 0) break;
    last = now;
  }
  return last;
}

/** Which tables of which workspaces differ. */
export const differences = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
