/** Where the services of the tests may be found: an environment variable, PATH, or what Debian's packages left behind. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ServiceName = 'mariadb' | 'mysql' | 'redis' | 'chromium' | 'fonts';
export type DatabaseKind = 'mariadb' | 'mysql';

/** How to run one database server: the command and what has to stand before every other argument. */
export type DatabaseProgram = {
  kind: DatabaseKind;
  version: string;
  command: string;
  first: string[];
  /** The program that makes a new data folder; null: the server itself does it. */
  initialize: string | null;
};

/** The git-ignored folder that keeps what is slow to make: an unpacked MySQL and the empty data folders. */
export const cache = resolve(fileURLToPath(new URL('../../.cache', import.meta.url)));

/** A service that runs elsewhere and was named by the environment, or undefined. */
export const given = (name: 'mariadb' | 'mysql' | 'redis'): string | undefined =>
  process.env[`TEST_${name.toUpperCase()}_URL`] || undefined;

const folders = (): string[] => [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/opt/homebrew/bin',
  '/usr/local/bin',
];

/** The first of these programs that PATH has; Debian keeps servers in sbin folders, which a user's PATH often lacks. */
export function program(...names: string[]): string | undefined {
  for (const name of names) {
    for (const folder of folders()) {
      const path = join(folder, name);
      if (folder && runnable(path)) return path;
    }
  }
  return undefined;
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Chromium's path: `CHROMIUM`, PATH, or where macOS keeps its applications. */
export function chromiumPath(): string | undefined {
  const mac = ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  return process.env.CHROMIUM || program('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') || mac.find(runnable);
}

/** The switches that keep Chromium to itself: no sandbox (tests may run as root), no calls of its own to anywhere. */
export const chromiumSwitches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Whether Chinese text would be drawn as text and not as boxes. macOS brings its own fonts. */
export function cjkFonts(): boolean {
  if (process.platform === 'darwin') return true;
  const list = program('fc-list');
  if (!list) return false;
  return execFileSync(list, [':lang=zh-cn', 'family'], { encoding: 'utf8' }).trim() !== '';
}

/** The Redis server's path, or undefined. */
export const redisPath = (): string | undefined => program('redis-server', 'valkey-server');

/** The MariaDB or MySQL server that can be started here; the program's own version decides which one it is, not its name. */
export function databaseProgram(kind: DatabaseKind): DatabaseProgram | undefined {
  const names = kind === 'mariadb' ? ['mariadbd', 'mysqld'] : ['mysqld'];
  for (const name of names) {
    const command = program(name);
    const found = command ? describe(command, []) : undefined;
    if (!command || found?.kind !== kind) continue;
    if (kind === 'mysql') return { ...found, command, first: ['--no-defaults'], initialize: null };
    const initialize = program('mariadb-install-db', 'mysql_install_db');
    if (initialize && program('my_print_defaults')) return { ...found, command, first: ['--no-defaults'], initialize };
  }
  return kind === 'mysql' ? unpackedMysql() : undefined;
}

function describe(command: string, first: string[]): { kind: DatabaseKind; version: string } | undefined {
  try {
    const text = execFileSync(command, [...first, '--no-defaults', '--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const version = /Ver\s+(\d+\.\d+\.\d+)/.exec(text)?.[1];
    return version ? { kind: text.includes('MariaDB') ? 'mariadb' : 'mysql', version } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * MySQL unpacked from Debian's packages into the cache. It is newer than the system's C library,
 * so it is started by the loader that came with it.
 */
function unpackedMysql(): DatabaseProgram | undefined {
  const root = join(cache, 'mysql');
  const libraries = existsSync(join(root, 'usr/lib'))
    ? readdirSync(join(root, 'usr/lib')).find((name) => name.endsWith('-linux-gnu'))
    : undefined;
  if (!libraries) return undefined;
  const folder = join(root, 'usr/lib', libraries);
  const loader = readdirSync(folder).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
  if (!loader) return undefined;
  const command = realpathSync(join(folder, loader));
  const start = ['--library-path', folder, join(root, 'usr/sbin/mysqld')];
  const found = describe(command, start);
  if (!found) return undefined;
  const places = [`--basedir=${root}/usr`, `--lc-messages-dir=${root}/usr/share/mysql`, `--plugin-dir=${root}/usr/lib/mysql/plugin`];
  return { ...found, command, first: [...start, '--no-defaults', ...places, '--secure-file-priv=NULL'], initialize: null };
}
