/** Leases: one holder a name, for a while, over all nodes of a database. Plain updates, the same on every dialect. */
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';
import { whenFree } from '../db/sqlite.ts';
import { agree, realNow } from './time.ts';

/** On SQLite every write of this process waits its turn, and for another process that holds the file. */
export const writing = <T>({ sequelize, writer }: Runtime, work: () => Promise<T>): Promise<T> =>
  sequelize.getDialect() === 'sqlite' ? writer(() => whenFree(work)) : work();

/** Until when they are ours, by the clock that nobody can set. */
const held = new WeakMap<Runtime, Map<string, number>>();

/**
 * Takes or prolongs a lease. Prolonged in the database only when half of it is gone.
 * @returns 0: it is ours; else after how many milliseconds it ends if who holds it has died
 */
export async function takeLease(runtime: Runtime, name: string, owner: string, milliseconds: number): Promise<number> {
  const { sequelize } = runtime;
  await agree(runtime);
  const now = realNow(runtime);
  const mine = held.get(runtime) ?? new Map<string, number>();
  held.set(runtime, mine);
  const asked = performance.now();
  if ((mine.get(name) ?? 0) - asked > milliseconds / 2) return 0;
  const until = now + milliseconds;
  const left = await writing(runtime, async () => {
    const [, touched] = (await sequelize.query(
      'UPDATE leases SET owner = ?, until = ? WHERE name = ? AND (owner = ? OR until < ? OR until > ?)',
      {
        // None ends later than it can be taken for: the database's clock was set back since.
        replacements: [owner, until, name, owner, now, now + 2 * milliseconds],
        type: QueryTypes.UPDATE,
      },
    )) as unknown as [unknown, number];
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
  if (left === 0) mine.set(name, asked + milliseconds);
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
