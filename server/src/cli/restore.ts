/** `portico import` of a backup. */
import { closeSync, openSync, readSync } from 'node:fs';
import { createRuntime } from '../index.ts';
import { BackupRefused, isGzip, lookAtBackup, restoreBackup } from '../backup/index.ts';
import { assertReachable } from '../db/connection.ts';
import { migrate } from '../db/migrate.ts';
import { verifyChain } from '../feed/verify.ts';
import { CommandFailed } from './command.ts';

/** Plans are text; what is packed is a backup. */
export function isBackup(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(2);
    readSync(file, start, 0, 2, 0);
    return isGzip(start);
  } finally {
    closeSync(file);
  }
}

export async function importBackup(path: string, dryRun: boolean): Promise<void> {
  const runtime = createRuntime();
  const told = (verb: string) => {
    let rows = 0;
    return (_table: string, more: number): void => {
      if (Math.floor((rows + more) / 5000) > Math.floor(rows / 5000)) console.error(`${verb} ${rows + more} rows`);
      rows += more;
    };
  };
  try {
    await assertReachable(runtime.sequelize);
    await migrate(runtime.sequelize);
    const looked = await lookAtBackup(runtime, path, told('checked'));
    const { head, rows, events } = looked;
    const all = Object.values(rows).reduce((sum, one) => sum + one, 0);
    const what = `${head.name} (${head.workspaceId}), as it was at ${head.at}: ${all} rows, ${events} events`;
    if (looked.otherSecret)
      console.error(
        'PORTICO_SECRET is not the one that the workspace was written with: secrets of its webhooks cannot be read here and have to be rotated.',
      );
    if (dryRun) return console.log(`${what}\nThe file is whole. Nothing was written (--dry-run).`);
    await restoreBackup(runtime, path, looked, told('wrote'));
    const { broken } = await verifyChain(runtime, () => {}, head.workspaceId);
    for (const { stream, seq, reason } of broken) console.error(`${stream}, event ${seq}: ${reason}`);
    if (broken.length > 0) throw new CommandFailed('What was written does not verify.');
    console.log(`${what}\nThe chain holds.`);
  } catch (error) {
    if (error instanceof BackupRefused) throw new CommandFailed(`${error.message}\nThe file is refused whole; nothing was written.`);
    throw error;
  } finally {
    await runtime.transactions.close();
    await runtime.sequelize.close();
  }
}
