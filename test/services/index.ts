/** What tests use: the dialects to run on, a database of their own, and a real browser. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright';
import { inject } from 'vitest';
import { connect } from './databases.ts';
import { chromiumSwitches } from './places.ts';
import type { Services } from './setup.ts';

export { startDatabase, type Database } from './databases.ts';
export { freePort } from './process.ts';
export { startRedis, type Redis } from './redis.ts';

export type { Services };

export type DialectName = 'SQLite' | 'MariaDB' | 'MySQL';

/** A dialect; `url` is the server's address without a database (null for one that is not on this machine: skip its tests by name). */
export type Dialect = { name: DialectName; url: string | null };

/** A database that nothing else uses. `drop` removes it with all that is in it. */
export type FreshDatabase = { url: string; drop: () => Promise<void> };

/**
 * The three dialects, always all of them, so that a missing one is seen:
 * `for (const { name, url } of dialects()) describe.skipIf(url === null)(name, () => { … })`.
 * SQLite's `url` is `sqlite:`.
 */
export function dialects(): Dialect[] {
  const services = inject('services');
  return [
    { name: 'SQLite', url: (process.env.TEST_DIALECTS ?? 'sqlite').toLowerCase().includes('sqlite') ? 'sqlite:' : null },
    { name: 'MariaDB', url: services.mariadb },
    { name: 'MySQL', url: services.mysql },
  ];
}

/** Redis' address, or null where there is none. */
export const redisUrl = (): string | null => inject('services').redis;

/** A file system in memory with room, where there is one: ordinary tests wait for no disk. (MariaDB and MySQL do without it by a setting.) */
const roomyMemory = ((folder: string): string | null => {
  if (!existsSync(folder)) return null;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 512 * 1024 * 1024 ? folder : null;
})('/dev/shm');

/** Makes an empty database of this dialect with a name of its own (about 20 ms), or a new SQLite file. */
export async function freshDatabase(name: DialectName): Promise<FreshDatabase> {
  if (name === 'SQLite') {
    const folder = mkdtempSync(join(roomyMemory ?? tmpdir(), 'portico-sqlite-'));
    return { url: `sqlite:${join(folder, 'portico.db')}`, drop: async () => rmSync(folder, { recursive: true, force: true }) };
  }
  const server = dialects().find((dialect) => dialect.name === name)?.url;
  if (!server) throw new Error(`${name} is not on this machine: skip its tests`);
  const database = `portico_${randomBytes(8).toString('hex')}`;
  await statement(server, `CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  return { url: url.href, drop: () => statement(server, `DROP DATABASE IF EXISTS ${database}`) };
}

async function statement(server: string, sql: string): Promise<void> {
  const connection = await connect(server);
  try {
    await connection.query(sql);
  } finally {
    connection.destroy();
  }
}

/** Whether there is a Chromium to test with. */
export const hasChromium = (): boolean => {
  const path = inject('services').chromium;
  return path !== null && existsSync(path);
};

/** Starts a headless Chromium; close it in `afterAll`. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = inject('services').chromium;
  if (!executablePath) throw new Error('Chromium is not on this machine: skip its tests');
  return chromium.launch({ executablePath, headless: true, args: chromiumSwitches });
}
