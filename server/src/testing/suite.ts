/** A suite on each of the three dialects: one server on a fresh database, with one tenant. */
import { afterAll, beforeAll, describe } from 'vitest';
import { dialects, freshDatabase, type DialectName, type FreshDatabase } from '../../../test/services/index.ts';
import { openWorld, type Tenant, type World } from './world.ts';

/** What a suite is given; the members are there once its tests run. */
export interface Given {
  readonly dialect: DialectName;
  readonly databaseUrl: string;
  readonly world: World;
  readonly tenant: Tenant;
  /** Another server on the same database, with the same secret; closed with the suite. */
  node(environment?: Record<string, string>, clockAt?: number): Promise<World>;
}

export function onEachDialect(title: string, suite: (given: Given) => void, environment: Record<string, string> = {}): void {
  for (const { name, url } of dialects()) {
    describe.skipIf(url === null)(`${name}: ${title}`, () => {
      let database: FreshDatabase;
      let world: World;
      let tenant: Tenant;
      const nodes: World[] = [];
      beforeAll(async () => {
        database = await freshDatabase(name);
        world = await openWorld(database.url, environment);
        tenant = await world.tenant();
      });
      afterAll(async () => {
        for (const node of nodes) await node.close();
        await world?.close();
        await database?.drop();
      });
      suite({
        dialect: name,
        get databaseUrl() {
          return database.url;
        },
        get world() {
          return world;
        },
        get tenant() {
          return tenant;
        },
        async node(more = {}, clockAt = Date.now()) {
          const secret = { PORTICO_SECRET: world.portico.runtime.config.secret };
          const node = await openWorld(database.url, { ...environment, ...secret, ...more }, clockAt);
          nodes.push(node);
          return node;
        },
      });
    });
  }
}
