/** The same rows by bare `mysql2`, in transactions of their own: no HTTP, no authentication. */
import { createPool } from 'mysql2/promise';
import { serve } from '../child.ts';
import { writeSameRows, type Target } from '../same-rows.ts';

const pool = createPool({ uri: process.env['DATABASE_URL']!.replace(/^mariadb:/, 'mysql:'), connectionLimit: 16, timezone: 'Z' });
let written = 0;

serve({
  start: async () => 0,
  /** Answers how long each change took, in milliseconds. */
  async run({ targets, milliseconds }: { targets: Target[]; milliseconds: number }): Promise<number[]> {
    const until = performance.now() + milliseconds;
    const times: number[] = [];
    await Promise.all(
      targets.map(async (target) => {
        const line = await pool.getConnection();
        while (performance.now() < until) {
          const began = performance.now();
          await writeSameRows(line, process.env['WORKSPACE']!, target, ['note', `bare ${written++}`], true);
          times.push(performance.now() - began);
        }
        line.release();
      }),
    );
    return times;
  },
  stop: () => pool.end(),
});
