/**
 * Where `REDIS_URL` is set, BullMQ gives each job that is due to one worker, at once. All that it holds are ids of rows: the leased row
 * decides whether a job is still to be done and by whom, and what Redis forgets is found in the table a little later (`jobs.ts`).
 */
import { Redis } from 'ioredis';
import { namespaceOf, hasty, patient } from '../core/redis.ts';
import type { Runtime } from '../core/runtime.ts';
import { sharedNow } from './time.ts';

/** A row that waits from this moment of the clock that nodes share on. */
export interface Due {
  id: string;
  runAt: number;
  /** How often it was tried; the same row is told again after each. */
  attempts: number;
}

export interface JobQueue {
  /** Whether what is told arrives, and is given to somebody. */
  ready(): boolean;
  /** Takes nothing more. */
  pause(): void;
  stop(): Promise<void>;
}

const name = 'jobs';
const told = /^(job_[0-9a-z]{26})-\d{1,9}$/;

/** Who carries jobs out. */
export interface Carrier {
  /** Jobs at once. */
  atOnce: number;
  /** Resolves when the row has ended, or is not to be done here and now. */
  carry(id: string): Promise<unknown>;
  /** Redis is there (again), and may have forgotten what it was told. */
  back(): void;
}

/** @param carrier null where jobs are only told of */
export async function openQueue(runtime: Runtime, carrier: Carrier | null = null): Promise<JobQueue | null> {
  const { config, log } = runtime;
  if (config.redisUrl === null) return null;
  // Only where it is used: it takes a tenth of a second to load.
  const { Queue, Worker } = await import('bullmq');
  // Redis keeps the keys of one pair of braces together, as BullMQ's scripts need it.
  const prefix = `{${namespaceOf(config)}}`;
  const clients: Redis[] = [];
  const connection = (options: object): Redis => {
    const client = new Redis(config.redisUrl!, options);
    // Why Redis is away is said once, by `transport/nodes`.
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  const quiet = (error: Error): void => log.debug({ reason: error.message }, 'the queue of jobs');

  const teller = connection(hasty);
  const queue = new Queue(name, { connection: teller, prefix, skipWaitingForReady: true, skipMetasUpdate: true, skipVersionCheck: true });
  queue.on('error', quiet);
  if (carrier) teller.on('ready', () => carrier.back());
  const tell = (jobs: readonly Due[]): void => {
    if (teller.status !== 'ready') return;
    const now = sharedNow(runtime);
    const entries = jobs.map(({ id, runAt, attempts }) => ({
      name: 'job',
      data: {},
      opts: { jobId: `${id}-${attempts}`, delay: Math.max(0, runAt - now), removeOnComplete: true, removeOnFail: true },
    }));
    queue.addBulk(entries).catch(quiet);
  };
  runtime.enqueued.add(tell);

  const taker = carrier && connection({ ...patient, maxRetriesPerRequest: null });
  const worker =
    carrier &&
    new Worker(
      name,
      async ({ id = '' }) => {
        const [, row] = told.exec(id) ?? [];
        if (row) await carrier.carry(row);
      },
      { connection: taker!, prefix, concurrency: carrier.atOnce, skipVersionCheck: true, maxStalledCount: 1000, runRetryDelay: 1000 },
    );
  worker?.on('error', quiet);
  for (const client of clients) client.connect().catch(() => undefined);

  return {
    ready: () => teller.status === 'ready' && (taker === null || taker.status === 'ready'),
    pause: () => void worker?.pause(true).catch(quiet),
    async stop() {
      runtime.enqueued.delete(tell);
      // Nothing runs any more, and a Redis that is away must hold nobody up.
      const closed = Promise.allSettled([worker?.close(), queue.close()]);
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500).unref())]);
      for (const client of clients) client.disconnect();
    },
  };
}
