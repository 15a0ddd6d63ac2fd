/** A migration runs while servers of the version before it go on: it only adds, and what it adds they do not have to know. */
import { expect, test } from 'vitest';
import { shipped, withoutComments } from './sources.ts';

const migrations = shipped('server/src/db/migrations').map(({ path, text }) => ({
  path,
  name: path.split('/').at(-1)!.replace('.ts', ''),
  code: withoutComments(text),
}));
const [list] = shipped('server/src/db').filter(({ path }) => path === 'server/src/db/migrate.ts');

test('migrations are numbered without a gap, and each is in the list, in its order', () => {
  const names = migrations.map(({ name }) => name).toSorted();
  expect(names.length).toBeGreaterThan(8);
  expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, at) => at + 1));
  expect([...list!.text.matchAll(/^ {2}'(\d{4}-[\w-]+)':/gm)].map((match) => match[1])).toEqual(names);
});

test('a migration only creates tables and indexes and adds columns that may be empty: nothing is renamed, retyped or dropped', () => {
  const found = migrations.flatMap(({ path, code }) => {
    // A statement of its own would be one whose locks nobody has looked at.
    const raw = /\.query\(|queryInterface|getQueryInterface|\b(?:DROP|RENAME|MODIFY|CHANGE|TRUNCATE|DELETE|UPDATE)\b/.exec(code)?.[0];
    const full = [...code.matchAll(/addColumn\(([^;]*);/g)].filter(([, call]) => !/optional\(/.test(call!)).map(([all]) => all);
    const other = [...code.matchAll(/await ([\w.]+)\(/g)]
      .map((match) => match[1]!)
      .filter((call) => !['create', 'createTable', 'createIndex', 'addColumn'].includes(call));
    return [raw, ...full, ...other].filter((what) => what !== undefined).map((what) => `${path}: ${what}`);
  });
  expect(found).toEqual([]);
});

test('indexes and columns are asked for in the way that keeps nobody out; a server that cannot refuses', () => {
  const [ddl] = shipped('server/src/db').filter(({ path }) => path === 'server/src/db/ddl.ts');
  expect(ddl!.text).toContain('ALGORITHM=INPLACE LOCK=NONE');
  expect(ddl!.text).toContain('ALGORITHM=INSTANT');
});
