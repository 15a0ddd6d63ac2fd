/** A running server into which tests bring plans. */
import { QueryTypes } from 'sequelize';
import { systemScope } from '../core/scope.ts';
import { sha256 } from '../feed/chain.ts';
import { apply, readPlan, type Applied } from '../modules/imports/index.ts';
import { openWorld, type Tenant, type World } from './world.ts';

export interface Plans {
  world: World;
  tenant: Tenant;
  /** Into a project that is named, or a new one of the tenant's client. */
  bring(file: string, projectId?: string, fileName?: string): Promise<Applied>;
  /** Everything that an import would move: rows, revisions and events of what it writes. */
  trace(): Promise<string[]>;
  /** Every page of a list. */
  all(path: string): Promise<any[]>;
  tasksOf(projectId: string): Promise<any[]>;
}

export async function openPlans(databaseUrl: string): Promise<Plans> {
  const world = await openWorld(databaseUrl);
  const tenant = await world.tenant();
  const { runtime } = world.portico;
  const select = (sql: string) => runtime.sequelize.query(sql, { type: QueryTypes.SELECT });
  let made = 0;

  async function all(path: string): Promise<any[]> {
    const items: any[] = [];
    for (let cursor = ''; ;) {
      const page = await tenant.key.ok(`GET ${path}?limit=100${cursor}`);
      items.push(...page.items);
      if (page.next === null) return items;
      cursor = `&cursor=${page.next}`;
    }
  }

  return {
    world,
    tenant,
    all,
    tasksOf: (projectId) => all(`/v1/projects/${projectId}/tasks`),
    async bring(file, projectId, fileName = 'plan.xml') {
      world.clock.advance(1000);
      const { plan, format } = readPlan(Buffer.from(file), 'Asia/Shanghai');
      const where = projectId === undefined ? { clientId: tenant.clientId, source: `new ${++made}` } : { projectId };
      return apply(systemScope(runtime, tenant.workspaceId), { plan, format, fileName, digest: sha256(file), ...where });
    },
    async trace() {
      const tables = ['projects', 'stages', 'milestones', 'tasks', 'dependencies', 'imports'];
      const counts = tables.map((table) => select(`SELECT COUNT(*) AS n, SUM(rev) AS r FROM ${table}`));
      return (await Promise.all([select(`SELECT COUNT(*) AS n FROM feed WHERE entity IN ('${tables.join("', '")}')`), ...counts])).map(
        (rows) => JSON.stringify(rows),
      );
    },
  };
}
