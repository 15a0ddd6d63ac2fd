/**
 * Debian's packages as the source of what the tests need. The addresses of the package hosts are read from the
 * system's own apt sources; none is known here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, program } from './places.ts';

const quiet = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C', RUNLEVEL: '1' };

/** Whether this is Debian or a system made from it, with apt. */
export const debianLike = (): boolean => existsSync('/etc/debian_version') && program('apt-get') !== undefined;

/** Whether packages can be installed without asking for a password. */
export const canInstall = (): boolean => debianLike() && process.getuid?.() === 0;

/**
 * Runs a command and throws its last lines if it fails. Another apt may hold a lock for a while (unattended
 * upgrades on a fresh machine), and `apt-get update` cannot wait for it by itself.
 */
function run(command: string, args: string[], cwd?: string): string {
  for (let attempt = 1; ; attempt++) {
    const result = spawnSync(command, args, {
      cwd,
      env: quiet,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.status === 0) return result.stdout;
    const said = `${result.stderr ?? ''}${result.error?.message ?? ''}`.trim();
    if (attempt === 30 || !/Could not get lock|Unable to lock/.test(said))
      throw new Error(`${command} ${args[0]} failed: ${said.split('\n').slice(-3).join(' ')}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000);
  }
}

/**
 * Installs the packages that the archive has, in one run of apt-get, and starts no system service.
 * @returns the names that the archive does not have
 */
export function installPackages(names: string[]): string[] {
  run('apt-get', ['update', '-q']);
  const missing = names.filter((name) => !/Candidate: \d/.test(run('apt-cache', ['policy', name])));
  const wanted = names.filter((name) => !missing.includes(name));
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  // 101 is "action forbidden by policy": the packages' own scripts then leave their services stopped.
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    run('apt-get', [
      'install',
      '-y',
      '-q',
      '--no-install-recommends',
      '-o',
      'DPkg::Lock::Timeout=120',
      '-o',
      'Dpkg::Options::=--force-confold',
      ...wanted,
    ]);
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
  return missing;
}

/**
 * Unpacks a MySQL server of Debian's unstable suite, with every library that it needs, into the cache. Neither root nor
 * a change of the system is needed: apt works in folders of its own, with an empty list of installed packages.
 * The result appears under its name only when it is whole.
 */
export function unpackMysql(): void {
  const target = join(cache, 'mysql');
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'mysql-'));
  try {
    for (const folder of ['lists/partial', 'archives/partial', 'root', 'none']) mkdirSync(join(work, folder), { recursive: true });
    writeFileSync(join(work, 'status'), '');
    writeFileSync(join(work, 'unstable.sources'), unstableSource());
    const options = Object.entries({
      'Dir::State': work,
      'Dir::State::lists': join(work, 'lists'),
      'Dir::State::status': join(work, 'status'),
      'Dir::Cache': work,
      'Dir::Etc::sourcelist': join(work, 'unstable.sources'),
      'Dir::Etc::sourceparts': '-',
      'Dir::Etc::preferencesparts': join(work, 'none'),
      'Debug::NoLocking': '1',
      'APT::Sandbox::User': process.getuid?.() === 0 ? 'root' : '',
      'APT::Install-Recommends': '0',
    }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    run('apt-get', ['update', '-q', ...options]);
    run('apt-get', ['install', '-y', '-q', '--download-only', ...options, 'mysql-server-core']);
    const archives = readdirSync(join(work, 'archives')).filter((name) => name.endsWith('.deb'));
    for (const name of archives) run('dpkg-deb', ['-x', join(work, 'archives', name), join(work, 'root')]);
    for (const unread of ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/i18n', 'usr/lib/mysql/plugin/debug']) {
      rmSync(join(work, 'root', unread), { recursive: true, force: true });
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(join(work, 'root'), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The entry of the system's main archive, turned to the unstable suite. */
function unstableSource(): string {
  const codename = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]?.replaceAll('"', '');
  const entry = aptSources().find((source) =>
    source.suites.some((suite) => suite === codename || ['stable', 'testing', 'sid', 'unstable'].includes(suite)),
  );
  if (!entry) throw new Error('the apt sources of this system name no Debian archive');
  const signed = entry.signedBy ? `Signed-By: ${entry.signedBy}\n` : '';
  return `Types: deb\nURIs: ${entry.uri}\nSuites: sid\nComponents: main\n${signed}`;
}

type AptSource = { uri: string; suites: string[]; signedBy?: string };

/** The system's binary package sources, from both of apt's formats. */
export function aptSources(folder = '/etc/apt'): AptSource[] {
  const parts = join(folder, 'sources.list.d');
  const files = [join(folder, 'sources.list'), ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : [])];
  return files.filter(existsSync).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('.sources')) return text.split(/\n\s*\n/).flatMap(stanza);
    return file.endsWith('.list') ? text.split('\n').flatMap(line) : [];
  });
}

/** One stanza of a deb822 `.sources` file. A field may go on over lines that begin with a blank; a lone `.` is an empty line. */
function stanza(text: string): AptSource[] {
  const fields = new Map<string, string>();
  let name = '';
  for (const row of text.split('\n').filter((each) => !each.startsWith('#'))) {
    const field = /^([\w-]+):\s*(.*)$/.exec(row);
    if (field) fields.set((name = field[1]!.toLowerCase()), field[2]!);
    else if (name && /^\s/.test(row)) fields.set(name, `${fields.get(name)}\n${row}`);
  }
  const words = (key: string): string[] => (fields.get(key) ?? '').split(/\s+/).filter(Boolean);
  if (!words('types').includes('deb') || fields.get('enabled')?.trim() === 'no') return [];
  const signedBy = fields.get('signed-by');
  return words('uris').map((uri) => ({ uri, suites: words('suites'), ...(signedBy && { signedBy }) }));
}

/** One line of a `sources.list`: `deb [option=value …] uri suite component …`. */
function line(text: string): AptSource[] {
  const match = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)/.exec(text.trim());
  if (!match) return [];
  const signedBy = /signed-by=(\S+)/.exec(match[1] ?? '')?.[1];
  return [{ uri: match[2]!, suites: [match[3]!], ...(signedBy && { signedBy }) }];
}

/** The machine's Debian release as `debian` or `ubuntu`, from the system's own file. */
export const distribution = (): string | undefined =>
  existsSync('/etc/os-release') ? /^ID=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]?.replaceAll('"', '') : undefined;
