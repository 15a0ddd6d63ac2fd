/**
 * Changes of milestones through the whole API (authenticated, validated, allowed, in the feed and its chain, with an Idempotency-Key), beside bare
 * `mysql2` that writes the same rows in transactions of its own (`same-rows.ts`). One hot project, by 16 and by one; and 16 projects, one each.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, startDatabase } from '../../services/databases.ts';
import { startChild } from '../child.ts';
import { load, sampled } from '../http-load.ts';
import { openHouse } from '../house.ts';
import { sender } from '../plan.ts';
import { alternate, judge, printRounds, rateRatio, type Contestant } from '../rounds.ts';
import type { Target } from '../same-rows.ts';

const seconds = Number(process.env['BENCH_SECONDS'] ?? 1);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7);

export default async function writes(): Promise<boolean> {
  const kind = process.env['BENCH_DATABASE'] === 'mysql' ? 'mysql' : 'mariadb';
  const server = await startDatabase(kind, { durable: true });
  if (!server) throw new Error(`There is no ${kind} on this machine. Run: npm test`);
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'));
  const database = await connect(server.url);
  await database.query('DROP DATABASE IF EXISTS bench');
  await database.query('CREATE DATABASE bench CHARACTER SET utf8mb4');
  const url = `${server.url}/bench`;
  const house = await openHouse(url, folder);
  const product = await startChild(new URL('../product.ts', import.meta.url), house.environment);
  const send = sender(`http://127.0.0.1:${product.port}`, house.secretKey);
  const { id: workspaceId } = await send<{ id: string }>('GET /v1/workspace');
  const bare = await startChild(new URL('bare.ts', import.meta.url), { DATABASE_URL: url, WORKSPACE: workspaceId });
  console.log(`${kind} ${server.version}, every commit on the disk, ${rounds} rounds of ${seconds} s`);

  const { id: clientId } = await send<{ id: string }>('POST /v1/clients', { name: 'Hengrui' });
  /** Milestones of a new project. */
  const project = async (count: number): Promise<Target[]> => {
    const { id } = await send<{ id: string }>('POST /v1/projects', { clientId, name: '恒瑞 CRM 二期', status: 'active' });
    const { id: stageId } = await send<{ id: string }>('POST /v1/stages', { projectId: id, name: 'Build' });
    const targets: Target[] = [];
    for (let nth = 0; nth < count; nth++) {
      const { id: milestone } = await send<{ id: string }>('POST /v1/milestones', { stageId, name: `里程碑 ${nth}`, due: '2027-01-15' });
      targets.push({ project: id, milestone });
    }
    return targets;
  };

  let written = 0;
  const own =
    (targets: readonly Target[]): Contestant =>
    () => {
      const until = performance.now() + seconds * 1000;
      const next = (nth: number) => {
        if (nth >= targets.length && performance.now() >= until) return undefined;
        return {
          port: product.port,
          method: 'PATCH',
          path: `/v1/milestones/${targets[nth % targets.length]!.milestone}`,
          headers: { Authorization: `Bearer ${house.secretKey}`, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
          body: JSON.stringify({ note: `own ${written++}` }),
        };
      };
      return sampled(product.cpu, () => load({ concurrency: targets.length, status: 200, next }));
    };
  const others =
    (targets: readonly Target[]): Contestant =>
    () =>
      sampled(bare.cpu, () => bare.call<number[]>('run', { targets, milliseconds: seconds * 1000 }));

  try {
    const hot = await project(16);
    const many = (await Promise.all(Array.from({ length: 16 }, () => project(1)))).flat();
    await own(hot)();
    await others(hot)();
    const measured = await alternate(
      {
        'bare, one project, 16 writers': others(hot),
        'one project, 16 writers': own(hot),
        'bare, one project, 1 writer': others(hot.slice(0, 1)),
        'one project, 1 writer': own(hot.slice(0, 1)),
        'bare, 16 projects, 16 writers': others(many),
        '16 projects, 16 writers': own(many),
      },
      rounds,
    );
    printRounds(measured, 'commits');
    const beside = (name: string): number => rateRatio(measured, name, `bare, ${name}`);
    return judge([
      { what: 'one project, 16 writers, beside bare', value: beside('one project, 16 writers'), is: '≥', limit: 1 },
      { what: 'one project, 1 writer, beside bare', value: beside('one project, 1 writer'), is: '≥', limit: 0.4 },
      { what: '16 projects, 16 writers, beside bare', value: beside('16 projects, 16 writers'), is: '≥', limit: 0.6 },
    ]);
  } finally {
    await Promise.allSettled([product.stop(), bare.stop()]);
    database.destroy();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
