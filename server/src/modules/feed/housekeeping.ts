import { QueryTypes } from 'sequelize';
import { keptHours } from '../../core/idempotency.ts';
import { archiveBefore } from '../../feed/archive/move.ts';
import type { Job } from '../../jobs/jobs.ts';
import { writing } from '../../jobs/lease.ts';
import { earliestNow } from '../../jobs/time.ts';

/** Events that are old by the configuration move to files; of a stream not before they are worth one. */
export const archive: Job<null> = {
  attempts: 3,
  everyMilliseconds: 24 * 3_600_000,
  async run(runtime) {
    const { days } = runtime.config.archive;
    if (days === null) return;
    const moved = await archiveBefore(runtime, new Date(earliestNow(runtime) - days * 24 * 3_600_000), { least: worthAFile });
    if (moved && moved.events > 0) runtime.log.info(moved, 'old events were moved to the archive');
  },
};

const worthAFile = 200;

/** Answers kept for `Idempotency-Key` go after a week, and with them the jobs that ended a week ago. */
export const purgeIdempotency: Job<null> = {
  attempts: 5,
  everyMilliseconds: 3_600_000,
  async run(runtime) {
    const before = (hours: number): Date => new Date(earliestNow(runtime) - hours * 3_600_000);
    const erase = (sql: string, ...replacements: unknown[]) =>
      writing(runtime, () => runtime.sequelize.query(sql, { replacements, type: QueryTypes.DELETE }));
    await erase('DELETE FROM idempotency WHERE createdAt < ?', before(keptHours));
    // None ends before it was to run, and by that they are found.
    const week = before(24 * 7);
    await erase("DELETE FROM jobs WHERE state = 'done' AND runAt < ? AND finishedAt < ?", week.getTime(), week);
    await erase('DELETE FROM origins WHERE until < ?', before(0));
  },
};
