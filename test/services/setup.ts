/** Vitest's global set-up: starts the services that the selected tests reach, all at once, and tells the tests where they are. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startDatabase } from './databases.ts';
import { advice, lacking } from './install.ts';
import { chromiumPath } from './places.ts';
import { startRedis } from './redis.ts';

/** Addresses of the services; null is "not on this machine" and makes the tests that need it appear as skipped. */
export type Services = { mariadb: string | null; mysql: string | null; redis: string | null; chromium: string | null };

declare module 'vitest' {
  interface ProvidedContext {
    services: Services;
  }
}

type Started = { url: string; stop: () => Promise<void> } | null;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const needed = project.vitest.state.getPaths().some((file) => reachesServices(file));
  const missing = lacking();
  // Under `npm test` it has been said already.
  if (missing.length > 0 && !process.env.PORTICO_TEST_COUNTS) project.vitest.logger.log(advice(missing));
  const wanted = (process.env.TEST_DIALECTS ?? 'sqlite,mariadb,mysql').toLowerCase().split(',');
  const none = async (): Promise<Started> => null;
  const start = (name: 'mariadb' | 'mysql'): Promise<Started> => (needed && wanted.includes(name) ? startDatabase(name) : none());
  const results = await Promise.allSettled([start('mariadb'), start('mysql'), needed ? startRedis() : none()]);
  const [mariadb, mysql, redis] = results.map((result) => (result.status === 'fulfilled' ? result.value : null));
  const stop = async (): Promise<void> => {
    await Promise.all([mariadb, mysql, redis].map(async (service) => service?.stop()));
  };
  // A service that is here but does not start is a fault, not a reason to skip.
  const fault = results.find((result): result is PromiseRejectedResult => result.status === 'rejected');
  if (fault) {
    await stop();
    throw fault.reason;
  }
  project.provide('services', {
    mariadb: mariadb?.url ?? null,
    mysql: mysql?.url ?? null,
    redis: redis?.url ?? null,
    chromium: chromiumPath() ?? null,
  });
  return stop;
}

/** Whether a test file, or anything that it imports from this repository by a relative path, uses the services. */
function reachesServices(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
  if (imports.includes('@portico/test/services')) return true;
  const index = fileURLToPath(new URL('index.ts', import.meta.url));
  const near = imports.filter((path) => path.startsWith('.')).map((path) => resolve(dirname(file), path));
  return near.some((path) => path === index || reachesServices(path, seen));
}
