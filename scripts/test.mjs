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

/**
 * What `test/reporter.ts` writes, by test file; `unhandled`: errors that no test awaited.
 * @typedef {{ files: Record<string, { kinds: Record<string, Counts>, skipped: string[] }>, unhandled: number }} Summary
 */

/** More failed files than that are no matter of chance. */
const againAtMost = 3;

/**
 * Runs the tests. Where few files failed, each is run once more, alone: what holds then failed for want of a processor or of patience, and
 * is named as unsteady at the end, so that it is mended and yet stops nobody.
 * @returns {Promise<Summary & { unsteady: string[] }>}
 */
async function runTests() {
  const summary = await runVitest(filter);
  const failed = failedFiles(summary);
  /** @type {string[]} */
  const unsteady = [];
  if (summary.unhandled > 0 || failed.length > againAtMost) return { ...summary, unsteady };
  for (const file of failed) {
    if (isStopping()) break;
    console.log(`\n${file} failed. Once more, alone:`);
    const again = await runVitest([file]);
    const counts = again.files[file];
    if (again.unhandled > 0 || !counts || isFailed(counts)) continue;
    summary.files[file] = counts;
    unsteady.push(file);
  }
  return { ...summary, unsteady };
}

/**
 * @param {string[]} files
 * @returns {Promise<Summary>}
 */
async function runVitest(files) {
  const file = join(scratch, 'counts.json');
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=./test/reporter.ts'];
  const { code } = await run(node, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...files], {
    show: true,
    env: { PORTICO_TEST_COUNTS: file },
  });
  const summary = readSummary(file);
  // Whatever else Vitest found wrong has no test that could say so.
  if (code !== 0 && failedFiles(summary).length === 0) summary.unhandled ||= 1;
  return summary;
}

/** @param {Summary['files'][string]} file */
const isFailed = ({ kinds }) => Object.values(kinds).some(({ failed }) => failed > 0);

/** @param {Summary} summary */
const failedFiles = ({ files }) => Object.keys(files).filter((file) => isFailed(/** @type {Summary['files'][string]} */ (files[file])));

/**
 * @param {string} file
 * @returns {Summary}
 */
function readSummary(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { files: {}, unhandled: 0 };
  }
}

const kinds = ['SQLite', 'MariaDB', 'MySQL', 'Redis', 'Chromium', 'other'];

/**
 * @param {Summary} summary
 * @param {Counts} checked
 * @returns {Counts} the sum
 */
function printTable({ files, unhandled }, checked) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log(`\n${'ran on'.padEnd(16)}  passed  failed  skipped`);
  const line = (/** @type {string} */ kind, /** @type {Counts[]} */ several) => {
    const sum = { passed: 0, failed: 0, skipped: 0 };
    for (const counts of several) for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) sum[key] += counts[key];
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += sum[key];
    console.log(
      `${kind.padEnd(16)}  ${String(sum.passed).padStart(6)}  ${String(sum.failed).padStart(6)}  ${String(sum.skipped).padStart(7)}`,
    );
  };
  for (const kind of kinds)
    line(
      kind,
      Object.values(files).flatMap((file) => file.kinds[kind] ?? []),
    );
  if (unhandled > 0) line('the run itself', [{ passed: 0, failed: unhandled, skipped: 0 }]);
  line('checks', [checked]);
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
  const total = printTable(tested, checked.counts);
  const list = (/** @type {string} */ title, /** @type {string[]} */ names) => {
    if (names.length > 0) console.log(`\n${title}:\n${names.map((name) => `  ${name}`).join('\n')}`);
  };
  list(
    'Skipped',
    Object.values(tested.files).flatMap(({ skipped }) => skipped),
  );
  list('Unsteady: failed beside the others, passed alone', tested.unsteady);
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
