import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './sources.ts';

const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');

/** The lowest versions without a known hole, of what we use or might come to use; each with its advisory. */
const floors: Record<string, { version: string; because: string }> = {
  sequelize: { version: '6.37.8', because: 'CVE-2026-30951, SQL injection through a JSON cast key' },
  mysql2: { version: '3.9.8', because: 'GHSA-fpw7-j2hg-69v5, code injection' },
  'socket.io': { version: '4.6.2', because: 'CVE-2024-38355, a packet ends the process' },
  'socket.io-parser': { version: '4.2.7', because: 'CVE-2026-33151, unbounded binary attachments' },
  'engine.io': { version: '6.4.2', because: 'CVE-2023-31125, a packet ends the process' },
  ws: { version: '8.17.1', because: 'CVE-2024-37890, too many headers end the process' },
  '@trpc/server': { version: '11.8.0', because: 'GHSA-43p4-m455-4f4j, prototype pollution' },
  'path-to-regexp': { version: '8.0.0', because: 'CVE-2024-45296, slow regular expressions' },
  nodemailer: { version: '7.0.11', because: 'CVE-2025-14874, mail to the wrong domain' },
  multer: { version: '2.1.0', because: 'CVE-2026-3304, malformed uploads' },
};

/** Every package of the lockfile, with its version. */
const locked = [...lockfile.matchAll(/^ {2}'?(@?[^@'\s]+)@(\d+\.\d+\.\d+)/gm)].map(([, name, version]) => ({
  name: name!,
  version: version!,
}));

/** Whether version `a` is older than `b`. */
function older(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left!.findIndex((part, index) => part !== right![index]);
  return at >= 0 && left![at]! < right![at]!;
}

describe('T23: the lockfile', () => {
  test('is read', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(older('4.2.6', '4.2.7') && older('9.0.0', '10.0.0') && !older('4.3.0', '4.2.7') && !older('1.0.0', '1.0.0')).toBe(true);
  });

  test('holds no address of a host', () => {
    expect(lockfile.match(/\w+:\/\/[^\s'"]+|tarball:/g)).toBeNull();
  });

  test('is the only one', () => {
    const folders = [root, ...['sdk', 'server', 'widgets', 'test', 'stories', 'examples'].map((name) => join(root, name))].filter(
      existsSync,
    );
    const others = folders
      .flatMap((folder) => readdirSync(folder))
      .filter((name) => ['package-lock.json', 'yarn.lock', 'npm-shrinkwrap.json', 'bun.lock'].includes(name));
    expect(others).toEqual([]);
  });

  test('holds no version with a known hole', () => {
    const low = locked.filter(({ name, version }) => floors[name] && older(version, floors[name].version));
    expect(low.map(({ name, version }) => `${name} ${version}: ${floors[name]!.because}`)).toEqual([]);
  });

  test('dependencies of ours are exact versions', () => {
    const manifests = ['', 'sdk', 'server', 'widgets', 'test', 'stories'].map(
      (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest,
    );
    const loose = manifests.flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
      Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
        ([, version]) => !/^\d+\.\d+\.\d+$|^workspace:\*$/.test(version),
      ),
    );
    expect(loose).toEqual([]);
  });
});

type Manifest = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>;
