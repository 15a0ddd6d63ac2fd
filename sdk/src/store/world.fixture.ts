/** A server in memory and a connection to it, made anew for each test, under a clock that the test moves. */
import { createHash } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { createConnection, type Connection, type ConnectionOptions, type ProjectStore } from '../index.ts';
import { memoryServer, type MemoryServer, type MemoryServerOptions } from '../testing/index.ts';
import { plan } from './plan.fixture.ts';

export interface World {
  server: MemoryServer;
  connection: Connection;
  /** Begins again with another server. */
  start(options: Partial<MemoryServerOptions>): void;
  /** Begins again with another connection. */
  connect(options: Partial<ConnectionOptions>): void;
  /** A project that somebody looks at, live. */
  live(id?: string): Promise<{ store: ProjectStore; release: () => void }>;
  /** Store and server have the same hash at the same position. */
  agrees(id?: string): Promise<void>;
  snapshots(): number;
}

const trueTimeout = setTimeout;

/** Moves the clock in small steps; bodies are read on the real event loop between them. */
export async function pass(ms: number): Promise<void> {
  const step = Math.max(5, ms / 40);
  for (let passed = 0; passed < ms; passed += step) {
    vi.advanceTimersByTime(Math.min(step, ms - passed));
    await new Promise((resolve) => trueTimeout(resolve, 1));
  }
}

export function createWorld(): World {
  const world = {
    start(options) {
      world.server = memoryServer({ entities: plan(), ...options });
      world.connect({});
    },
    connect(options) {
      world.connection?.close();
      world.connection = createConnection({ ...world.server.options, ...options });
    },
    async live(id = 'prj_1') {
      const store = world.connection.project(id);
      const release = store.retain();
      await pass(50);
      expect(world.connection.link.value).toBe('live');
      return { store, release };
    },
    async agrees(id = 'prj_1') {
      const store = world.connection.project(id);
      const [mine, theirs] = await Promise.all([store.hash(), world.server.snapshot(id)]);
      expect(mine).toBe(theirs.hash);
      expect(store.position()).toEqual(theirs.streams[0]);
    },
    snapshots: () => world.server.requests.filter(({ path }) => path.includes('/snapshot')).length,
  } as World;
  // As on a page that has been open for a moment: fetching code takes no time of the clock's.
  beforeAll(() => Promise.all([import('../realtime/live.ts'), import('../hash.ts')]));
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    // A thread pool would answer when it likes, which is not the clock's time.
    vi.spyOn(crypto.subtle, 'digest').mockImplementation(
      async (_, data) =>
        new Uint8Array(
          createHash('sha256')
            .update(data as Uint8Array)
            .digest(),
        ).buffer,
    );
    world.start({});
  });
  afterEach(() => {
    world.connection.close();
    world.server.close();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  return world;
}
