/** T23: what Portico is made of, under which licences, that nothing of it runs while it is installed, and that pages get what was built. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { billOfMaterials, packages } from '../supply.ts';
import { root } from './sources.ts';

/** None asks for more than a notice, or (MPL) for the source of its own changed files; those under MPL are tools and are not in the product. */
const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
]);
const forTools = new Set([...allowed, 'MPL-2.0']);

const all = packages();
const manifest = (name: string) =>
  JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };

describe('T23: packages', () => {
  test('each has the digest of its bytes in the lockfile', () => {
    const entries = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8').match(/^ {4}resolution: .*$/gm)!;
    expect(entries.filter((entry) => !/^ {4}resolution: \{integrity: sha512-[\w+/]{86}==\}$/.test(entry))).toEqual([]);
    expect(all.length).toBe(entries.length);
  });

  test('each is under a licence that asks for no more than a notice', () => {
    const wrong = all.filter(
      ({ licence, shipped }) =>
        licence !== null &&
        !licence
          .replaceAll(/[()]/g, '')
          .split(' OR ')
          .some((one) => (shipped ? allowed : forTools).has(one)),
    );
    expect(wrong.map(({ name, version, licence }) => `${name} ${version}: ${licence}`)).toEqual([]);
    // Whatever the server loads is here, on whatever system.
    const needed = ['express', 'zod', 'sequelize', 'better-sqlite3', 'lit', 'socket.io-client'];
    expect(all.filter(({ name, licence }) => needed.includes(name) && licence !== null).length).toBe(needed.length);
    expect(all.filter(({ shipped }) => shipped).length).toBeLessThan(all.length / 2);
  });

  test('the bill of materials names each of them, and is the same twice', () => {
    const bill = billOfMaterials(all);
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    expect(bill.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(bill.components.map((one) => one.purl)).size).toBe(all.length);
    expect(bill.components.every(({ hashes: [hash] }) => /^[0-9a-f]{128}$/.test(hash!.content))).toBe(true);
    expect(bill.components.find(({ name }) => name === 'express')).toMatchObject({
      scope: 'required',
      licenses: [{ license: { id: 'MIT' } }],
    });
    expect(bill.components.find(({ name }) => name === 'playwright')).toMatchObject({ scope: 'excluded' });
    expect(JSON.stringify(billOfMaterials(packages()))).toBe(JSON.stringify(bill));
  });

  test('none of them runs a script while it is installed, ours neither', () => {
    const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
    const builds = /^allowBuilds: \{(.*)\}$/m.exec(workspace)![1]!.split(',');
    expect(builds.filter((build) => !build.trim().endsWith(': false'))).toEqual([]);
    expect(workspace).not.toMatch(/dangerously|onlyBuilt|neverBuilt|ignoreScripts: false/i);
    for (const name of ['.', 'sdk', 'widgets', 'server', 'test', 'stories'])
      expect(readFileSync(join(root, name, 'package.json'), 'utf8'), name).not.toMatch(
        /"(?:pre|post)?install"|"prepare"|"onlyBuiltDependencies"/,
      );
  });

  test('are few, and each has its reason in ARCHITECTURE.md', () => {
    const reasons = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    for (const name of ['sdk', 'widgets', 'server']) {
      const names = Object.keys(manifest(name).dependencies).filter((one) => !one.startsWith('@portico/'));
      expect(names.length, name).toBeLessThanOrEqual(name === 'server' ? 25 : 5);
      expect(
        names.filter((one) => !reasons.includes(`\`${one}\``)),
        name,
      ).toEqual([]);
    }
  });
});

describe('T23: what pages load', () => {
  const embed = join(root, 'widgets/dist/embed');
  const published = JSON.parse(readFileSync(join(embed, 'integrity.json'), 'utf8')) as { loader: string; files: Record<string, string> };

  test('has the digests that are published', () => {
    const built = readdirSync(join(embed, 'v1')).map((name) => `v1/${name}`);
    expect(Object.keys(published.files).toSorted()).toEqual(built.toSorted());
    for (const [name, integrity] of Object.entries(published.files))
      expect(
        `sha384-${createHash('sha384')
          .update(readFileSync(join(embed, name)))
          .digest('base64')}`,
        name,
      ).toBe(integrity);
    expect(published.files[published.loader]).toBe(published.files['v1/portico.js']);
  });

  test('is the same, byte by byte, when it is built again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portico-built-'));
    try {
      execFileSync(process.execPath, ['widgets/build.mjs', folder], { cwd: root, stdio: 'pipe' });
      expect(readdirSync(join(folder, 'v1')).toSorted()).toEqual(readdirSync(join(embed, 'v1')).toSorted());
      // It holds the digest of every other.
      expect(readFileSync(join(folder, 'integrity.json'), 'utf8')).toBe(readFileSync(join(embed, 'integrity.json'), 'utf8'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
