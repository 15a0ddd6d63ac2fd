import { createRuntime } from '../index.ts';
import { assertReachable } from '../db/connection.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { archiveBefore } from '../feed/archive/move.ts';
import { CommandFailed, UsageError, type Command } from './command.ts';

export const archive: Command = {
  summary: 'Move old events from the database to files, where the API still reads them.',
  usage: `Usage: portico archive --before <date | days>

Events before the date (2026-01-31, UTC) or older than so many days move to gzip files in ARCHIVE_FOLDER (<PORTICO_DATA>/archive). They are read by the
same API as before, and portico verify walks the hash chain through files and table. Servers may go on meanwhile; what is stopped in the middle is
finished by the next run. Where several servers share a database, all need the same folder. ARCHIVE_DAYS lets the servers do it by themselves.`,
  options: { before: { type: 'string' } },
  async run({ before }) {
    const runtime = createRuntime();
    try {
      const border = borderOf(before, runtime.clock.now());
      await assertReachable(runtime.sequelize);
      const pending = await pendingMigrations(runtime.sequelize);
      if (pending.length > 0) throw new CommandFailed(`The database lacks ${pending.join(', ')}. Run: portico migrate`);
      const moved = await archiveBefore(runtime, border, { progress: ({ events }) => console.error(`${events} events moved`) });
      if (!moved) throw new CommandFailed('Another process is moving events to the archive. Try again when it has ended.');
      console.log(
        `${moved.events} events before ${border.toISOString()} moved to ${moved.files} files in ${runtime.config.archive.folder}`,
      );
    } finally {
      await runtime.transactions.close();
      await runtime.sequelize.close();
    }
  },
};

function borderOf(text: unknown, now: number): Date {
  const given = typeof text === 'string' ? text : '';
  if (/^\d{1,5}$/.test(given)) return new Date(now - Number(given) * 24 * 3_600_000);
  const date = new Date(given);
  if (!/^\d{4}-\d\d-\d\d$/.test(given) || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== given)
    throw new UsageError(`--before is a date, 2026-01-31, or a number of days.\n\n${archive.usage}`);
  if (date.getTime() > now) throw new UsageError('--before is a day that has been.');
  return date;
}
