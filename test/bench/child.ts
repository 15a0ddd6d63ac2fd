/** A contestant's server: a process of its own, so that its CPU is told from that of whoever asks it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface Child {
  port: number;
  /** Calls what the process `serve()`s. */
  call<T>(name: string, input?: unknown): Promise<T>;
  /** User and system time of the process so far, in microseconds. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

/** @param file of this folder, which calls `serve()`; its log goes nowhere, but it is written */
export async function startChild(file: URL, environment: Record<string, string>): Promise<Child> {
  const child: ChildProcess = fork(file, [], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', process.env['BENCH_LOG'] ? 'inherit' : 'ignore', 'ipc'],
    execArgv: ['--expose-gc'],
  });
  const ended = once(child, 'exit');
  let asked = 0;
  const call = <T>(name: string, input?: unknown): Promise<T> => {
    const id = ++asked;
    child.send({ id, name, input });
    return new Promise((resolve, reject) => {
      const hear = (message: { id: number; answer?: T; error?: string }): void => {
        if (message.id !== id) return;
        child.off('message', hear);
        if (message.error === undefined) resolve(message.answer as T);
        else reject(new Error(message.error));
      };
      child.on('message', hear);
      void ended.then(() => reject(new Error(`${file.pathname} has ended.`)));
    });
  };
  const port = await call<number>('start');
  return {
    port,
    call,
    cpu: () => call('cpu'),
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}

/** In the child: answers calls by name; `start` answers the port. Ends when its parent is gone. */
export function serve(calls: { start(): Promise<number>; stop(): Promise<void> } & Record<string, (input: never) => unknown>): void {
  const all: Record<string, (input: never) => unknown> = {
    ...calls,
    cpu: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    memory: () => {
      globalThis.gc?.();
      globalThis.gc?.();
      return process.memoryUsage().rss;
    },
  };
  process.on('message', ({ id, name, input }: { id: number; name: string; input: never }) => {
    Promise.resolve()
      .then(() => all[name]!(input))
      .then(
        (answer) => process.send!({ id, answer }),
        (error: unknown) => process.send!({ id, error: String(error) }),
      )
      // The parent may be gone.
      .catch(() => undefined);
  });
  process.on('disconnect', () => void calls.stop().finally(() => process.exit(0)));
}
