import { describe, expect, test } from 'vitest';
import type { Milestone } from '../index.ts';
import { createWorld, pass } from './world.fixture.ts';

const world = createWorld();

describe('the token', () => {
  test('is renewed at 80 % of its life, the socket stands through it', async () => {
    world.start({ ttl: 100 });
    await world.live();
    await pass(79_000);
    expect(world.server.tokens).toHaveLength(1);
    await pass(2000);
    expect([world.server.tokens.length, world.connection.link.value, world.server.followed().length]).toEqual([2, 'live', 1]);
  });

  test('is fetched again after a 401, once for all that wait for it', async () => {
    const { store } = await world.live();
    world.server.expire();
    world.server.cut('socket');
    const answers = await Promise.all([
      store.reload(),
      world.connection.call('milestones.list', { project: 'prj_1' }),
      world.connection.call('stages.list', { project: 'prj_1' }),
    ]);
    expect(answers).toHaveLength(3);
    expect(world.server.tokens).toHaveLength(2);
  });

  test('refused at the handshake: a new one, and connected at once', async () => {
    const { store } = await world.live();
    world.server.expire();
    await pass(400);
    expect([world.connection.link.value, world.server.tokens.length, store.state.value]).toEqual(['live', 2, 'ready']);
  });

  test('that cannot be had leaves the data on the page', async () => {
    let ill = false;
    const whole = world.server.options.fetchToken;
    world.connect({ fetchToken: (request) => (ill ? Promise.reject(new Error('500')) : whole(request)) });
    const { store } = await world.live();
    ill = true;
    world.server.expire();
    await pass(20_000);
    expect([store.state.value, store.milestones.value.length, world.connection.link.value]).toEqual(['ready', 3, 'offline']);
    ill = false;
    await pass(10_000);
    expect(world.connection.link.value).toBe('live');
  });

  test('that the vendor refuses takes the data off the page', async () => {
    let out = false;
    const whole = world.server.options.fetchToken;
    const signedOut = Object.assign(new Error('signed out'), { status: 401 });
    world.connect({ fetchToken: (request) => (out ? Promise.reject(signedOut) : whole(request)) });
    const { store } = await world.live();
    out = true;
    world.server.expire('token_revoked');
    await pass(1000);
    expect([store.state.value, store.milestones.value, world.connection.link.value]).toEqual(['forbidden', [], 'idle']);
  });

  test('of a person who is revoked for good takes the data off the page', async () => {
    let revoked = false;
    const whole = world.server.options.fetchToken;
    world.connect({
      async fetchToken(request) {
        const token = await whole(request);
        if (revoked) world.server.expire('token_revoked');
        return token;
      },
    });
    const { store } = await world.live();
    revoked = true;
    world.server.expire('token_revoked');
    await pass(1000);
    expect([store.state.value, store.milestones.value]).toEqual(['forbidden', []]);
  });
});

describe('another person signs in', () => {
  test('nothing of the first is left, and late answers are dropped', async () => {
    const { store } = await world.live();
    world.server.delay(500);
    const sent = world.connection.call('milestones.list', { project: 'prj_1' });
    const shown = store.optimistic<Milestone>('milestones', 'mst_1', { progress: 77 }, () =>
      world.connection.call('milestones.update', { id: 'mst_1', progress: 77 }),
    );
    const refused = Promise.allSettled([sent, shown]);
    await pass(10);
    world.connection.reset();
    expect([
      store.state.value,
      store.milestones.value,
      store.project.value,
      store.position(),
      store.touched.value.size,
      world.server.followed(),
    ]).toEqual(['loading', [], null, null, 0, []]);
    expect((await refused).map((one) => one.status === 'rejected' && (one.reason as { code: string }).code)).toEqual([
      'aborted',
      'aborted',
    ]);
    await pass(5000);
    expect([store.state.value, world.connection.link.value]).toEqual(['ready', 'live']);
    const first = world.server.tokens[0];
    const after = world.server.requests.slice(world.server.requests.findLastIndex(({ token }) => token === first) + 1);
    expect(world.server.tokens).toHaveLength(2);
    expect(after.every(({ token }) => token === world.server.tokens[1])).toBe(true);
  });

  test('while the first data is on its way', async () => {
    world.server.delay(500);
    const store = world.connection.project('prj_1');
    store.retain();
    await pass(1200);
    world.connection.reset();
    await pass(700);
    expect(store.state.value).toBe('loading');
    await pass(3000);
    expect([store.state.value, new Set(world.server.requests.map(({ token }) => token)).size]).toEqual(['ready', 2]);
  });

  test('a store nobody looks at is not loaded again', async () => {
    const { release } = await world.live();
    release();
    world.connection.reset();
    await pass(1000);
    expect(world.snapshots()).toBe(1);
  });
});
