/**
 * The mark of time that all nodes of a database share: the latest moment that any of them has seen. Without it a clock that is set back
 * while the server is stopped, or on one node alone, would make sessions good again that had ended.
 */
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';
import { writing } from './lease.ts';
import { createLoop, type Loop } from './loop.ts';
import { agree } from './time.ts';

const everyMilliseconds = 15_000;
/** It stands among the leases, whose `until` is a moment too. Nobody ever takes it. */
const name = 'mark of time';

/** Takes the mark over, and puts it forward where this node is ahead. */
async function exchange(runtime: Runtime, begins = false): Promise<void> {
  const { sequelize, steady, clock } = runtime;
  await agree(runtime);
  const [row] = await sequelize.query<{ until: number }>('SELECT until FROM leases WHERE name = ?', {
    replacements: [name],
    type: QueryTypes.SELECT,
  });
  const mark = Number(row?.until ?? 0);
  // Plainly set back while nobody was here: what ended after the mark was last put forward stays ended too.
  steady.raise(begins && mark > clock.now() + everyMilliseconds ? mark + everyMilliseconds : mark);
  const now = steady.now();
  await writing(runtime, async () => {
    if (row) {
      await sequelize.query('UPDATE leases SET until = ? WHERE name = ? AND until < ?', {
        replacements: [now, name, now],
        type: QueryTypes.UPDATE,
      });
      return;
    }
    // Another node may be the first; the next round finds its row.
    await sequelize
      .getQueryInterface()
      .bulkInsert('leases', [{ name, owner: 'all', until: now }])
      .catch(() => undefined);
  });
}

/** Before anybody is let in, then every 15 seconds, and at the end. */
export async function keepMark(runtime: Runtime): Promise<Pick<Loop, 'stop'>> {
  await exchange(runtime, true);
  const loop = createLoop(runtime, name, everyMilliseconds, async () => {
    await exchange(runtime);
    return false;
  });
  return {
    async stop() {
      await loop.stop();
      await exchange(runtime).catch((error: unknown) => runtime.log.warn({ err: error }, 'the mark of time was not put forward'));
    },
  };
}
