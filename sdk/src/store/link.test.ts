import { describe, expect, test } from 'vitest';
import type { Milestone } from '../index.ts';
import { createWorld, pass } from './world.fixture.ts';

const world = createWorld();

describe('loss', () => {
  test('keeps data and position while cut off, and catches up by feed pages, each change once', async () => {
    world.start({ pageSize: 7 });
    const { store } = await world.live();
    const applied: number[] = [];
    store.milestones.subscribe((rows) => applied.push(rows[2]?.progress ?? -1));
    world.server.cut();
    await pass(10);
    expect(world.connection.link.value).toBe('offline');
    const since = world.connection.offlineSince.value;
    expect(since).toBeTypeOf('number');
    for (let progress = 1; progress <= 50; progress += 1) world.server.patch<Milestone>('milestones', 'mst_1', { progress });
    await pass(20_000);
    expect([store.state.value, store.milestones.value.length, world.connection.offlineSince.value]).toEqual(['ready', 3, since]);
    world.server.restore();
    await pass(1000);
    expect([world.connection.link.value, world.connection.offlineSince.value]).toEqual(['live', null]);
    expect(store.milestones.value[2]).toMatchObject({ progress: 50, rev: 51 });
    expect(applied).toEqual(applied.toSorted((a, b) => a - b));
    expect(world.snapshots()).toBe(1);
    await world.agrees();
  });

  test('asks when an event is missing, and buffers what comes meanwhile', async () => {
    const { store } = await world.live();
    world.server.delay(30);
    world.server.mangle((event) => (event.seq === 1 ? [] : [event]));
    for (const progress of [1, 2, 3]) world.server.patch<Milestone>('milestones', 'mst_1', { progress });
    await pass(10);
    world.server.patch<Milestone>('milestones', 'mst_2', { progress: 4 });
    await pass(100);
    expect(store.milestones.value.map(({ progress }) => progress)).toEqual([0, 4, 3]);
    expect(world.snapshots()).toBe(1);
    await world.agrees();
  });

  test('a new epoch means a new snapshot', async () => {
    const { store } = await world.live();
    world.server.patch<Milestone>('milestones', 'mst_1', { progress: 1 });
    await pass(10);
    world.server.newEpoch();
    world.server.patch<Milestone>('milestones', 'mst_1', { progress: 2 });
    await pass(100);
    expect([world.snapshots(), store.milestones.value[2]?.progress, world.server.followed().length]).toEqual([2, 2, 1]);
    world.server.patch<Milestone>('milestones', 'mst_1', { progress: 3 });
    await pass(10);
    await world.agrees();
  });

  test('what was trimmed away meanwhile comes by snapshot; the old data stays until then', async () => {
    const { store } = await world.live();
    world.server.cut();
    world.server.remove('milestones', 'mst_1');
    world.server.patch<Milestone>('milestones', 'mst_2', { progress: 2 });
    world.server.trim();
    world.server.restore();
    const lengths: number[] = [];
    store.milestones.subscribe((rows) => lengths.push(rows.length));
    await pass(1000);
    expect(lengths).toEqual([3, 2]);
    await world.agrees();
  });

  test('polls while the socket is shut out, and goes back to it', async () => {
    world.server.cut('socket');
    const store = world.connection.project('prj_1');
    store.retain();
    await pass(3500);
    expect([store.state.value, world.connection.link.value, world.connection.offlineSince.value]).toEqual(['ready', 'polling', null]);
    world.server.patch<Milestone>('milestones', 'mst_1', { progress: 9 });
    await pass(4000);
    expect(store.milestones.value[2]?.progress).toBe(9);
    world.server.restore();
    await pass(4000);
    expect(world.connection.link.value).toBe('live');
    const before = world.server.requests.length;
    await pass(20_000);
    expect(world.server.requests.length).toBe(before);
    await world.agrees();
  });

  test('wake() asks again on a socket that only seems to stand', async () => {
    const { store } = await world.live();
    world.server.mangle(() => []);
    world.server.patch<Milestone>('milestones', 'mst_1', { progress: 3 });
    await pass(60);
    expect(store.milestones.value[2]?.progress).toBe(0);
    world.connection.wake();
    await pass(10);
    expect(store.milestones.value[2]?.progress).toBe(3);
  });

  test('without realtime there is neither socket nor polling', async () => {
    world.connect({ realtime: false });
    const store = world.connection.project('prj_1');
    store.retain();
    await pass(20_000);
    expect([store.state.value, world.connection.link.value, world.server.requests.length]).toEqual(['ready', 'idle', 1]);
  });
});

describe('refusals', () => {
  test.each([
    [403, 'forbidden'],
    [404, 'not_found'],
  ])('%i of the snapshot: forbidden, not tried again', async (status, code) => {
    world.server.fail({ status, code });
    const store = world.connection.project('prj_1');
    store.retain();
    await pass(30_000);
    expect([store.state.value, store.error.value?.code, world.snapshots()]).toEqual(['forbidden', code, 1]);
    world.server.fail(null);
    await store.reload();
    expect([store.state.value, store.error.value]).toEqual(['ready', null]);
  });

  test('a project that is taken away loses its data, the other one stays', async () => {
    const { store } = await world.live('prj_1');
    const { store: other } = await world.live('prj_2');
    world.server.fail({ status: 404, code: 'not_found' }, 'prj_1');
    world.connection.wake();
    await pass(50);
    expect([store.state.value, store.milestones.value, store.project.value]).toEqual(['forbidden', [], null]);
    expect([other.state.value, other.milestones.value.length, world.connection.link.value]).toEqual(['ready', 1, 'live']);
  });

  test("a proxy's page is no word of Portico's: the data stays", async () => {
    const whole = world.server.options.fetch!;
    let broken = false;
    world.connect({ fetch: (...request) => (broken ? Promise.resolve(new Response('<html>', { status: 404 })) : whole(...request)) });
    const { store } = await world.live();
    broken = true;
    world.server.cut('socket');
    await pass(20_000);
    expect([store.state.value, store.milestones.value.length, world.connection.link.value]).toEqual(['ready', 3, 'offline']);
  });

  test('no network at first: error, and ready by itself once there is one', async () => {
    world.server.cut();
    const store = world.connection.project('prj_1');
    store.retain();
    await pass(10_000);
    expect([store.state.value, store.error.value?.code, store.error.value?.retryable]).toEqual(['error', 'token_unavailable', true]);
    world.server.restore();
    await pass(8000);
    expect([store.state.value, store.error.value]).toEqual(['ready', null]);
  });

  test('wake() and reload() do not wait for the next try', async () => {
    world.server.fail({ status: 500, code: 'internal' });
    const store = world.connection.project('prj_1');
    store.retain();
    await pass(60_000);
    expect([store.state.value, world.snapshots()]).toEqual(['error', 1]);
    world.connection.wake();
    await pass(10);
    expect([store.state.value, world.snapshots()]).toEqual(['error', 2]);
    world.server.fail(null);
    const loaded = store.reload();
    expect(store.state.value).toBe('loading');
    await loaded;
    expect(store.state.value).toBe('ready');
  });

  test('a subscription that is refused for the moment is tried again', async () => {
    world.server.fail({ status: 429, code: 'rate_limited', retryAfter: 2 }, 'subscribe');
    const store = world.connection.project('prj_1');
    store.retain();
    await pass(100);
    world.server.patch<Milestone>('milestones', 'mst_1', { progress: 8 });
    world.server.fail(null);
    await pass(2500);
    expect(store.milestones.value[2]?.progress).toBe(8);
  });
});
