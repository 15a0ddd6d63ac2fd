/**
 * Takes each control away, in a copy, and runs the suite that has to notice: one that can be removed with all tests green is one that
 * somebody will remove. `npm run test:controls -- <word>` for those
 * whose name or id holds the word. Ends with 1 if one could be removed unseen.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../rules/sources.ts';
import type { Control } from './control.ts';
import { ofHouse } from './house.ts';
import { ofPeople } from './people.ts';

interface Outcome {
  passed: number;
  /** Titles. */
  failed: string[];
  seconds: number;
}

/** What is tracked, or would be, with the packages of this checkout linked in. */
function copy(): string {
  const to = mkdtempSync(join(tmpdir(), 'portico-controls-'));
  // Some tests start the server as somebody else.
  chmodSync(to, 0o755);
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  for (const path of stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(root, path), join(to, path));
  }
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'));
  for (const name of ['sdk', 'widgets', 'server', 'stories', 'test'])
    cpSync(join(root, name, 'node_modules'), join(to, name, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  cpSync(join(root, 'widgets/dist'), join(to, 'widgets/dist'), { recursive: true });
  return to;
}

const mostMilliseconds = 150_000;

/** On one dialect alone: what a control holds hardly ever depends on it. */
async function suite(folder: string, filters: string, dialect: string): Promise<Outcome> {
  const report = join(folder, 'controls.json');
  rmSync(report, { force: true });
  const began = performance.now();
  const words = ['node_modules/vitest/vitest.mjs', 'run', '--project=node', '--reporter=json', `--outputFile=${report}`];
  const child = spawn(process.execPath, [...words, ...filters.split(' ')], {
    cwd: folder,
    env: { ...process.env, TEST_DIALECTS: dialect },
    stdio: 'ignore',
    detached: true,
  });
  // With its workers, one of which may be in a loop for good.
  const end = (): void => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // They have gone.
    }
  };
  const late = setTimeout(end, mostMilliseconds);
  await once(child, 'exit');
  clearTimeout(late);
  end();
  const seconds = (performance.now() - began) / 1000;
  if (!existsSync(report))
    return { passed: 0, failed: seconds * 1000 > mostMilliseconds ? ['a test that did not end any more'] : [], seconds };
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { status: string; message: string; assertionResults: { title: string; status: string }[] }[];
  };
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  // What is set up before the tests may notice first. What cannot even be read has noticed nothing.
  const before = testResults
    .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'))
    .map(({ message }) => message.split('\n').find((line) => line.trim() !== '') ?? 'the set-up')
    .filter((message) => !/SyntaxError|Transform failed|PARSE_ERROR|Cannot find|Failed to (?:load|resolve)/.test(message));
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: [...tests.filter(({ status }) => status === 'failed').map(({ title }) => title), ...before],
    seconds,
  };
}

async function without(folder: string, { file, from, to, suite: filters, dialect = 'sqlite' }: Control): Promise<Outcome> {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  // The code has moved on, and the list has not: nothing was shown.
  if (text.split(from).length !== 2) return { passed: 0, failed: [], seconds: 0 };
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  try {
    return await suite(folder, filters, dialect);
  } finally {
    writeFileSync(path, text);
  }
}

const short = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text).padEnd(length);

const words = process.argv.slice(2);
const chosen = [...ofPeople, ...ofHouse].filter(
  ({ name, id }) => words.length === 0 || words.some((word) => name.includes(word) || id === word),
);
const folder = copy();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const unseen: string[] = [];
const sound = new Map<string, boolean>();
console.log(`${short('without', 54)} ${'id'.padEnd(4)} ${'seconds'.padStart(7)}  test that failed`);
for (const control of chosen) {
  const { name, id, suite: filters, dialect = 'sqlite' } = control;
  const run = `${filters} ${dialect}`;
  if (!sound.has(run)) {
    const { passed, failed } = await suite(folder, filters, dialect);
    sound.set(run, passed > 0 && failed.length === 0);
    if (!sound.get(run)) console.log(`${filters} fails with every control in place: ${failed.join('; ')}`);
  }
  const { failed, seconds } = await without(folder, control);
  const noticed = sound.get(run) === true && failed.length > 0;
  if (!noticed) unseen.push(name);
  const [first = seconds === 0 ? `its place in ${control.file} was not found` : 'NOTHING'] = failed;
  console.log(`${short(name, 54)} ${id} ${seconds.toFixed(0).padStart(7)}  ${noticed ? '' : 'UNSEEN: '}${first} (${failed.length})`);
}
console.log(`\n${chosen.length - unseen.length} of ${chosen.length} controls cannot be removed without a test that fails.`);
if (unseen.length > 0) console.log(`Unseen: ${unseen.join('; ')}`);
process.exitCode = unseen.length === 0 ? 0 : 1;
