/** The role `worker`: hands events on to their consumers, and carries out the jobs that follow from them. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Runtime } from './core/runtime.ts';
import { startDispatcher } from './feed/dispatch.ts';
import { startJobs } from './jobs/jobs.ts';
import { consumers } from './outbound/index.ts';

export interface Worker {
  /** There may be events to hand on. */
  wake(): void;
  /** See `Portico`. */
  drain(): Promise<void>;
  /** Takes no more events; another node may take them from here on. */
  handOver(): Promise<void>;
  /** Ends the jobs that are running. */
  stop(): Promise<void>;
}

/** What is on its way to other machines gets so long; what is cut off is sent again by whoever works next. */
const graceMilliseconds = 1000;

export function startWorker(runtime: Runtime): Worker {
  const jobs = startJobs(runtime);
  const node = `${hostname().slice(0, 20)}:${process.pid} ${randomUUID().slice(0, 8)}`;
  const dispatcher = startDispatcher(runtime, node, consumers, jobs.wake);
  dispatcher.wake();
  return {
    wake: dispatcher.wake,
    async drain() {
      // An event makes a job that writes a notice, which is an event.
      for (let turn = 0; turn < 3; turn++) {
        await dispatcher.drain();
        await jobs.drain();
      }
    },
    handOver: dispatcher.stop,
    async stop() {
      const cut = setTimeout(() => runtime.outbound.close(), graceMilliseconds);
      await jobs.stop();
      clearTimeout(cut);
    },
  };
}
