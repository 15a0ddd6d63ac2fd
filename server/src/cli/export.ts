import { existsSync } from 'node:fs';
import { createRuntime, version } from '../index.ts';
import { writeBackup } from '../backup/index.ts';
import { assertReachable } from '../db/connection.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { CommandFailed, UsageError, type Command } from './command.ts';

export const exportWorkspace: Command = {
  summary: 'Write a whole workspace into one file, as a backup.',
  usage: `Usage: portico export <workspace id> <file> [--force]

The file holds every row of the workspace, as they were at one moment, with checksums; servers may go on meanwhile. It is read again by:
portico import <file>. Secret keys are in it as digests and secrets of webhooks sealed with PORTICO_SECRET, which has to be the same where it
is read. It holds the data of people: keep it like the database. It is gzip over lines of JSON.

--force writes over a file that is there.`,
  words: 2,
  options: { force: { type: 'boolean' } },
  async run({ force }, [workspaceId, path]) {
    if (!workspaceId || !path) throw new UsageError(`Name the workspace and the file.\n\n${exportWorkspace.usage}`);
    if (existsSync(path) && force !== true) throw new CommandFailed(`${path} is there already. Choose another name, or add --force.`);
    const runtime = createRuntime();
    try {
      await assertReachable(runtime.sequelize);
      const pending = await pendingMigrations(runtime.sequelize);
      if (pending.length > 0) throw new CommandFailed(`The database lacks ${pending.join(', ')}. Run: portico migrate`);
      const written = await writeBackup(runtime, version, workspaceId, path, (table, rows) => console.error(`${table}: ${rows} rows`));
      if (!written) throw new CommandFailed(`There is no workspace ${workspaceId}.`);
      const rows = Object.values(written.rows).reduce((sum, one) => sum + one, 0);
      console.log(`${written.name} (${workspaceId}): ${rows} rows of ${Object.keys(written.rows).length} tables in ${path}`);
    } finally {
      await runtime.transactions.close();
      await runtime.sequelize.close();
    }
  },
};
