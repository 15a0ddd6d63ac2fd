/** The repository's own sources as text, for the rules that no compiler checks. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** One import: what is written, where it leads (a path from the root, or the package's name), and whether it vanishes when types are stripped. */
export type Import = { target: string; typeOnly: boolean };

export type Source = { path: string; text: string; imports: Import[] };

/** All TypeScript files below these folders of the repository; `dist` and packages do not count. */
export function sources(...folders: string[]): Source[] {
  return folders
    .flatMap((folder) => walk(join(root, folder)))
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      return { path: relative(root, file).split(sep).join('/'), text, imports: importsOf(text, dirname(file)) };
    });
}

/** What ships: everything but tests and what only tests use. */
export const shipped = (...folders: string[]): Source[] =>
  sources(...folders).filter(({ path }) => !/\.test\.ts$|\.fixtures?\.ts$|\/testing\//.test(path));

function walk(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['dist', 'node_modules'].includes(entry.name) ? [] : walk(path);
    return /\.(ts|mts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

/** Static and dynamic imports and re-exports. `import { type A }` counts as a real one: the statement stays when types are stripped. */
export function importsOf(text: string, folder: string): Import[] {
  const code = withoutComments(text);
  const fixed = [...code.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[\w*\s{},$]+?\sfrom\s*)?['"]([^'"]+)['"]/gm)];
  const dynamic = [...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)];
  return [
    ...fixed.map((match) => ({ target: place(match[2]!, folder), typeOnly: match[1] !== undefined })),
    ...dynamic.map((match) => ({ target: place(match[1]!, folder), typeOnly: false })),
  ];
}

const place = (written: string, folder: string): string =>
  written.startsWith('.') ? relative(root, resolve(folder, written)).split(sep).join('/') : written;

/** Code without comments, so that a rule may be explained in the file that keeps it. Lines keep their numbers. */
export const withoutComments = (text: string): string =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/^(\s*)\/\/.*$/gm, '$1')
    .replaceAll(/([;,{}()]) \/\/ .*$/gm, '$1');

/** The number of the line on which something at this index stands. */
export const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;
