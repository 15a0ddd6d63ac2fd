import { QueryTypes } from 'sequelize';
import { keptHours } from '../../core/idempotency.ts';
import type { Job } from '../../jobs/jobs.ts';
import { writing } from '../../jobs/lease.ts';

/** Answers kept for `Idempotency-Key` go after a week, and with them the jobs that ended a week ago. */
export const purgeIdempotency: Job<null> = {
  attempts: 5,
  everyMilliseconds: 3_600_000,
  async run(runtime) {
    const before = (hours: number): Date => new Date(runtime.clock.now() - hours * 3_600_000);
    const erase = (sql: string, hours: number) =>
      writing(runtime, () => runtime.sequelize.query(sql, { replacements: [before(hours)], type: QueryTypes.DELETE }));
    await erase('DELETE FROM idempotency WHERE createdAt < ?', keptHours);
    await erase("DELETE FROM jobs WHERE state = 'done' AND finishedAt < ?", 24 * 7);
    await erase('DELETE FROM origins WHERE until IS NOT NULL AND until < ?', 0);
  },
};
