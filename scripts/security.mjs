/**
 * `npm run test:security`: the security suites at length, with several seeds: 200 runs of the fuzzer for each procedure and way, a thousand
 * people who lose their rights under load. `npm run test:security -- 7 8` for these seeds. The short form is a part of `npm test`.
 */
import { endChildren, isStopping, node, onStop, run } from './house.mjs';

/** Files of the suites T01 to T09, T12, T13, T20 and T22 to T24 of the security plan. */
const suites = [
  'server/src/generated',
  'server/src/transport',
  'server/src/modules/sessions',
  'server/src/modules/keys',
  'server/src/core',
  'server/src/outbound',
  'server/src/feed/verify',
  'server/src/config.test',
  'server/src/cli/cli.test',
  'test/rules',
];

onStop(async () => {
  await endChildren();
  process.exit(130);
});

const seeds = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['1', '2', '3'];
/** @type {string[]} */
const failed = [];
for (const seed of seeds) {
  if (isStopping()) break;
  console.log(`\nSEED=${seed}`);
  const env = { SEED: seed, FUZZ_RUNS: process.env['FUZZ_RUNS'] ?? '200', SECURITY: 'long' };
  const { code } = await run(node, ['scripts/test.mjs', ...suites], { show: true, env });
  if (code !== 0) failed.push(seed);
}
console.log(failed.length === 0 ? `\nAll held, with the seeds ${seeds.join(', ')}.` : `\nNot held with SEED=${failed.join(', SEED=')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
