/** A database of its own with a workspace and servers on it; all gone at the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mysql2/promise';
import { connect, startDatabase } from '../services/databases.ts';
import { startRedis } from '../services/redis.ts';
import { startChild, type Child } from './child.ts';
import { openHouse } from './house.ts';
import { makePlan, type Plan } from './plan.ts';

export interface Place {
  url: string;
  plan: Plan;
  database: Connection;
  products: Child[];
  child(file: URL, environment?: Record<string, string>): Promise<Child>;
}

/** Durable, as in production. @param nodes of the product, which hear of each other by Redis where there is more than one */
export async function inPlace<T>(copies: { small: number; full: number }, nodes: number, run: (place: Place) => Promise<T>): Promise<T> {
  const server = await startDatabase('mariadb', { durable: true, private: true });
  if (!server) throw new Error('There is no MariaDB on this machine. Run: npm test');
  const redis = nodes > 1 ? await startRedis({ private: true }) : null;
  if (nodes > 1 && !redis) throw new Error('There is no Redis on this machine. Run: npm test');
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'));
  const database = await connect(server.url);
  await database.query('CREATE DATABASE bench CHARACTER SET utf8mb4');
  await database.query('USE bench');
  const url = `${server.url}/bench`;
  const children: Child[] = [];
  const child: Place['child'] = async (file, environment = {}) => {
    const started = await startChild(file, environment);
    children.push(started);
    return started;
  };
  try {
    const house = await openHouse(url, folder);
    const environment = { ...house.environment, ...(redis ? { REDIS_URL: redis.url } : {}) };
    const products: Child[] = [];
    for (let node = 0; node < nodes; node++) products.push(await child(new URL('product.ts', import.meta.url), environment));
    const plan = await makePlan(`http://127.0.0.1:${products[0]!.port}`, house.secretKey, database, copies);
    await database.query('ANALYZE TABLE projects, stages, milestones, tasks, streams');
    console.log(`MariaDB ${server.version}${redis ? ', Redis' : ''}`);
    return await run({ url, plan, database, products, child });
  } finally {
    await Promise.allSettled(children.map((each) => each.stop()));
    database.destroy();
    await Promise.all([server.stop(), redis?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}
