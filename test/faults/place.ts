/** A whole installation whose parts can be taken away and started again: a durable database, Redis, and nodes as processes of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mysql2/promise';
import { openHouse } from '../bench/house.ts';
import { startNode, type Node } from '../nodes/node.ts';
import { connect, startDatabase } from '../services/databases.ts';
import type { DatabaseKind } from '../services/places.ts';
import { freePort } from '../services/process.ts';
import { startRedis } from '../services/redis.ts';

/** Something that can be killed and started again. */
export interface Part {
  name: string;
  port: number;
  up: boolean;
  pid(): Promise<number>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Resolves when it answers; with the milliseconds that took. */
  start(): Promise<number>;
}

export interface NodePart extends Part {
  readonly node: Node | null;
  /** Of each time that it was started. */
  log(): string;
}

export interface Place {
  folder: string;
  version: string;
  database: Part & { url: string; ended(): Promise<boolean> };
  redis: Part & { url: string };
  nodes: NodePart[];
  secretKey: string;
  environment: Record<string, string>;
  /** What all nodes have logged, those too that were killed; a line each. */
  log(): string[];
  /** A connection of the test's own. */
  look(): Promise<Connection>;
  /** Adds a node and starts it. */
  addNode(environment?: Record<string, string>): Promise<NodePart>;
  close(keep?: boolean): Promise<void>;
}

/**
 * @param disk where the database keeps its data; default: on the disk that everything is on
 * @returns null where there is no such database or no Redis on this machine
 */
export async function openPlace(kind: DatabaseKind, disk?: string): Promise<Place | null> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-faults-'));
  const database = await databasePart(kind, disk ?? folder);
  const redis = database && (await redisPart());
  if (!database || !redis) {
    await database?.kill();
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const name = 'portico_faults';
  const opened = await connect(database.url);
  await opened.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const [[row]] = (await opened.query('SELECT VERSION() AS version')) as unknown as [[{ version: string }]];
  await opened.end();
  const url = `${database.url}/${name}`;
  const house = await openHouse(url, folder);
  const { PORT: _, PORTICO_DATA: __, ...environment } = house.environment;
  environment.REDIS_URL = redis.url;
  const nodes: NodePart[] = [];
  return {
    folder,
    version: row.version,
    database: Object.assign(database, { url }),
    redis,
    nodes,
    secretKey: house.secretKey,
    environment,
    log: () => nodes.flatMap((part) => part.log().split('\n')),
    look: () => connect(url),
    async addNode(more = {}) {
      const part = nodePart(`node ${nodes.length + 1}`, { ...environment, ...more });
      nodes.push(part);
      await part.start();
      return part;
    },
    async close(keep = false) {
      await Promise.allSettled([...nodes, redis].map((part) => part.kill()));
      await database.kill();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Server {
  url: string;
  stop(): Promise<void>;
  pid?(): Promise<number>;
}

function serverPart<U extends Server>(
  name: string,
  port: number,
  first: U,
  again: () => Promise<U | null>,
): Part & { url: string; ended(): Promise<boolean> } {
  let server: Server | null = first;
  return {
    name,
    port,
    up: true,
    url: first.url,
    pid: () => server!.pid!(),
    /** By itself: nobody has killed it. (Its keeper takes the file with its number away.) */
    ended: async () =>
      server !== null &&
      (await server.pid!().then(
        () => false,
        () => true,
      )),
    async kill() {
      this.up = false;
      const gone = server;
      if (gone && !(await this.ended())) process.kill(await gone.pid!(), 'SIGKILL');
      server = null;
      if (!gone) return;
      await gone.stop();
    },
    async start() {
      const began = performance.now();
      server = await again();
      this.up = true;
      return performance.now() - began;
    },
  };
}

async function databasePart(kind: DatabaseKind, folder: string): Promise<Place['database'] | null> {
  const at = { folder, port: await freePort() };
  const start = () => startDatabase(kind, { durable: true, private: true, at });
  const first = await start();
  return first && serverPart('database', at.port, first, start);
}

async function redisPart(): Promise<(Part & { url: string }) | null> {
  const port = await freePort();
  const start = () => startRedis({ private: true, port });
  const first = await start();
  return first && serverPart('Redis', port, first, start);
}

/** It is started again until it stands: the database may be away. */
function nodePart(name: string, environment: Record<string, string>): NodePart {
  let node: Node | null = null;
  const all: Node[] = [];
  return {
    name,
    log: () => all.map((one) => one.log()).join(''),
    get node() {
      return node;
    },
    get port() {
      return node?.port ?? 0;
    },
    up: false,
    pid: async () => node!.pid,
    async kill() {
      this.up = false;
      await node?.kill();
      node = null;
    },
    async start() {
      for (let attempt = 1; ; attempt++) {
        const began = performance.now();
        try {
          node = await startNode(environment);
          all.push(node);
          this.up = true;
          return performance.now() - began;
        } catch (error) {
          if (attempt === 100) throw error;
          await new Promise((resolve) => setTimeout(resolve, 300));
        }
      }
    },
  };
}
