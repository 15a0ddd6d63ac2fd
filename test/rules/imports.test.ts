import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, root, shipped, sources, type Import, type Source } from './sources.ts';

/** `file → target` for every import of these files that breaks the rule. */
const breaking = (files: Source[], broken: (target: string, file: Source, imported: Import) => boolean): string[] =>
  files.flatMap((file) => file.imports.filter((each) => broken(each.target, file, each)).map((each) => `${file.path} → ${each.target}`));

const inside = (target: string, ...folders: string[]): boolean => folders.some((folder) => target.startsWith(`${folder}/`));

const server = shipped('server/src');
const sdk = shipped('sdk/src');
const widgets = shipped('widgets/src');
const at = (files: Source[], folder: string): Source[] => files.filter(({ path }) => inside(path, folder));

describe('import rules', () => {
  test('there is something to check', () => {
    for (const files of [server, sdk, widgets]) expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(20);
  });

  test('every form of import is seen', () => {
    const text = `import a from './a.ts';\nimport type { B } from '../b.ts';\nexport {\n  c,\n} from './c.ts';\nexport * from 'd';\nimport './e.ts';\nawait import('./f.ts');\n// import './no.ts';`;
    expect(importsOf(text, join(root, 'server/src'))).toEqual([
      { target: 'server/src/a.ts', typeOnly: false },
      { target: 'server/b.ts', typeOnly: true },
      { target: 'server/src/c.ts', typeOnly: false },
      { target: 'd', typeOnly: false },
      { target: 'server/src/e.ts', typeOnly: false },
      { target: 'server/src/f.ts', typeOnly: false },
    ]);
  });

  test('a module imports core, db, feed, jobs, its own files and other modules only through their index.ts', () => {
    const modules = at(server, 'server/src/modules').filter(({ path }) => path !== 'server/src/modules/index.ts');
    const broken = breaking(modules, (target, file) => {
      if (!target.startsWith('server/src/')) return inside(target, 'sdk', 'widgets', 'test') || target.startsWith('@portico/widgets');
      const own = file.path.split('/').slice(0, 4).join('/');
      if (inside(target, 'server/src/core', 'server/src/db', 'server/src/feed', 'server/src/jobs', own)) return false;
      return !/^server\/src\/modules\/[\w-]+\/index\.ts$/.test(target);
    });
    expect(broken).toEqual([]);
  });

  test('core, db, feed and jobs know no module and nothing above them', () => {
    const files = ['core', 'db', 'feed', 'jobs'].flatMap((name) => at(server, `server/src/${name}`));
    const above = ['modules', 'transport', 'outbound', 'demo', 'cli'].map((name) => `server/src/${name}`);
    expect(breaking(files, (target) => inside(target, ...above))).toEqual([]);
  });

  test('transport and outbound know modules only through the list', () => {
    const files = ['transport', 'outbound'].flatMap((name) => at(server, `server/src/${name}`));
    expect(breaking(files, (target) => inside(target, 'server/src/modules') && target !== 'server/src/modules/index.ts')).toEqual([]);
  });

  test('the sdk takes types only from the server, and nothing from the widgets', () => {
    const broken = breaking(sdk, (target, _, { typeOnly }) => {
      const fromServer = target.startsWith('@portico/server') || inside(target, 'server');
      return (fromServer && !typeOnly) || target.startsWith('@portico/widgets') || inside(target, 'widgets') || target === 'lit';
    });
    expect(broken).toEqual([]);
  });

  test('widgets import the sdk by its name, and never the server', () => {
    const broken = breaking(
      widgets,
      (target) => target.startsWith('@portico/server') || target.startsWith('node:') || inside(target, 'server', 'sdk'),
    );
    expect(broken).toEqual([]);
  });

  test('the server takes from the sdk what both must compute alike, and types', () => {
    const broken = breaking(server, (target, _, { typeOnly }) => {
      const named = target.startsWith('@portico/sdk') && !typeOnly && target !== '@portico/sdk/hash';
      // The demo's site is a vendor's back end: it mints sessions as a vendor does.
      return (named && target !== '@portico/sdk/server') || target.startsWith('@portico/widgets') || inside(target, 'sdk', 'widgets');
    });
    expect(broken).toEqual([]);
  });

  test('nothing that ships imports test', () => {
    const files = shipped('server/src', 'sdk/src', 'widgets/src', 'examples', 'scripts');
    const broken = breaking(
      files,
      (target) => target.startsWith('@portico/test') || inside(target, 'test') || target.endsWith('.test.ts') || target === 'vitest',
    );
    expect(broken).toEqual([]);
  });

  test('rows are reached only through the repository that knows the scope', () => {
    const around = server.filter(
      ({ path, text }) =>
        path !== 'server/src/core/repo.ts' && /\.(findAll|findOne|findByPk|findAndCountAll|bulkCreate|bulkBuild|upsert)\(/.test(text),
    );
    expect(around.map(({ path }) => path)).toEqual([]);
  });
});

describe('files', () => {
  // Docstrings are part of the product and blank lines of its look: neither is counted.
  const linesOf = (text: string): number =>
    text
      .replaceAll(/\/\*[^]*?\*\//g, '')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;

  test('none is longer than 400 lines of code, a suite of tests 500', () => {
    const all = sources('server', 'sdk', 'widgets', 'test', 'examples', 'stories', 'scripts');
    const long = all
      .map(({ path, text }) => ({ path, lines: linesOf(text) }))
      .filter(({ path, lines }) => lines > (path.includes('.test.') ? 500 : 400));
    expect(long).toEqual([]);
  });

  test('names say what is in them', () => {
    const vague = sources('server/src', 'sdk/src', 'widgets/src').filter(({ path }) =>
      /(manager|helpers?|utils?|misc|common)\.ts$/i.test(path),
    );
    expect(vague.map(({ path }) => path)).toEqual([]);
  });
});
