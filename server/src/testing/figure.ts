/** Figures of the security suites, for the table that `npm run test:security` ends with. Otherwise nobody asks, and nothing is written. */
import { appendFileSync } from 'node:fs';

/**
 * @param id of the test plan: `T05`
 * @param runs how often it was tried
 * @param limit what the plan allows
 */
export function figure(id: string, what: string, runs: number, found: string, limit: string): void {
  const file = process.env['PORTICO_FIGURES'];
  if (file) appendFileSync(file, `${JSON.stringify({ id, what, runs, found, limit })}\n`);
}
