import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnection, type Connection, type Milestone } from '../index.ts';
import { memoryServer, type MemoryServer, type MemoryServerOptions } from '../testing/index.ts';
import { plan } from './plan.fixture.ts';

let server: MemoryServer;
let connection: Connection;

function start(options: Partial<MemoryServerOptions> = {}): void {
  server = memoryServer({ entities: plan(), ...options });
  connection = createConnection(server.options);
}

const snapshots = (): number => server.requests.filter(({ path }) => path.includes('/snapshot')).length;

const trueTimeout = setTimeout;

/** Moves the clock in small steps; bodies and digests are read on the real event loop between them. */
async function pass(ms: number): Promise<void> {
  const step = Math.max(5, ms / 40);
  for (let passed = 0; passed < ms; passed += step) {
    vi.advanceTimersByTime(Math.min(step, ms - passed));
    await new Promise((resolve) => trueTimeout(resolve, 1));
  }
}

async function live(id = 'prj_1') {
  const store = connection.project(id);
  const release = store.retain();
  await pass(50);
  expect(connection.link.value).toBe('live');
  return { store, release };
}

async function agrees(id = 'prj_1'): Promise<void> {
  const [mine, theirs] = await Promise.all([connection.project(id).hash(), server.snapshot(id)]);
  expect(mine).toBe(theirs.hash);
  expect(connection.project(id).position()).toEqual(theirs.streams[0]);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  start();
});
afterEach(() => {
  connection.close();
  server.close();
  vi.useRealTimers();
});

describe('one truth', () => {
  test('ten widgets share one token, one snapshot and one subscription', async () => {
    const stores = Array.from({ length: 10 }, () => connection.project('prj_1'));
    stores.forEach((store) => store.retain());
    await pass(50);
    expect(new Set(stores).size).toBe(1);
    expect(server.tokens).toHaveLength(1);
    expect(snapshots()).toBe(1);
    expect(server.followed()).toEqual(['project:prj_1:client']);
  });

  test('is in plan order', async () => {
    const { store } = await live();
    expect(store.project.value?.id).toBe('prj_1');
    expect(store.stages.value.map(({ id }) => id)).toEqual(['stg_b', 'stg_a']);
    expect(store.milestones.value.map(({ id }) => id)).toEqual(['mst_3', 'mst_2', 'mst_1']);
    expect(store.collection('milestones').value.map(({ id }) => id)).toEqual(['mst_1', 'mst_2', 'mst_3']);
  });

  test('takes changes, additions and removals, and agrees with the server', async () => {
    const { store } = await live();
    server.patch<Milestone>('milestones', 'mst_1', { progress: 40 });
    server.put<Milestone>('milestones', { ...store.milestones.value[0]!, id: 'mst_9', position: 9 });
    server.remove('milestones', 'mst_2');
    await pass(10);
    expect(store.milestones.value.map(({ id, progress }) => [id, progress])).toEqual([['mst_3', 0], ['mst_9', 0], ['mst_1', 40]]);
    expect([...store.touched.value.keys()].toSorted()).toEqual(['mst_1', 'mst_2', 'mst_9']);
    await agrees();
  });

  test('draws a burst once, and leaves what did not change as it was', async () => {
    const { store } = await live();
    const before = store.milestones.value;
    const seen = vi.fn();
    store.milestones.subscribe(seen);
    for (let progress = 1; progress <= 50; progress += 1) server.patch<Milestone>('milestones', 'mst_1', { progress });
    await pass(10);
    expect(seen).toHaveBeenCalledTimes(2);
    expect(store.milestones.value[0]).toBe(before[0]);
    expect(store.milestones.value[2]?.progress).toBe(50);
  });

  test('lives on for 5 s after the last release, then unsubscribes and drops', async () => {
    const { store, release } = await live();
    release();
    release();
    await pass(4900);
    const again = store.retain();
    await pass(10_000);
    expect([store.state.value, snapshots()]).toEqual(['ready', 1]);
    again();
    await pass(5100);
    expect([store.state.value, store.milestones.value, server.followed(), connection.link.value]).toEqual(['loading', [], [], 'idle']);
    store.retain();
    await pass(50);
    expect([store.state.value, snapshots()]).toEqual(['ready', 2]);
  });

  test('two projects: each its own stream; one leaves, the other stays live', async () => {
    const { release } = await live('prj_1');
    const { store } = await live('prj_2');
    release();
    await pass(5100);
    server.patch<Milestone>('milestones', 'mst_4', { progress: 5 });
    await pass(10);
    expect(server.followed()).toEqual(['project:prj_2:client']);
    expect(store.milestones.value[0]?.progress).toBe(5);
  });
});

describe('loss', () => {
  test('keeps data and position while cut off, and catches up by feed pages, each change once', async () => {
    start({ pageSize: 7 });
    const { store } = await live();
    const applied: number[] = [];
    store.milestones.subscribe((rows) => applied.push(rows[2]?.progress ?? -1));
    server.cut();
    await pass(10);
    expect(connection.link.value).toBe('offline');
    const since = connection.offlineSince.value;
    expect(since).toBeTypeOf('number');
    for (let progress = 1; progress <= 50; progress += 1) server.patch<Milestone>('milestones', 'mst_1', { progress });
    await pass(20_000);
    expect([store.state.value, store.milestones.value.length, connection.offlineSince.value]).toEqual(['ready', 3, since]);
    server.restore();
    await pass(1000);
    expect([connection.link.value, connection.offlineSince.value]).toEqual(['live', null]);
    expect(store.milestones.value[2]).toMatchObject({ progress: 50, rev: 51 });
    expect(applied).toEqual(applied.toSorted((a, b) => a - b));
    expect(snapshots()).toBe(1);
    await agrees();
  });

  test('asks when an event is missing, and buffers what comes meanwhile', async () => {
    const { store } = await live();
    server.delay(30);
    server.mangle((event) => (event.seq === 1 ? [] : [event]));
    for (const progress of [1, 2, 3]) server.patch<Milestone>('milestones', 'mst_1', { progress });
    await pass(10);
    server.patch<Milestone>('milestones', 'mst_2', { progress: 4 });
    await pass(100);
    expect(store.milestones.value.map(({ progress }) => progress)).toEqual([0, 4, 3]);
    expect(snapshots()).toBe(1);
    await agrees();
  });

  test('a new epoch means a new snapshot', async () => {
    const { store } = await live();
    server.patch<Milestone>('milestones', 'mst_1', { progress: 1 });
    await pass(10);
    server.newEpoch();
    server.patch<Milestone>('milestones', 'mst_1', { progress: 2 });
    await pass(100);
    expect([snapshots(), store.milestones.value[2]?.progress, server.followed().length]).toEqual([2, 2, 1]);
    server.patch<Milestone>('milestones', 'mst_1', { progress: 3 });
    await pass(10);
    await agrees();
  });

  test('what was trimmed away meanwhile comes by snapshot; the old data stays until then', async () => {
    const { store } = await live();
    server.cut();
    server.remove('milestones', 'mst_1');
    server.patch<Milestone>('milestones', 'mst_2', { progress: 2 });
    server.trim();
    server.restore();
    const lengths: number[] = [];
    store.milestones.subscribe((rows) => lengths.push(rows.length));
    await pass(1000);
    expect(lengths).toEqual([3, 2]);
    await agrees();
  });

  test('polls while the socket is shut out, and goes back to it', async () => {
    server.cut('socket');
    const store = connection.project('prj_1');
    store.retain();
    await pass(3500);
    expect([store.state.value, connection.link.value, connection.offlineSince.value]).toEqual(['ready', 'polling', null]);
    server.patch<Milestone>('milestones', 'mst_1', { progress: 9 });
    await pass(4000);
    expect(store.milestones.value[2]?.progress).toBe(9);
    server.restore();
    await pass(4000);
    expect(connection.link.value).toBe('live');
    const before = server.requests.length;
    await pass(20_000);
    expect(server.requests.length).toBe(before);
    await agrees();
  });

  test('wake() asks again on a socket that only seems to stand', async () => {
    const { store } = await live();
    server.mangle(() => []);
    server.patch<Milestone>('milestones', 'mst_1', { progress: 3 });
    await pass(60);
    expect(store.milestones.value[2]?.progress).toBe(0);
    connection.wake();
    await pass(10);
    expect(store.milestones.value[2]?.progress).toBe(3);
  });

  test('without realtime there is neither socket nor polling', async () => {
    connection = createConnection({ ...server.options, realtime: false });
    const store = connection.project('prj_1');
    store.retain();
    await pass(20_000);
    expect([store.state.value, connection.link.value, server.requests.length]).toEqual(['ready', 'idle', 1]);
  });
});

describe('refusals', () => {
  test.each([[403, 'forbidden'], [404, 'not_found']])('%i of the snapshot: forbidden, not tried again', async (status, code) => {
    server.fail({ status, code });
    const store = connection.project('prj_1');
    store.retain();
    await pass(30_000);
    expect([store.state.value, store.error.value?.code, snapshots()]).toEqual(['forbidden', code, 1]);
    server.fail(null);
    await store.reload();
    expect([store.state.value, store.error.value]).toEqual(['ready', null]);
  });

  test('a project that is taken away loses its data, the other one stays', async () => {
    const { store } = await live('prj_1');
    const { store: other } = await live('prj_2');
    server.fail({ status: 404, code: 'not_found' }, 'prj_1');
    connection.wake();
    await pass(50);
    expect([store.state.value, store.milestones.value, store.project.value]).toEqual(['forbidden', [], null]);
    expect([other.state.value, other.milestones.value.length, connection.link.value]).toEqual(['ready', 1, 'live']);
  });

  test("a proxy's page is no word of Portico's: the data stays", async () => {
    const { store } = await live();
    const { fetch: whole } = server.options;
    connection.close();
    connection = createConnection({ ...server.options, fetch: (...request) => broken ? Promise.resolve(new Response('<html>', { status: 404 })) : whole!(...request) });
    let broken = false;
    const other = connection.project('prj_1');
    other.retain();
    await pass(50);
    broken = true;
    server.cut('socket');
    await pass(20_000);
    expect([other.state.value, other.milestones.value.length, connection.link.value, store.id]).toEqual(['ready', 3, 'offline', 'prj_1']);
  });

  test('no network at first: error, and ready by itself once there is one', async () => {
    server.cut();
    const store = connection.project('prj_1');
    store.retain();
    await pass(10_000);
    expect([store.state.value, store.error.value?.code, store.error.value?.retryable]).toEqual(['error', 'token_unavailable', true]);
    server.restore();
    await pass(8000);
    expect([store.state.value, store.error.value]).toEqual(['ready', null]);
  });

  test('wake() and reload() do not wait for the next try', async () => {
    server.fail({ status: 500, code: 'internal' });
    const store = connection.project('prj_1');
    store.retain();
    await pass(60_000);
    expect([store.state.value, snapshots()]).toEqual(['error', 1]);
    connection.wake();
    await pass(10);
    expect([store.state.value, snapshots()]).toEqual(['error', 2]);
    server.fail(null);
    const loaded = store.reload();
    expect(store.state.value).toBe('loading');
    await loaded;
    expect(store.state.value).toBe('ready');
  });

  test('a subscription that is refused for the moment is tried again', async () => {
    server.fail({ status: 429, code: 'rate_limited', retryAfter: 2 }, 'subscribe');
    const store = connection.project('prj_1');
    store.retain();
    await pass(100);
    server.patch<Milestone>('milestones', 'mst_1', { progress: 8 });
    server.fail(null);
    await pass(2500);
    expect(store.milestones.value[2]?.progress).toBe(8);
  });
});

describe('the token', () => {
  test('is renewed at 80 % of its life, the socket stands through it', async () => {
    start({ ttl: 100 });
    await live();
    await pass(79_000);
    expect(server.tokens).toHaveLength(1);
    await pass(2000);
    expect([server.tokens.length, connection.link.value, server.followed().length]).toEqual([2, 'live', 1]);
  });

  test('is fetched again after a 401, once for all that wait for it', async () => {
    const { store } = await live();
    server.expire();
    server.cut('socket');
    const answers = await Promise.all([store.reload(), connection.call('milestones.list' as never, undefined as never), connection.call('stages.list' as never, undefined as never)]);
    expect(answers).toHaveLength(3);
    expect(server.tokens).toHaveLength(2);
  });

  test('refused at the handshake: a new one, and connected at once', async () => {
    const { store } = await live();
    server.expire();
    await pass(400);
    expect([connection.link.value, server.tokens.length, store.state.value]).toEqual(['live', 2, 'ready']);
  });

  test('that cannot be had leaves the data on the page', async () => {
    const { store } = await live();
    connection.close();
    let ill = false;
    connection = createConnection({ ...server.options, fetchToken: (request) => (ill ? Promise.reject(new Error('500')) : server.options.fetchToken(request)) });
    const other = connection.project('prj_1');
    other.retain();
    await pass(50);
    ill = true;
    server.expire();
    await pass(20_000);
    expect([other.state.value, other.milestones.value.length, connection.link.value, store.state.value]).toEqual(['ready', 3, 'offline', 'loading']);
    ill = false;
    await pass(10_000);
    expect(connection.link.value).toBe('live');
  });

  test('that the vendor refuses takes the data off the page', async () => {
    let out = false;
    connection = createConnection({
      ...server.options,
      fetchToken: (request) => (out ? Promise.reject(Object.assign(new Error('signed out'), { status: 401 })) : server.options.fetchToken(request)),
    });
    const { store } = await live();
    out = true;
    server.expire('token_revoked');
    await pass(1000);
    expect([store.state.value, store.milestones.value, connection.link.value]).toEqual(['forbidden', [], 'idle']);
  });

  test('of a person who is revoked for good takes the data off the page', async () => {
    connection = createConnection({ ...server.options, fetchToken: async () => server.options.fetchToken({ project: undefined }).then((token) => (revoked && server.expire('token_revoked'), token)) });
    let revoked = false;
    const { store } = await live();
    revoked = true;
    server.expire('token_revoked');
    await pass(1000);
    expect([store.state.value, store.milestones.value]).toEqual(['forbidden', []]);
  });
});

describe('another person signs in', () => {
  test('nothing of the first is left, and late answers are dropped', async () => {
    const { store } = await live();
    server.delay(500);
    const sent = connection.call('milestones.list' as never, undefined as never);
    const shown = store.optimistic<Milestone>('milestones', 'mst_1', { progress: 77 }, () => connection.call('milestones.update' as never, { id: 'mst_1', progress: 77 } as never));
    const refused = Promise.allSettled([sent, shown]);
    await pass(10);
    connection.reset();
    expect([store.state.value, store.milestones.value, store.project.value, store.position(), store.touched.value.size, server.followed()]).toEqual(['loading', [], null, null, 0, []]);
    expect((await refused).map((one) => one.status === 'rejected' && (one.reason as { code: string }).code)).toEqual(['aborted', 'aborted']);
    await pass(5000);
    expect([store.state.value, connection.link.value]).toEqual(['ready', 'live']);
    const first = server.tokens[0];
    const after = server.requests.slice(server.requests.findLastIndex(({ token }) => token === first) + 1);
    expect(server.tokens).toHaveLength(2);
    expect(after.every(({ token }) => token === server.tokens[1])).toBe(true);
  });

  test('while the first data is on its way', async () => {
    server.delay(500);
    const store = connection.project('prj_1');
    store.retain();
    await pass(1200);
    connection.reset();
    await pass(700);
    expect(store.state.value).toBe('loading');
    await pass(3000);
    expect([store.state.value, new Set(server.requests.map(({ token }) => token)).size]).toEqual(['ready', 2]);
  });

  test('a store nobody looks at is not loaded again', async () => {
    const { release } = await live();
    release();
    connection.reset();
    await pass(1000);
    expect(snapshots()).toBe(1);
  });
});

describe('own writes', () => {
  const write = (progress: number) => (): Promise<Milestone> => connection.call('milestones.update' as never, { id: 'mst_1', progress } as never);

  test('show at once; the answer and the event are one change', async () => {
    const { store } = await live();
    server.delay(100);
    const done = store.optimistic<Milestone>('milestones', 'mst_1', { progress: 30 }, write(30));
    expect(store.milestones.value[2]).toMatchObject({ progress: 30, rev: 1 });
    await pass(400);
    expect(await done).toMatchObject({ progress: 30, rev: 2 });
    expect(store.milestones.value[2]).toMatchObject({ progress: 30, rev: 2 });
    await agrees();
  });

  test('are outside the hash until the feed has them', async () => {
    const { store } = await live();
    const before = await store.hash();
    server.mangle(() => []);
    await store.optimistic<Milestone>('milestones', 'mst_1', { progress: 30 }, write(30));
    expect(store.milestones.value[2]).toMatchObject({ progress: 30, rev: 2 });
    expect(await store.hash()).toBe(before);
    connection.wake();
    await pass(10);
    await agrees();
  });

  test('that fail are taken back, and a change of somebody else shows', async () => {
    const { store } = await live();
    server.fail({ status: 409, code: 'conflict' }, '/trpc');
    const done = store.optimistic<Milestone>('milestones', 'mst_1', { progress: 30 }, write(30));
    const settled = expect(done).rejects.toMatchObject({ code: 'conflict', status: 409 });
    server.patch<Milestone>('milestones', 'mst_1', { progress: 5, name: 'Theirs' });
    await pass(1);
    await settled;
    await pass(10);
    expect(store.milestones.value[2]).toMatchObject({ progress: 5, name: 'Theirs' });
  });

  test('an answer that is older than the feed does not show', async () => {
    const { store } = await live();
    const stale = { ...store.milestones.value[2]!, rev: 2, progress: 10 };
    for (const progress of [10, 20]) server.patch<Milestone>('milestones', 'mst_1', { progress });
    await pass(10);
    await store.optimistic<Milestone>('milestones', 'mst_1', { progress: 10 }, () => Promise.resolve(stale));
    expect(store.milestones.value[2]).toMatchObject({ rev: 3, progress: 20 });
  });

  test('lost answers: tried again under the same key, done once', async () => {
    const { store } = await live();
    server.delay(20);
    const done = store.optimistic<Milestone>('milestones', 'mst_1', { progress: 30 }, write(30));
    await pass(25);
    server.cut();
    await pass(100);
    server.restore();
    await pass(5000);
    expect(await done).toMatchObject({ rev: 2, progress: 30 });
    const tries = server.requests.filter(({ path }) => path.startsWith('/trpc'));
    expect(tries.length).toBeGreaterThan(1);
    expect(new Set(tries.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(server.events('prj_1')).toHaveLength(1);
    await agrees();
  });
});
