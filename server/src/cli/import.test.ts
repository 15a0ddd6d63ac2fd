import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { mspdi, realPlan, realPlanPath } from '../modules/imports/plans.fixture.ts';
import { openWorld, type Tenant, type World } from '../testing/world.ts';

const plan = 'commercial-construction.mspdi.xml';

describe('portico import', () => {
  let database: FreshDatabase;
  let world: World;
  let tenant: Tenant;
  let folder: string;
  beforeAll(async () => {
    database = await freshDatabase('SQLite');
    // The server runs while the command line writes the same file.
    world = await openWorld(database.url);
    tenant = await world.tenant();
    folder = mkdtempSync(join(tmpdir(), 'portico-import-'));
  });
  afterAll(async () => {
    await world?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  function portico(...args: string[]): Promise<{ code: number | null; out: string; error: string }> {
    const child = spawn(process.execPath, ['server/bin/portico.mjs', 'import', ...args], {
      env: { ...process.env, DATABASE_URL: database.url, PORTICO_DATA: world.dataDirectory, LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, error] = ['', ''];
    child.stdout.on('data', (some: Buffer) => (out += some.toString()));
    child.stderr.on('data', (some: Buffer) => (error += some.toString()));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, error })));
  }
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const events = async (): Promise<number> =>
    Number(
      (
        await world.portico.runtime.sequelize.query(
          "SELECT COUNT(*) AS n FROM feed WHERE entity IN ('projects', 'stages', 'milestones', 'tasks', 'dependencies', 'imports')",
          { plain: true },
        )
      )?.['n'],
    );

  it('makes a project, writes nothing the second time, and shows a difference before it writes it', async () => {
    const path = file('plan.xml', mspdi([{ Name: 'Phase' }, { Name: 'Work', OutlineLevel: 2 }]));
    const before = await events();
    const dry = await portico(path, '--dry-run');
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('A new project: 2 tasks in 1 summary group, 0 links') });
    expect(await events()).toBe(before);
    const first = await portico(path);
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('2 tasks in 1 summary group, 0 links in Plan (prj_') });
    expect(first.error).toContain('Reading');
    const written = await events();
    expect(written).toBeGreaterThan(before);
    const second = await portico(path);
    expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing has changed in Plan .*: 0 written\.\n$/) });
    expect(await events()).toBe(written);

    file(
      'plan.xml',
      mspdi([{ Name: 'Phase' }, { Name: 'Work', OutlineLevel: 2, Finish: '2026-03-13T17:00:00' }, { Name: 'More', OutlineLevel: 2 }]),
    );
    const asked = await portico(path);
    expect(asked).toMatchObject({ code: 1, error: expect.stringContaining('Nothing was written. To write it, run the same with --yes.') });
    expect(asked.out).toContain('+ 1.2 More');
    expect(asked.out).toContain('~ 1.1 Work: due 2026-03-06 → 2026-03-13');
    expect(await events()).toBe(written);
    expect(await portico(path, '--yes')).toMatchObject({ code: 0, out: expect.stringContaining('3 tasks in 1 summary group') });
    expect(await events()).toBeGreaterThan(written);
  }, 120_000);

  it('refuses a broken file whole, with file, line and field, and a wrong call with exit code 2', async () => {
    const before = await events();
    const text = mspdi([{}, { PercentComplete: 'half' }]);
    const path = file('broken.xml', text);
    const line = text.slice(0, text.indexOf('half')).split('\n').length;
    const refused = await portico(path, '--client', tenant.clientId);
    expect(refused.code).toBe(1);
    expect(refused.error).toContain(`${path}:${line}: PercentComplete: “half” is not a whole number from 0 to 100`);
    expect(refused.error).toContain('refused whole; nothing was written');
    expect(await events()).toBe(before);
    expect((await portico()).code).toBe(2);
    expect(await portico(join(folder, 'none.xml'))).toMatchObject({ code: 1, error: expect.stringContaining('ENOENT') });
    expect(await portico(path, '--project', tenant.projectId.replace(/.$/, '0'))).toMatchObject({
      code: 1,
      error: expect.stringContaining('There is no project'),
    });
    expect((await portico(path, '--project', tenant.projectId, '--client', tenant.clientId)).code).toBe(2);
  }, 120_000);

  it.skipIf(realPlan(plan) === null)(
    `reads ${plan} into a project that is there, and the running server answers with it`,
    async () => {
      const answer = await portico(realPlanPath(plan), '--project', tenant.projectId);
      expect(answer).toMatchObject({ code: 0, out: expect.stringContaining('145 tasks in 19 summary groups, 176 links') });
      const { entities } = await (await tenant.as('owner')).ok(`GET /v1/projects/${tenant.projectId}/snapshot`);
      expect([entities.tasks.length, entities.dependencies.length]).toEqual([145, 176]);
      const before = await events();
      expect(await portico(realPlanPath(plan), '--project', tenant.projectId)).toMatchObject({
        code: 0,
        out: expect.stringContaining('0 written'),
      });
      expect(await events()).toBe(before);
    },
    120_000,
  );
});
