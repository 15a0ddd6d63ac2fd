/** The product as `portico serve` runs it, in a process of its own. */
import { createPortico } from '@portico/server';
import { serve } from './child.ts';

const portico = createPortico();

type Told = Parameters<Parameters<typeof portico.runtime.committed.add>[0]>[0];

serve({
  start: () => portico.start(),
  stop: () => portico.stop(),
  /** As after a restart. */
  forget() {
    portico.runtime.snapshots.kept.clear();
    portico.runtime.verified.clear();
    portico.runtime.recent.clear();
  },
  /** As if a command of this process had just committed them: what comes after a commit, without the commit. */
  tell(events: Told) {
    for (const event of events) for (const listener of portico.runtime.committed) listener([event]);
  },
  /** That are open. */
  sockets: () => portico.io!.sockets.sockets.size,
  /** Statements that were asked of the database at the same time, at most. */
  async connections() {
    const [rows] = await portico.runtime.sequelize.query("SHOW STATUS LIKE 'Max_used_connections'");
    return Number((rows as { Value: string }[])[0]?.Value);
  },
});
