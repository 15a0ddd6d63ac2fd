/**
 * Builds what a vendor's page loads: `dist/embed/v1/portico.js`, a classic script, and hashed ES modules beside it.
 * Same sources, same bytes.
 */
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = dirname(fileURLToPath(import.meta.url));
const embed = join(root, 'dist/embed');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const widgets = ['provider', 'timeline'];
const inSources = (/** @type {string} */ path) => join(root, 'src', path);

/** A second copy of Lit would die where its policy exists, so all copies on a page share one. Fails loudly if Lit changes the line. */
const sharedPolicy = {
  name: 'portico-trusted-types',
  transform(/** @type {string} */ code, /** @type {string} */ id) {
    if (!/\/lit-html\.js/.test(id)) return null;
    const shared = code.replace(/(\w+)\.createPolicy\((['"])lit-html\2,/, "globalThis[Symbol.for('portico.tt')]??=$1.createPolicy('portico-html',");
    if (shared === code) this.error('lit-html no longer creates its Trusted Types policy in the known way.');
    return { code: shared, map: null };
  },
};

/** The server speaks WebSocket only: long polling and WebTransport would be 2 KB of dead code. */
const webSocketOnly = {
  name: 'portico-websocket-only',
  enforce: /** @type {const} */ ('pre'),
  load(/** @type {string} */ id) {
    if (!/engine\.io-client\/build\/esm(-debug)?\/transports\/index\.js/.test(id)) return null;
    return "import { WS } from './websocket.js'; export const transports = { websocket: WS };";
  },
};

/** @type {import('vite').InlineConfig} */
const common = {
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [sharedPolicy, webSocketOnly],
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
    // Chunks are siblings of one small loader; Vite's preload helper would cost more than it saves.
    modulePreload: false,
    rolldownOptions: {
      input: { runtime: inSources('loader/runtime.ts') },
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        minify: true,
        // What every widget needs comes in one request: Lit, the base, the SDK. The rest is one chunk a widget.
        codeSplitting: { groups: [{ name: 'runtime', test: /\/(lit|lit-html|lit-element|@lit[^/]*|@preact|sdk\/src(?!\/realtime)|widgets\/src\/(base|controllers|directives|styles|i18n|loader))\// }] },
      },
    },
  },
});

const manifest = JSON.parse(readFileSync(join(embed, 'v1/manifest.json'), 'utf8'));
renameSync(join(embed, 'v1/manifest.json'), join(embed, 'manifest.json'));
const chunk = (/** @type {string} */ source) => `./${manifest[source].file}`;

await build({
  ...common,
  define: {
    ...common.define,
    RUNTIME: JSON.stringify(chunk('src/loader/runtime.ts')),
    WIDGETS: JSON.stringify(Object.fromEntries(widgets.map((name) => [`portico-${name}`, chunk(`src/${name}/index.ts`)]))),
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
