import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig, type Plugin } from 'vitest/config';
import { LongestFirst } from './test/order.ts';
import { chromiumPath, chromiumSwitches } from './test/services/places.ts';

const chromium = chromiumPath();

/** Without a browser its tests are still listed, each by name, as skipped. */
const listAsSkipped: Plugin = {
  name: 'list-as-skipped',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/widgets\/src\/.*\.test\.ts$/.test(id)) return null;
    const titles = [...code.matchAll(/\b(?:test|it)(?:\.\w+)*\(\s*(['"`])(.*?)\1/g)].map((match) => match[2]);
    return `import { describe, test } from 'vitest';\ndescribe('Chromium', () => { for (const title of ${JSON.stringify(titles)}) test.skip(title); });`;
  },
};

/** They take minutes: `npm run test:security` alone asks for them. */
const long = process.env['SECURITY'] === 'long' ? [] : ['test/nodes/flood.test.ts'];

const widgets = ['widgets/src/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/services/setup.ts'],
    // One more than cores: tests of what happens once a second mostly wait.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'node',
          include: ['server/src/**/*.test.ts', 'sdk/src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...long],
          testTimeout: 60_000,
          // Patience, not a claim: what comes is seen when it comes.
          expect: { poll: { timeout: 10_000 } },
          // The server's modules are read once for each worker: a sixth of the processor's time.
          isolate: false,
          hookTimeout: 120_000,
        },
      },
      chromium
        ? {
            root: './widgets',
            // Found late, these would reload the page in the middle of a test.
            optimizeDeps: {
              include: [
                'lit',
                'lit/directive.js',
                'lit/directive-helpers.js',
                'lit/directives/guard.js',
                'lit/directives/repeat.js',
                '@lit/context',
                '@preact/signals-core',
                'axe-core',
                'fast-check',
              ],
            },
            test: {
              name: 'browser',
              include: ['src/**/*.test.ts'],
              testTimeout: 60_000,
              expect: { poll: { timeout: 10_000 } },
              browser: {
                enabled: true,
                headless: true,
                screenshotFailures: false,
                provider: playwright({ launchOptions: { executablePath: chromium, args: chromiumSwitches } }),
                instances: [{ browser: 'chromium' }],
              },
            },
          }
        : { plugins: [listAsSkipped], test: { name: 'browser', include: widgets } },
    ],
  },
});
