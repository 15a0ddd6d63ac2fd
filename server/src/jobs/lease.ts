/** Leases: one holder a name, for a while, over all nodes of a database. Plain updates, the same on every dialect. */
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';
import { whenFree } from '../db/sqlite.ts';

/** On SQLite every write of this process waits its turn, and for another process that holds the file. */
export const writing = <T>({ sequelize, writer }: Runtime, work: () => Promise<T>): Promise<T> =>
  sequelize.getDialect() === 'sqlite' ? writer(() => whenFree(work)) : work();

// Leases are about processes that live or have died, so they run on real time even where the sandbox moves the clock.
const realNow = (): number => performance.timeOrigin + performance.now();

const held = new WeakMap<Runtime, Map<string, number>>();

/**
 * Takes or prolongs a lease. Prolonged in the database only when half of it is gone.
 * @returns 0: it is ours; else after how many milliseconds it ends if who holds it has died
 */
export async function takeLease(runtime: Runtime, name: string, owner: string, milliseconds: number): Promise<number> {
  const { sequelize } = runtime;
  const now = Math.round(realNow());
  const mine = held.get(runtime) ?? new Map<string, number>();
  held.set(runtime, mine);
  if ((mine.get(name) ?? 0) - now > milliseconds / 2) return 0;
  const until = now + milliseconds;
  const left = await writing(runtime, async () => {
    const [, touched] = (await sequelize.query('UPDATE leases SET owner = ?, until = ? WHERE name = ? AND (owner = ? OR until < ?)', {
      replacements: [owner, until, name, owner, now],
      type: QueryTypes.UPDATE,
    })) as unknown as [unknown, number];
    if (touched > 0) return 0;
    const [row] = await sequelize.query<{ owner: string; until: number }>('SELECT owner, until FROM leases WHERE name = ?', {
      replacements: [name],
      type: QueryTypes.SELECT,
    });
    if (row) return row.owner === owner && Number(row.until) >= now ? 0 : Math.max(1, Number(row.until) - now);
    return sequelize
      .getQueryInterface()
      .bulkInsert('leases', [{ name, owner, until }])
      .then(
        () => 0,
        () => milliseconds,
      );
  });
  if (left === 0) mine.set(name, until);
  else mine.delete(name);
  return left;
}

/** A node that stops hands over at once; where the database is away the lease runs out by itself. */
export async function giveUpLease(runtime: Runtime, name: string, owner: string): Promise<void> {
  held.get(runtime)?.delete(name);
  await writing(runtime, () =>
    runtime.sequelize.query('UPDATE leases SET until = 0 WHERE name = ? AND owner = ?', {
      replacements: [name, owner],
      type: QueryTypes.UPDATE,
    }),
  ).catch((error: unknown) => runtime.log.warn({ err: error, lease: name }, 'a lease was not handed over and will run out'));
}
