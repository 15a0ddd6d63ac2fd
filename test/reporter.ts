/** A Vitest reporter that counts tests by what they ran on, for the table and the last line of `npm test`. */
import { appendFileSync, writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

export type Counts = { passed: number; failed: number; skipped: number };

/** What the reporter writes, as JSON, to the file that `PORTICO_TEST_COUNTS` names. */
export interface Summary {
  /** By the path of the test file: its counts by what the tests ran on, and the names of those that were skipped. */
  files: Record<string, { kinds: Record<string, Counts>; skipped: string[] }>;
  /** Errors that no test awaited. */
  unhandled: number;
}

/** What tests run on; the rest is `other`. */
const kinds = ['SQLite', 'MariaDB', 'MySQL', 'Redis', 'Chromium'];

/** A test ran on what one of its `describe` blocks names (`MySQL: milestones`); everything of the browser project ran in Chromium. */
function kindOf(test: TestCase): string {
  if (test.project.name.startsWith('browser')) return 'Chromium';
  const names: string[] = [];
  for (let parent = test.parent; parent.type === 'suite'; parent = parent.parent) names.push(parent.name);
  return kinds.find((kind) => names.some((name) => new RegExp(`\\b${kind}\\b`).test(name))) ?? 'other';
}

export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<SerializedError>): void {
    const file = process.env.PORTICO_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(summarize(modules, errors.length)));
    const figures = process.env.PORTICO_FIGURES;
    if (figures) appendFileSync(figures, suites(modules));
  }
}

function summarize(modules: ReadonlyArray<TestModule>, unhandled: number): Summary {
  const files: Summary['files'] = {};
  for (const module of modules) {
    const file = (files[module.relativeModuleId] ??= { kinds: {}, skipped: [] });
    const count = (kind: string, how: keyof Counts, times = 1): void => {
      (file.kinds[kind] ??= { passed: 0, failed: 0, skipped: 0 })[how] += times;
    };
    // A file that does not load or a hook that throws is a failure, though no test says so.
    count('other', 'failed', module.errors().length);
    for (const suite of module.children.allSuites()) count('other', 'failed', suite.errors().length);
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      const counted = state === 'passed' || state === 'failed' ? state : 'skipped';
      count(kindOf(test), counted);
      if (counted === 'skipped') file.skipped.push(`${module.relativeModuleId} > ${test.fullName}`);
    }
  }
  return { files, unhandled };
}

/** How the tests of each id of the security plan ended (`T05: …`), one line of JSON for each, for `npm run test:security`. */
function suites(modules: ReadonlyArray<TestModule>): string {
  const ended = modules
    .flatMap((module) => [...module.children.allTests()])
    .flatMap((test) =>
      [...(/^((?:T\d\d(?:, )?)+):/.exec(test.name)?.[1] ?? '').matchAll(/T\d\d/g)].map(([id]) => ({ id, state: test.result().state })),
    );
  const lines = [...Map.groupBy(ended, ({ id }) => id)].map(([id, tests]) =>
    JSON.stringify({
      id,
      tests: tests.length,
      passed: tests.filter(({ state }) => state === 'passed').length,
      failed: tests.filter(({ state }) => state === 'failed').length,
    }),
  );
  return lines.map((line) => `${line}\n`).join('');
}
