/**
 * Builds what a vendor's page loads: `dist/embed/v1/portico.js`, a classic script, and hashed ES modules beside it.
 * Same sources, same bytes: `integrity.json` beside them says which. `node widgets/build.mjs <folder>` builds somewhere else.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = dirname(fileURLToPath(import.meta.url));
const embed = resolve(process.argv[2] ?? join(root, 'dist/embed'));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const widgets = ['provider', 'timeline', 'survey', 'intake', 'change-request'];
const inSources = (/** @type {string} */ path) => join(root, 'src', path);

// Whatever it is called from: other bytes under the same name would be no release.
process.env['NODE_ENV'] = 'production';

/** A second copy of Lit would die where its policy exists, so all copies on a page share one. Fails loudly if Lit changes the line. */
const sharedPolicy = {
  name: 'portico-trusted-types',
  transform(/** @type {string} */ code, /** @type {string} */ id) {
    if (!/\/lit-html\.js/.test(id)) return null;
    const shared = code.replace(
      /(\w+)\.createPolicy\((['"])lit-html\2,/,
      "globalThis[Symbol.for('portico.tt')]??=$1.createPolicy('portico-html',",
    );
    if (shared === code) this.error('lit-html no longer creates its Trusted Types policy in the known way.');
    return { code: shared, map: null };
  },
};

/** Lit keeps a fourth global for standard decorators, and patches `Symbol` for them. We use neither, so the page keeps its own. */
const noMetadata = {
  name: 'portico-no-metadata',
  transform(/** @type {string} */ code, /** @type {string} */ id) {
    if (!/\/reactive-element\.js/.test(id)) return null;
    const kept = code.replace(
      /Symbol\.metadata\?\?=Symbol\((['"])metadata\1\),\w+\.litPropertyMetadata\?\?=new WeakMap;/,
      'const litPropertyMetadata=new WeakMap;',
    );
    if (kept === code) this.error('reactive-element no longer keeps its metadata in the known way.');
    return { code: kept, map: null };
  },
};

/** The server speaks WebSocket only: long polling and WebTransport would be 2 KB of dead code. */
const webSocketOnly = {
  name: 'portico-websocket-only',
  enforce: /** @type {const} */ ('pre'),
  load(/** @type {string} */ id) {
    const [, file] = /engine\.io-client\/build\/esm\/transports\/([\w-]+)\.js/.exec(id) ?? [];
    if (file === 'index') return "import { WS } from './websocket.js'; export const transports = { websocket: WS };";
    // It probes XMLHttpRequest when it is loaded, so it would stay although nobody uses it.
    return file === 'polling-xhr' ? 'export class XHR {}' : null;
  },
};

/** Style sheets are data inside of scripts, so the minifier leaves them alone. Ours hold no text in which white space would matter. */
const smallStyles = {
  name: 'portico-small-styles',
  transform(/** @type {string} */ code, /** @type {string} */ id) {
    if (!/widgets\/src\/.*\.ts$/.test(id) || !code.includes('css`')) return null;
    const small = (/** @type {string} */ css) =>
      css
        .replace(/\/\*[^]*?\*\//g, '')
        .replace(/\s+/g, ' ')
        .replace(/ ?([{};,]) ?/g, '$1')
        .replace(/: /g, ':')
        .replace(/;}/g, '}')
        .replace(/(?<=[\s:(,])0\./g, '.');
    return { code: code.replace(/css`[^`]*`/g, small), map: null };
  },
};

/** After minifying, line breaks are left in templates only, where they are a space like any other, and nobody reads hints for minifiers. */
const smallTemplates = {
  name: 'portico-small-templates',
  generateBundle(/** @type {unknown} */ _options, /** @type {import('vite').Rollup.OutputBundle} */ bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      // `of/* @__PURE__ */ new` needs its space.
      file.code = file.code.replace(/(?<=(\w?))\/\* @__PURE__ \*\/ /g, (_, before) => (before ? ' ' : '')).replace(/\s*\n\s*/g, ' ');
    }
  },
};

/** What every widget needs comes in one request. What only some need stays out: Lit's directives, the provider's half of the context protocol. */
const inRuntime = (/** @type {string} */ id) =>
  /\/(node_modules\/(lit|lit-html|lit-element|@lit\/reactive-element|@lit\/context|@preact\/signals-core)|sdk\/src|widgets\/src\/(base|i18n|loader|styles|controllers\/(connection|locale)))\b/.test(
    id,
  ) &&
  !/\/(sdk\/src\/(realtime|outbox\/(?!left)|hash|store\/(link|follower))|lit(-html)?\/(async-)?directive|@lit\/context\/lib\/(controllers|value-notifier)|i18n\/(dates|format|moments)|base\/(form|me|sending|states)|loader\/hash)/.test(
    id,
  );

/** What every form needs to be filled in, loaded with the first of them. What it needs from the tap on is `base/sending.ts`, which comes later. */
const inForm = (/** @type {string} */ id) =>
  /widgets\/src\/(base\/(form(?!\.events)|me)|ui\/(choice|field|ui\.styles))/.test(id) && !pieces.some(({ mark }) => id.endsWith(mark));

/**
 * The timeline is the first widget of most pages, so it comes in one piece: what it shares with others is in its chunk a second time. A copy
 * costs 1 KB, one more request in the chain a round trip. Its tasks come later, and in one piece for the same reason: an import of
 * theirs from the timeline's chunk would make a third one that holds the two together. What is `copied` is so short
 * that whoever needs it has a copy too.
 */
const pieces = [
  { mark: '?tasks', folder: '/widgets/src/timeline/tasks/' },
  { mark: '?timeline', folder: '/widgets/src/timeline/' },
];
const copied = /\/(dates|format|moments|entry(\.styles)?|states\.(icons|styles))\.ts$/;
const inOnePiece = {
  name: 'portico-in-one-piece',
  enforce: /** @type {const} */ ('pre'),
  /** @type {import('vite').Plugin['resolveId']} */
  async resolveId(source, importer = '', options) {
    const [, folder] = /\/widgets\/src\/([\w-]+)\//.exec(importer) ?? [];
    const [mark] = /\?[\w-]+$/.exec(importer) ?? [`?${folder}`];
    const piece =
      pieces.find((one) => importer.endsWith(one.mark) || importer.includes(one.folder)) ??
      (copied.test(source) ? { mark, folder: '?' } : undefined);
    const found = piece && (await this.resolve(source, importer, { ...options, skipSelf: true }));
    if (!found || inRuntime(found.id) || found.id.includes('?') || found.id.includes(piece.folder)) return null;
    return { ...found, id: found.id + piece.mark };
  },
};

/** @type {import('vite').InlineConfig} */
const common = {
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [inOnePiece, sharedPolicy, noMetadata, webSocketOnly, smallStyles, smallTemplates],
};

rmSync(embed, { recursive: true, force: true });

await build({
  ...common,
  base: './',
  build: {
    target: 'es2023',
    outDir: join(embed, 'v1'),
    emptyOutDir: false,
    manifest: 'manifest.json',
    // As a library, because an application would get Vite's preload helper: 1 KB for what the loader does.
    lib: { entry: { runtime: inSources('loader/runtime.ts') }, formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        minify: true,
        codeSplitting: {
          groups: [
            { name: 'runtime', test: inRuntime },
            { name: 'form', test: inForm },
          ],
        },
      },
    },
  },
});

const manifest = JSON.parse(readFileSync(join(embed, 'v1/manifest.json'), 'utf8'));
renameSync(join(embed, 'v1/manifest.json'), join(embed, 'manifest.json'));
const chunk = (/** @type {string} */ source) => `./${manifest[source].file}`;
/** With what it imports, so that nothing is found only when the first part has arrived. The runtime is on its way in any case. */
const chunks = (/** @type {string} */ source) =>
  [source, ...manifest[source].imports.filter((/** @type {string} */ one) => one !== 'src/loader/runtime.ts')].map(chunk);

await build({
  ...common,
  define: {
    ...common.define,
    RUNTIME: JSON.stringify(chunk('src/loader/runtime.ts')),
    WIDGETS: JSON.stringify(Object.fromEntries(widgets.map((name) => [`portico-${name}`, chunks(`src/${name}/index.ts`)]))),
    VERSION: JSON.stringify(version),
  },
  build: {
    target: 'es2020',
    outDir: join(embed, 'v1'),
    emptyOutDir: false,
    lib: { entry: inSources('loader/loader.ts'), formats: ['iife'], name: 'portico', fileName: () => 'portico.js' },
    rolldownOptions: { external: () => true },
  },
});

/** As a page's `integrity` attribute and an import map's `integrity` take it. @param {string} name */
const integrity = (name) =>
  `sha384-${createHash('sha384')
    .update(readFileSync(join(embed, 'v1', name)))
    .digest('base64')}`;

// `portico.js` is always the newest. A page that wants to know every byte includes this one, whose name changes with them.
const pinned = `portico-${createHash('sha256').update(integrity('portico.js')).digest('hex').slice(0, 10)}.js`;
copyFileSync(join(embed, 'v1/portico.js'), join(embed, 'v1', pinned));
const names = readdirSync(join(embed, 'v1')).toSorted();
writeFileSync(
  join(embed, 'integrity.json'),
  `${JSON.stringify({ version, loader: `v1/${pinned}`, files: Object.fromEntries(names.map((name) => [`v1/${name}`, integrity(name)])) }, null, 2)}\n`,
);
