/**
 * What the built files weigh against their budgets. Fails above a limit, or where something has grown by more than 2 % since
 * `sizes.json` was committed; `--update` writes that file. Brotli decides, as every server of ours sends it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = dirname(fileURLToPath(import.meta.url));
const embed = join(root, 'dist/embed');
const kept = join(root, 'sizes.json');
const known = JSON.parse(readFileSync(kept, 'utf8'));
const manifest = JSON.parse(readFileSync(join(embed, 'manifest.json'), 'utf8'));

const file = (/** @type {string} */ name) => readFileSync(join(embed, 'v1', name));
const chunk = (/** @type {string} */ source) => file(manifest[source].file);
const widget = (/** @type {string} */ name) => chunk(`src/${name}/index.ts`);

/** The SDK as a host's own bundle would take it, without the lazy socket. */
async function headless() {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: join(root, '../sdk/src/index.ts'), formats: ['es'], fileName: 'sdk' },
      rolldownOptions: { external: (id) => id.includes('realtime'), output: { minify: true } },
    },
  });
  return Buffer.from([built].flat()[0].output[0].code);
}

const loader = file('portico.js');
const runtime = chunk('src/loader/runtime.ts');
const timeline = widget('timeline');
const tasks = widget('timeline/tasks');
const form = file(Object.values(manifest).find(({ name, src }) => name === 'form' && !src).file);
const sending = chunk('src/base/sending.ts');
const further = ['survey', 'change-request', 'intake'];
const realtime = chunk('../sdk/src/realtime/live.ts');

/** Name, parts, target and limit in KB. */
const rows = [
  ['loader', [loader], 0.8, 1],
  ['runtime', [runtime], 16, 18],
  ['timeline', [timeline], 9, 10],
  ['first timeline, cold', [loader, runtime, timeline], 25, 28],
  // Every byte that is asked for before the form is painted and can be filled in; `test/e2e/late-code.test.ts` holds that there are no more.
  ['first survey, cold', [loader, runtime, form, widget('survey')], 20, 23],
  // Loaded when the first milestone is unfolded.
  ['tasks in the timeline', [tasks], 4, 5],
  ['realtime, after first paint', [realtime], 11.7, 12],
  ['form, to be filled in', [form], 4, 5],
  ['form, from the tap on', [sending], 6, 7],
  ...further.map((name) => [name, [widget(name)], 9, 10]),
  ['everything, with realtime', [loader, ...Object.values(manifest).map((one) => file(one.file))], 70, 80],
  ['sdk headless', [await headless()], 8, 10],
];

const kb = (/** @type {number} */ bytes) => (bytes / 1024).toFixed(2).padStart(8);
let failed = false;
/** @type {Record<string, number>} */
const now = {};

console.log(`${'KB'.padEnd(30)}${['min', 'gzip', 'brotli', 'target', 'limit'].map((title) => title.padStart(8)).join('')}`);
for (const [name, parts, target, limit] of rows) {
  const sum = (/** @type {(part: Buffer) => number} */ measure) => parts.reduce((total, part) => total + measure(part), 0);
  const brotli = sum((part) => brotliCompressSync(part).length);
  now[name] = brotli;
  const grown = known[name] && brotli > known[name] * 1.02 ? ` grown from ${kb(known[name]).trim()}` : '';
  const over = brotli > limit * 1024 ? ' ABOVE THE LIMIT' : '';
  failed ||= over !== '' || (grown !== '' && !process.argv.includes('--update'));
  console.log(
    `${name.padEnd(30)}${kb(sum((part) => part.length))}${kb(sum((part) => gzipSync(part, { level: 9 }).length))}${kb(brotli)}` +
      `${target.toFixed(1).padStart(8)}${limit.toFixed(1).padStart(8)}${over}${grown}`,
  );
}

if (process.argv.includes('--update')) writeFileSync(kept, `${JSON.stringify(now, null, 2)}\n`);
process.exit(failed ? 1 : 0);
