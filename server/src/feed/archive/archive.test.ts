/** Old events in files: nobody who reads sees a difference, whoever is stopped loses nothing, and a file that was touched is noticed. */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueryTypes } from 'sequelize';
import { expect, it } from 'vitest';
import { onEachDialect } from '../../testing/suite.ts';
import { eventBefore } from '../event.ts';
import type { WireEvent } from '../since.ts';
import { verifyChain } from '../verify.ts';
import { archiveBefore, type Step } from './move.ts';
import { pathOf, segmentsOf } from './segments.ts';

onEachDialect('the archive', (given) => {
  const runtime = () => given.world.portico.runtime;
  const rows = <R extends object>(sql: string, ...replacements: unknown[]) =>
    runtime().sequelize.query<R>(sql, { replacements, type: QueryTypes.SELECT });
  const inTable = async (): Promise<number> => Number((await rows<{ n: number }>('SELECT COUNT(*) AS n FROM feed'))[0]!.n);
  const move = (after?: (step: Step) => void) => archiveBefore(runtime(), new Date(runtime().clock.now()), after ? { after } : {});

  /** Every event of the two streams of the project as their readers get them, in pages of such a size. */
  async function read(limit: number): Promise<WireEvent[]> {
    const { tenant } = given;
    // Not from memory.
    runtime().recent.clear();
    const all: WireEvent[] = [];
    for (const [caller, audience] of [
      [tenant.key, 'team'],
      [await tenant.as('viewer'), 'client'],
    ] as const) {
      const stream = `project:${tenant.projectId}:${audience}`;
      const [{ epoch }] = (await rows<{ epoch: string }>('SELECT epoch FROM streams WHERE stream = ?', stream)) as [{ epoch: string }];
      for (let seq = 0, more = true; more;) {
        const page = await caller.ok(`GET /v1/feed?stream=${stream}&epoch=${epoch}&seq=${seq}&limit=${limit}`);
        all.push(...page.events);
        seq += page.events.length;
        more = page.more;
      }
    }
    return all;
  }

  it('answers who was away for long with the same events as before, to the letter', async () => {
    const { tenant, world } = given;
    for (let progress = 1; progress <= 12; progress++)
      await tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[progress % 3]}`, { progress });
    await world.portico.drain();
    const before = await read(500);
    expect(before.length).toBeGreaterThan(25);
    const all = await inTable();
    world.clock.advance(1000);
    const moved = (await move())!;
    expect(moved.events).toBe(all);
    // Of each entity the last one stays, so that the next can be compared with it.
    expect(await inTable()).toBeLessThan(moved.events - 15);
    for (const limit of [4, 500]) expect(await read(limit), `pages of ${limit}`).toEqual(before);
    expect((await verifyChain(runtime())).broken).toEqual([]);
    await tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { progress: 99 });
    const after = await read(500);
    expect(after.length).toBe(before.length + 2);
    const last = after.findLast(({ stream }) => stream.endsWith(':team'))!;
    expect((await eventBefore(runtime(), tenant.workspaceId, last))?.rev).toBe(last.rev - 1);
    expect(await verifyChain(runtime())).toMatchObject({ broken: [] });
    // Who may read it is asked as ever.
    const stream = `project:${tenant.projectId}:team`;
    expect((await (await tenant.as('viewer')).rest(`GET /v1/feed?stream=${stream}`)).status).toBe(404);
  });

  it('loses and doubles nothing wherever it is stopped, and the next run ends what was begun', async () => {
    const { tenant, world } = given;
    await world.portico.drain();
    // Before the row that says so, files are the same wherever it is written.
    const steps = given.dialect === 'SQLite' ? (['written', 'named', 'noted', 'deleted'] as const) : (['noted', 'deleted'] as const);
    for (const step of steps) {
      for (let progress = 1; progress <= 3; progress++)
        await tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { progress: progress + step.length });
      await world.portico.drain();
      const before = await read(500);
      world.clock.advance(1000);
      const stopped = move((done) => {
        if (done === step) throw new Error('stopped');
      });
      await expect(stopped, step).rejects.toThrow('stopped');
      expect(await read(40), step).toEqual(before);
      expect((await verifyChain(runtime())).broken, step).toEqual([]);
      await move();
      expect(await read(40), step).toEqual(before);
      expect((await verifyChain(runtime())).broken, step).toEqual([]);
      expect(await rows('SELECT 1 FROM segments WHERE sweptAt IS NULL'), step).toEqual([]);
    }
  });

  it('says what to do where a file is not found, and `verify` says which; one that was touched is noticed', async () => {
    const { tenant } = given;
    const stream = `project:${tenant.projectId}:team`;
    const [segment] = await segmentsOf(runtime(), tenant.workspaceId, stream);
    const path = pathOf(runtime(), segment!.file);
    const bytes = readFileSync(path);
    expect(readdirSync(join(path, '..')).every((name) => !name.endsWith('.part'))).toBe(true);
    const wrong = async (): Promise<string> => (await verifyChain(runtime())).broken.map(({ reason }) => reason).join();
    renameSync(path, `${path}.away`);
    runtime().recent.clear();
    const answer = await tenant.key.rest(`GET /v1/feed?stream=${stream}`);
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable', detail: expect.stringContaining('ARCHIVE_FOLDER') } });
    expect(JSON.stringify(answer.body)).not.toContain(path);
    expect(await wrong()).toMatch(/is not in the archive's folder/);
    for (const touched of [
      bytes.subarray(0, -20),
      Buffer.concat([bytes.subarray(0, 30), Buffer.from([bytes[30]! ^ 4]), bytes.subarray(31)]),
    ]) {
      writeFileSync(path, touched);
      expect(await wrong()).toMatch(/was changed/);
    }
    writeFileSync(path, bytes);
    expect(await wrong()).toBe('');
    expect(existsSync(path)).toBe(true);
    const [{ seq }] = (await rows<{ seq: number }>(
      'SELECT MAX(seq) AS seq FROM feed WHERE stream = ? AND seq <= ?',
      stream,
      segment!.toSeq,
    )) as [{ seq: number }];
    await runtime().sequelize.query("UPDATE feed SET data = REPLACE(data, '1', '2') WHERE stream = ? AND seq = ?", {
      replacements: [stream, seq],
    });
    expect(await wrong()).toMatch(/not the one in the archive/);
  });
});
