/**
 * `npm test`: installs what it needs, runs every check and every test, and ends with `N passed, N failed, N skipped`.
 * `npm test -- <filter>` runs only the tests whose file matches.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, endChildren, install, isStopping, node, onStop, Refusal, run } from './house.mjs';

const filter = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'portico-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

onStop(async (signal) => {
  await endChildren();
  process.exit(128 + constants.signals[signal]);
});

/** Each counts as one test. */
const checks = {
  'types (tsc)': ['node_modules/typescript/bin/tsc', '-b'],
  'lint (oxlint)': ['node_modules/oxlint/bin/oxlint', '--type-aware', '--quiet'],
  'format (oxfmt)': ['node_modules/oxfmt/bin/oxfmt', '--check'],
  'unused code (knip)': ['node_modules/knip/bin/knip.js'],
  'bundle sizes': ['widgets/sizes.mjs'],
};

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Runs the checks one after another, beside the tests: two cores have room for that. What a failed one said is for the end.
 * @returns {Promise<{ counts: Counts, said: string[] }>}
 */
async function runChecks() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const said = [];
  for (const [title, args] of Object.entries(checks)) {
    const result = await run(node, args);
    if (isStopping()) break;
    counts[result.code === 0 ? 'passed' : 'failed']++;
    console.log(`${result.code === 0 ? '✓' : '✗'} ${title}, ${result.seconds.toFixed(1)} s`);
    if (result.code !== 0) said.push(`✗ ${title}\n${result.output.trimEnd()}`);
  }
  return { counts, said };
}

/** @returns {Promise<{ kinds: Record<string, Counts>, skipped: string[] }>} */
async function runTests() {
  const file = join(scratch, 'counts.json');
  const reporters = ['--reporter=default', '--reporter=./test/reporter.ts'];
  const { code } = await run(node, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...filter], {
    show: true,
    env: { PORTICO_TEST_COUNTS: file },
  });
  const summary = readSummary(file);
  const failed = Object.values(summary.kinds).some((counts) => counts.failed > 0);
  // Whatever else Vitest found wrong has no test that could say so.
  if (code !== 0 && !failed) summary.kinds['the run itself'] = { passed: 0, failed: 1, skipped: 0 };
  return summary;
}

/** @param {string} file */
function readSummary(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { kinds: {}, skipped: [] };
  }
}

/**
 * @param {Record<string, Counts>} kinds
 * @returns {Counts} the sum
 */
function printTable(kinds) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log(`\n${'ran on'.padEnd(16)}  passed  failed  skipped`);
  for (const [kind, counts] of Object.entries(kinds)) {
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += counts[key];
    console.log(
      `${kind.padEnd(16)}  ${String(counts.passed).padStart(6)}  ${String(counts.failed).padStart(6)}  ${String(counts.skipped).padStart(7)}`,
    );
  }
  return total;
}

const seconds = (/** @type {number} */ since) => (performance.now() - since) / 1000;

async function main() {
  const began = performance.now();
  await install();
  const services = performance.now();
  await run(node, ['test/services/install.ts'], { show: true });
  const packages = seconds(services);
  if (isStopping()) return;
  await build();
  if (filter.length > 0) console.log('With a filter only tests are run, no checks.');
  const none = { counts: { passed: 0, failed: 0, skipped: 0 }, said: [] };
  const [checked, tested] = await Promise.all([filter.length > 0 ? none : runChecks(), runTests()]);
  if (isStopping()) return;
  for (const text of checked.said) console.log(`\n${text}`);
  const total = printTable({ ...tested.kinds, checks: checked.counts });
  if (tested.skipped.length > 0) console.log(`\nSkipped:\n${tested.skipped.map((name) => `  ${name}`).join('\n')}`);
  const apart = packages > 2 ? `, beside ${packages.toFixed(0)} s for Debian packages` : '';
  console.log(`\nTook ${(seconds(began) - packages).toFixed(0)} s${apart}.`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  if (!isStopping()) {
    console.error(error.message);
    console.log('0 passed, 1 failed, 0 skipped');
    process.exitCode = 1;
  }
}
