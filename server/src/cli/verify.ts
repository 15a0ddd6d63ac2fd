import { createRuntime } from '../index.ts';
import { assertReachable } from '../db/connection.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { verifyChain } from '../feed/verify.ts';
import { CommandFailed, type Command } from './command.ts';

export const verify: Command = {
  summary: 'Check the hash chain of every stream.',
  usage:
    'Usage: portico verify\n\nExit code 0 if every event follows from the one before it, 1 with the first broken place of each stream if not.',
  async run() {
    const runtime = createRuntime();
    try {
      await assertReachable(runtime.sequelize);
      const pending = await pendingMigrations(runtime.sequelize);
      if (pending.length > 0) throw new CommandFailed(`The database lacks ${pending.join(', ')}. Run: portico migrate`);
      const { checked, streams, broken } = await verifyChain(runtime, (count) => process.stderr.write(`\r${count} events checked`));
      for (const { stream, seq, reason } of broken) console.error(`${stream}, event ${seq}: ${reason}`);
      if (broken.length > 0) throw new CommandFailed(`${broken.length} of ${streams} streams are broken.`);
      console.log(`${checked} events in ${streams} streams: the chain holds.`);
    } finally {
      await runtime.sequelize.close();
    }
  },
};
