/**
 * What `npm start` and `npm test` have in common: packages, the browser bundle, and child processes that never outlive us.
 * Runs on Node 20 with npm alone, so: no dependency, no TypeScript.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, whatever the current one is. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const pnpm = 'pnpm@12.21.0';
const windows = process.platform === 'win32';

/** An end that was expected and is told in one sentence. */
export class Refusal extends Error {}

/** Node 24 comes with the packages where a build of it is in the registry (not for Alpine's C library); elsewhere the one that runs us has to be new enough. */
const pinned = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) && !existsSync('/etc/alpine-release');

/** The Node that runs Portico (24.11 or newer). */
export const node = pinned ? join(root, 'node_modules/.bin/node') : process.execPath;

/** Throws a refusal that names the Node to install, where this one is too old and none comes with the packages. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (pinned || major > 24 || (major === 24 && minor >= 11)) return;
  throw new Refusal(
    `Portico needs Node 24.11 or newer on this system, and this is Node ${process.versions.node}: install Node 24 LTS, then run it again.`,
  );
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
let stopping = false;

/** Whether we have been asked to stop. */
export const isStopping = () => stopping;

/**
 * Calls `stop` on SIGTERM, SIGINT and SIGHUP, and when the npm that runs us was killed. One Ctrl-C arrives twice through npm: repeats within two seconds are the same one.
 * @param {(signal: 'SIGTERM' | 'SIGINT' | 'SIGHUP') => Promise<void>} stop
 */
export function onStop(stop) {
  let last = -Infinity;
  const asked = (/** @type {'SIGTERM' | 'SIGINT' | 'SIGHUP'} */ signal) => {
    const now = performance.now();
    if (now - last < 2000) return;
    last = now;
    stopping = true;
    void stop(signal);
  };
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) process.on(signal, () => asked(signal));
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || asked('SIGTERM'), 500).unref();
}

/**
 * Ends every child with all that it started; resolves when they are gone.
 * @param {NodeJS.Signals} [signal]
 */
export async function endChildren(signal = 'SIGTERM') {
  const all = [...children];
  for (const child of all) endGroup(child, signal);
  const late = setTimeout(() => all.forEach((child) => endGroup(child, 'SIGKILL')), 5000);
  await Promise.all(all.map(gone));
  // What a child had started may need a moment longer than the child.
  for (const child of all) endGroup(child, 'SIGKILL');
  clearTimeout(late);
}

/** @param {import('node:child_process').ChildProcess} child */
async function gone(child) {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function endGroup(child, signal) {
  if (!child.pid) return;
  try {
    if (windows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // gone already
  }
}

/**
 * Runs a command in a process group of its own, in the project's folder.
 * @param {string} command
 * @param {string[]} args
 * @param {{ show?: boolean, env?: Record<string, string> }} [options] show: print its output at once; otherwise it is collected
 * @returns {Promise<{ code: number, output: string, seconds: number }>} code is 128 + n after signal n, as in a shell
 */
export function run(command, args, { show = false, env } = {}) {
  return new Promise((resolve) => {
    const began = performance.now();
    /** @type {Buffer[]} */
    const output = [];
    const child = spawn(command, args, {
      cwd: root,
      detached: !windows,
      shell: windows && !command.endsWith('.exe'),
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    children.add(child);
    child.stdout?.on('data', (data) => output.push(data));
    child.stderr?.on('data', (data) => output.push(data));
    const done = (/** @type {number} */ code, more = '') => {
      children.delete(child);
      resolve({ code, output: Buffer.concat(output).toString() + more, seconds: (performance.now() - began) / 1000 });
    };
    child.once('error', (error) => done(127, error.message));
    child.once('close', (code, signal) => done(exitCode(code, signal)));
  });
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export const exitCode = (code, signal) => code ?? 128 + (signal ? constants.signals[signal] : 0);

/**
 * One phase, one line: what it is, and how long it took. Its own output is shown only if it fails.
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
async function phase(title, command, args, env) {
  process.stdout.write(`${title} … `);
  const result = await run(command, args, { env });
  if (stopping) throw new Refusal('Stopped.');
  process.stdout.write(result.code === 0 ? `${result.seconds.toFixed(1)} s\n` : 'failed\n');
  if (result.code === 0) return;
  process.stderr.write(`${result.output.trimEnd()}\n`);
  throw new Refusal(`${title} failed: what it said is above.`);
}

/** Installs the packages of the lockfile, unless exactly these are installed. The stamp is written last: an interrupted install is never taken as done. */
export async function install() {
  checkNode();
  const stamp = join(root, 'node_modules/.portico-installed');
  const manifests = packages().map((folder) => join(folder, 'package.json'));
  const wanted = digest([join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml'), ...manifests], process.platform + process.arch);
  if (existsSync(node) && read(stamp) === wanted) return;
  rmSync(stamp, { force: true });
  // With CI set, pnpm replaces an old node_modules without asking a person who may not be there.
  await phase('Installing packages', 'npx', ['-y', pnpm, 'install', '--frozen-lockfile'], { CI: 'true' });
  writeFileSync(stamp, wanted);
}

/** Builds what browsers load, unless it was built from exactly these sources. */
export async function build() {
  const stamp = join(root, 'widgets/dist/.portico-built');
  const sources = ['sdk', 'widgets'].flatMap((name) => files(join(root, name)));
  const wanted = digest([join(root, 'pnpm-lock.yaml'), join(root, 'tsconfig.base.json'), ...sources]);
  if (existsSync(join(root, 'widgets/dist/embed/manifest.json')) && read(stamp) === wanted) return;
  rmSync(stamp, { force: true });
  await phase('Building the widgets', node, ['widgets/build.mjs']);
  writeFileSync(stamp, wanted);
}

/** The folders of the workspace's packages: the root, and each folder in it or in `examples` that has a manifest. */
function packages() {
  const folders = [root, join(root, 'examples')].flatMap((parent) => entries(parent).map((entry) => join(parent, entry.name)));
  return [root, ...folders].filter((folder) => existsSync(join(folder, 'package.json')));
}

/**
 * Every source file below a folder; tests, packages and what was built do not count.
 * @param {string} folder
 * @returns {string[]}
 */
function files(folder) {
  return entries(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : files(path);
    return entry.name.endsWith('.test.ts') ? [] : [path];
  });
}

/** @param {string} folder */
const entries = (folder) =>
  existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.name.startsWith('.')) : [];

/** @param {string} file */
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/**
 * A digest over names and contents.
 * @param {string[]} paths
 * @param {string} [more]
 */
function digest(paths, more = '') {
  const hash = createHash('sha256').update(more);
  for (const path of paths.toSorted()) hash.update(`\0${path.slice(root.length)}\0`).update(read(path));
  return hash.digest('hex');
}
