/**
 * Builds the package as it is published, into `dist/`: one ES module and one bundled declaration file an entry. What the SDK
 * knows of the server's router is written out in `index.d.ts`, so that a consumer needs no server to have its types.
 * Run with the pinned Node: `node_modules/.bin/node sdk/build.mjs`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const entries = {
  index: 'index',
  realtime: 'realtime/index',
  outbox: 'outbox/index',
  server: 'server/index',
  testing: 'testing/index',
  hash: 'hash',
};
const inputs = (folder, ending) =>
  Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(here, folder, path + ending)]));
const external = [/^@preact\//, /^socket\.io-client$/];

/** Emitted declarations name their neighbours as they were written, `./errors.ts`; the router's are in the server's output. */
const declarations = {
  name: 'declarations',
  resolveId: {
    order: 'pre',
    handler(source, importer) {
      if (!importer) return null;
      if (source === '@portico/server/router') return join(root, 'server/dist/types/modules/index.d.ts');
      if (source === 'trpc-types') return join(here, 'trpc.d.ts');
      if (!source.startsWith('.')) return { id: source, external: true };
      return resolve(dirname(importer), source.replace(/(\.d)?\.[tj]s$/, '.d.ts'));
    },
  },
  // A consumer needs what goes in and out of a procedure; tRPC's own types and the server's context would drag in the rest.
  load(id) {
    if (!id.startsWith(join(root, 'server'))) return null;
    return readFileSync(id, 'utf8')
      .replace(/import\("[^"]*"\)\.(Context|Meta)\b/g, 'object')
      .replaceAll('import("@trpc/server")', 'import("trpc-types")');
  },
};

async function write(options) {
  const bundle = await rolldown({ cwd: here, external, ...options });
  await bundle.write({ dir: join(here, 'dist'), format: 'esm', chunkFileNames: 'shared-[hash].js', sourcemap: false });
  await bundle.close();
}

// Only written out here: whether they are right is for the type check of `npm test` to say.
execFileSync(join(root, 'node_modules/.bin/tsc'), ['-b', '--noCheck', here], { stdio: 'inherit' });
for (const file of existsSync(join(here, 'dist')) ? readdirSync(join(here, 'dist')) : []) {
  if (/\.(js|d\.ts)$/.test(file)) rmSync(join(here, 'dist', file));
}
await write({ input: inputs('src', '.ts'), platform: 'neutral' });
await write({
  input: inputs('dist/types', '.d.ts'),
  plugins: [declarations, dts({ dtsInput: true, emitDtsOnly: true, tsconfig: join(here, 'tsconfig.json') })],
});

const allowed = /^(\.\/|@preact\/signals-core$)/;
for (const file of readdirSync(join(here, 'dist')).filter((name) => name.endsWith('.d.ts'))) {
  const text = readFileSync(join(here, 'dist', file), 'utf8');
  const foreign = [...text.matchAll(/(?:from |import\()"([^"]+)"/g)].map(([, name]) => name).filter((name) => !allowed.test(name));
  if (foreign.length) throw new Error(`${file} needs ${foreign.join(', ')}: the server's own types have leaked into the SDK's.`);
}
