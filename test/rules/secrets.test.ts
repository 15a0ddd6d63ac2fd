/** T23: nothing in the repository opens anything. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { isSecretKey } from '../../server/src/core/auth/keys.ts';
import { root } from './sources.ts';

/** What is made, or belongs to one machine. */
const apart = new Set(['node_modules', 'dist', '.git', '.portico', '.cache', '.ci', 'coverage']);
/** As the scanners of code hosts look for them. */
const secrets =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\bwhsec_[A-Za-z0-9+/]{32,}|\bsk-[A-Za-z0-9_-]{24,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/;

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (apart.has(entry.name) || entry.isSymbolicLink()) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

test('T23: no file holds a secret key, a token, a signing secret or a private key', () => {
  const texts = files(root).filter((path) => !/\.(?:png|ico|woff2?|tsbuildinfo)$/.test(path) && statSync(path).size < 2_000_000);
  expect(texts.length).toBeGreaterThan(300);
  const found = texts.filter((path) => {
    const text = readFileSync(path, 'utf8');
    return secrets.test(text) || [...text.matchAll(/ptk_(?:live|test)_\w{49}/g)].some(([key]) => isSecretKey(key));
  });
  expect(found.map((path) => relative(root, path))).toEqual([]);
});
