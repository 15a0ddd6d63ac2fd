/**
 * `npm run test:security`: the security suites at length, with several seeds: 200 runs of the fuzzer for each procedure and way, a thousand
 * people who lose their rights under load. `npm run test:security -- 7 8` for these seeds. The short form is a part of `npm test`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  'server/src/cli/refusals',
  'server/src/log.test',
  'server/src/modules/members',
  'test/nodes/flood',
  'test/rules',
];

onStop(async () => {
  await endChildren();
  process.exit(130);
});

const seeds = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['1', '2', '3'];
const scratch = mkdtempSync(join(tmpdir(), 'portico-security-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const file = join(scratch, 'figures');
const began = performance.now();
/** @type {string[]} */
const failed = [];
for (const [at, seed] of seeds.entries()) {
  if (isStopping()) break;
  console.log(`\nSEED=${seed}`);
  // What depends on no seed is done at length once.
  const env = {
    SEED: seed,
    FUZZ_RUNS: process.env['FUZZ_RUNS'] ?? '200',
    PORTICO_FIGURES: file,
    ...(at === 0 ? { SECURITY: 'long' } : {}),
  };
  const filter = at === 0 ? suites : ['server/src/generated', 'server/src/transport/fuzz', 'server/src/transport/rights'];
  const { code } = await run(node, ['scripts/test.mjs', ...filter], { show: true, env });
  if (code !== 0) failed.push(seed);
}

// T24 on real nodes, each with a clock of its own that is set while they work; it says so where there is no libfaketime.
if (!isStopping()) {
  const few = ['--nodes', '3', '--sockets', '100', '--writes', '40', '--projects', '20'];
  const { code } = await run(node, ['test/faults/main.ts', 'clock', ...few], { show: true });
  if (code !== 0) failed.push('clock');
}

/** @param {(string | number)[]} cells */
const line = ([id = '', what = '', runs = '', found = '', limit = '']) =>
  `${String(id).padEnd(4)} ${String(what).padEnd(58)} ${String(runs).padStart(8)}  ${String(found).padEnd(30)} ${limit}`;

/** @type {{ id: string, what?: string, runs?: number, found?: string, limit?: string, tests?: number, passed?: number, failed?: number }[]} */
const figures = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((text) => JSON.parse(text))
  : [];
console.log(`\n${line(['test', 'what', 'runs', 'figure', 'limit'])}`);
for (const [id, some] of [...Map.groupBy(figures, (one) => one.id)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
  const sum = (/** @type {'tests' | 'passed' | 'failed'} */ key) => some.reduce((all, one) => all + (one[key] ?? 0), 0);
  console.log(line([id, 'tests of this suite', sum('tests'), `${sum('passed')} passed, ${sum('failed')} failed`, '0 failed']));
  for (const { what, runs, found, limit } of some) if (what) console.log(line(['', what, runs ?? '', found ?? '', limit ?? '']));
}
console.log(`\nTook ${((performance.now() - began) / 60_000).toFixed(1)} minutes.`);
console.log(failed.length === 0 ? `All held, with the seeds ${seeds.join(', ')}.` : `Not held: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
