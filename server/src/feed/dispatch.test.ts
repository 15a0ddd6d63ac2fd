import { QueryTypes } from 'sequelize';
import { expect, it } from 'vitest';
import { transact } from '../core/command.ts';
import { repo } from '../core/repo.ts';
import { systemScope } from '../core/scope.ts';
import { createRuntime } from '../index.ts';
import { createLog } from '../log.ts';
import { MilestoneTable } from '../modules/milestones/index.ts';
import { openLine, until, type Line } from '../testing/line.ts';
import { onEachDialect } from '../testing/suite.ts';
import type { World } from '../testing/world.ts';
import { record } from './append.ts';
import { projectStreams } from './streams.ts';

onEachDialect('the dispatcher', (given) => {
  const waiting = async (of: World = given.world): Promise<number> =>
    (await of.portico.runtime.sequelize.query('SELECT id FROM outbox', { type: QueryTypes.SELECT })).length;
  const holder = async (of: World = given.world): Promise<string> =>
    (
      await of.portico.runtime.sequelize.query<{ owner: string }>("SELECT owner FROM leases WHERE name = 'dispatcher'", {
        type: QueryTypes.SELECT,
      })
    )[0]!.owner;

  /** A process that commits and dies before it can ring: it has no sockets and no dispatcher. */
  async function writeAndDie(note: string): Promise<void> {
    const { config } = given.world.portico.runtime;
    const runtime = createRuntime({ config, clock: given.world.clock, log: createLog(config) });
    await transact(systemScope(runtime, given.tenant.workspaceId), projectStreams(given.tenant.projectId), async (scope) => {
      const milestone = await repo(scope, MilestoneTable).get(given.tenant.milestoneIds[0]!);
      record(scope, 'milestone.updated', MilestoneTable, await repo(scope, MilestoneTable).update(milestone, { note }), milestone);
    });
    await runtime.transactions.close();
    await runtime.sequelize.close();
  }
  const follow = async (world: World, caller = given.tenant.as('manager')): Promise<Line> => {
    const line = await openLine(world.url, { token: (await caller).token });
    await line.ask('subscribe', { stream: `project:${given.tenant.projectId}:team`, epoch: '', seq: 0 });
    return line;
  };
  const notes = ({ events }: Line): unknown[] => events.map(({ data }) => (data as { note: unknown }).note);

  it('empties the outbox after commands', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        given.tenant.key.ok(`PATCH /v1/milestones/${given.tenant.milestoneIds[0]}`, { note: `n${index}` }),
      ),
    );
    await given.world.portico.drain();
    expect(await waiting()).toBe(0);
  });

  it('T15: rings for a process that died between its commit and its ring, once', async () => {
    const line = await follow(given.world);
    await writeAndDie('left behind');
    expect(await until(() => notes(line).includes('left behind'))).toBeLessThan(2500);
    await until(async () => (await waiting()) === 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(notes(line)).toEqual(['left behind']);
    line.close();
  });

  it('is one at a time; another node takes over at once from one that stops, and after its lease from one that died', async () => {
    const [first, second, third] = [await given.node(), await given.node(), await given.node()];
    const manager = given.tenant.as('manager');
    const owner = await holder();
    await first.portico.drain();
    await second.portico.drain();
    expect(await holder()).toBe(owner);
    const secondLine = await follow(second, manager);
    const { sequelize } = second.portico.runtime;
    await given.world.portico.stop();
    expect(await until(async () => (await holder(second)) !== owner, 2500)).toBeLessThan(2500);
    // The lease of a node that was killed: nobody gives it up.
    await first.portico.stop();
    await until(async () => {
      await sequelize.query("UPDATE leases SET owner = 'killed', until = ? WHERE name = 'dispatcher'", {
        replacements: [Math.round(performance.timeOrigin + performance.now()) + 1500],
        type: QueryTypes.UPDATE,
      });
      return (await holder(second)) === 'killed';
    });
    const line = await follow(third, manager);
    await writeAndDie('orphan');
    const milliseconds = await until(() => notes(line).includes('orphan') || notes(secondLine).includes('orphan'), 6000);
    expect(milliseconds).toBeLessThan(6000);
    await until(async () => (await holder(third)) !== 'killed', 6000);
    await until(async () => (await waiting(third)) === 0);
    for (const open of [line, secondLine]) open.close();
  });
});
