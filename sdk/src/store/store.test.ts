import { describe, expect, test, vi } from 'vitest';
import type { Milestone } from '../index.ts';
import { createWorld, pass } from './world.fixture.ts';

const world = createWorld();

describe('one truth', () => {
  test('ten widgets share one token, one snapshot and one subscription', async () => {
    const stores = Array.from({ length: 10 }, () => world.connection.project('prj_1'));
    stores.forEach((store) => store.retain());
    await pass(50);
    expect(new Set(stores).size).toBe(1);
    expect(world.server.tokens).toHaveLength(1);
    expect(world.snapshots()).toBe(1);
    expect(world.server.followed()).toEqual(['project:prj_1:client']);
  });

  test('is in plan order', async () => {
    const { store } = await world.live();
    expect(store.project.value?.id).toBe('prj_1');
    expect(store.stages.value.map(({ id }) => id)).toEqual(['stg_b', 'stg_a']);
    expect(store.milestones.value.map(({ id }) => id)).toEqual(['mst_3', 'mst_2', 'mst_1']);
    expect(store.collection('milestones').value.map(({ id }) => id)).toEqual(['mst_1', 'mst_2', 'mst_3']);
  });

  test('takes changes, additions and removals, and agrees with the server', async () => {
    const { store } = await world.live();
    world.server.patch<Milestone>('milestones', 'mst_1', { progress: 40 });
    world.server.put<Milestone>('milestones', { ...store.milestones.value[0]!, id: 'mst_9', position: 9 });
    world.server.remove('milestones', 'mst_2');
    await pass(10);
    expect(store.milestones.value.map(({ id, progress }) => [id, progress])).toEqual([
      ['mst_3', 0],
      ['mst_9', 0],
      ['mst_1', 40],
    ]);
    expect([...store.touched.value.keys()].toSorted()).toEqual(['mst_1', 'mst_2', 'mst_9']);
    await world.agrees();
  });

  test('draws a burst once, and leaves what did not change as it was', async () => {
    const { store } = await world.live();
    const before = store.milestones.value;
    const seen = vi.fn();
    store.milestones.subscribe(seen);
    for (let progress = 1; progress <= 50; progress += 1) world.server.patch<Milestone>('milestones', 'mst_1', { progress });
    await pass(10);
    expect(seen).toHaveBeenCalledTimes(2);
    expect(store.milestones.value[0]).toBe(before[0]);
    expect(store.milestones.value[2]?.progress).toBe(50);
  });

  test('lives on for 5 s after the last release, then unsubscribes and drops', async () => {
    const { store, release } = await world.live();
    release();
    release();
    await pass(4900);
    const again = store.retain();
    await pass(10_000);
    expect([store.state.value, world.snapshots()]).toEqual(['ready', 1]);
    again();
    await pass(5100);
    expect([store.state.value, store.milestones.value, world.server.followed(), world.connection.link.value]).toEqual([
      'loading',
      [],
      [],
      'idle',
    ]);
    store.retain();
    await pass(50);
    expect([store.state.value, world.snapshots()]).toEqual(['ready', 2]);
  });

  test('two projects: each its own stream; one leaves, the other stays live', async () => {
    const { release } = await world.live('prj_1');
    const { store } = await world.live('prj_2');
    release();
    await pass(5100);
    world.server.patch<Milestone>('milestones', 'mst_4', { progress: 5 });
    await pass(10);
    expect(world.server.followed()).toEqual(['project:prj_2:client']);
    expect(store.milestones.value[0]?.progress).toBe(5);
  });

  test('a reload that live changes overtake takes nothing back', async () => {
    const { store } = await world.live();
    world.server.delay(50);
    const reloaded = store.reload();
    await pass(60);
    const progress: number[] = [];
    const stop = store.milestones.subscribe((rows) => progress.push(rows[2]!.progress));
    world.server.patch<Milestone>('milestones', 'mst_1', { progress: 7 });
    await pass(100);
    await reloaded;
    stop();
    expect([progress, world.snapshots()]).toEqual([[0, 7], 2]);
    await world.agrees();
  });
});

describe('own writes', () => {
  const write = (progress: number) => (): Promise<Milestone> => world.connection.call('milestones.update', { id: 'mst_1', progress });

  test('show at once; the answer and the event are one change', async () => {
    const { store } = await world.live();
    world.server.delay(100);
    const done = store.optimistic<Milestone>('milestones', 'mst_1', { progress: 30 }, write(30));
    expect(store.milestones.value[2]).toMatchObject({ progress: 30, rev: 1 });
    await pass(400);
    expect(await done).toMatchObject({ progress: 30, rev: 2 });
    expect(store.milestones.value[2]).toMatchObject({ progress: 30, rev: 2 });
    await world.agrees();
  });

  test('are outside the hash until the feed has them', async () => {
    const { store } = await world.live();
    const before = await store.hash();
    world.server.mangle(() => []);
    await store.optimistic<Milestone>('milestones', 'mst_1', { progress: 30 }, write(30));
    expect(store.milestones.value[2]).toMatchObject({ progress: 30, rev: 2 });
    expect(await store.hash()).toBe(before);
    world.connection.wake();
    await pass(10);
    await world.agrees();
  });

  test('that fail are taken back, and a change of somebody else shows', async () => {
    const { store } = await world.live();
    world.server.fail({ status: 409, code: 'conflict' }, '/trpc');
    const done = store.optimistic<Milestone>('milestones', 'mst_1', { progress: 30 }, write(30));
    const outcome = done.catch((error: unknown) => error);
    world.server.patch<Milestone>('milestones', 'mst_1', { progress: 5, name: 'Theirs' });
    await pass(1);
    expect(await outcome).toMatchObject({ code: 'conflict', status: 409 });
    await pass(10);
    expect(store.milestones.value[2]).toMatchObject({ progress: 5, name: 'Theirs' });
  });

  test('an answer that is older than the feed does not show', async () => {
    const { store } = await world.live();
    const stale = { ...store.milestones.value[2]!, rev: 2, progress: 10 };
    for (const progress of [10, 20]) world.server.patch<Milestone>('milestones', 'mst_1', { progress });
    await pass(10);
    await store.optimistic<Milestone>('milestones', 'mst_1', { progress: 10 }, () => Promise.resolve(stale));
    expect(store.milestones.value[2]).toMatchObject({ rev: 3, progress: 20 });
  });

  test('an answer does not bring back what is gone meanwhile', async () => {
    const { store } = await world.live();
    const stale = { ...store.milestones.value[2]!, rev: 2 };
    world.server.patch<Milestone>('milestones', 'mst_1', { progress: 10 });
    world.server.remove('milestones', 'mst_1');
    await pass(10);
    await store.optimistic<Milestone>('milestones', 'mst_1', { progress: 10 }, () => Promise.resolve(stale));
    expect(store.milestones.value.map(({ id }) => id)).toEqual(['mst_3', 'mst_2']);
  });

  test('an answer whose event never came ends with the next snapshot', async () => {
    const { store } = await world.live();
    world.server.mangle(() => []);
    await store.optimistic<Milestone>('milestones', 'mst_1', { progress: 30 }, write(30));
    world.server.remove('milestones', 'mst_1');
    world.server.newEpoch();
    expect(store.milestones.value).toHaveLength(3);
    world.connection.wake();
    await pass(50);
    expect(store.milestones.value).toHaveLength(2);
    await world.agrees();
  });

  test('lost answers: tried again under the same key, done once', async () => {
    const { store } = await world.live();
    world.server.delay(20);
    const done = store.optimistic<Milestone>('milestones', 'mst_1', { progress: 30 }, write(30));
    await pass(25);
    world.server.cut();
    await pass(100);
    world.server.restore();
    await pass(5000);
    expect(await done).toMatchObject({ rev: 2, progress: 30 });
    const tries = world.server.requests.filter(({ path }) => path.startsWith('/trpc'));
    expect(tries.length).toBeGreaterThan(1);
    expect(new Set(tries.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(world.server.events('prj_1')).toHaveLength(1);
    await world.agrees();
  });
});
