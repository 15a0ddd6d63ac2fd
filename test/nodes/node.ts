/** One server of several: a process of its own, and a way in front of it that can be cut and turned. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../services/process.ts';

const main = fileURLToPath(new URL('../../server/src/cli/main.ts', import.meta.url));

export interface Node {
  port: number;
  url: string;
  pid: number;
  /** What it has said on standard error so far: its log, a line each. */
  log(): string;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** As an operator stops it; answers its exit code. */
  stop(): Promise<number | null>;
}

/** What the starts of a run have compiled: each next one is a third quicker. */
const compiled = join(tmpdir(), 'portico-compiled');

/** `portico serve`, ready; rejects with what it said if it ends instead. */
export async function startNode(environment: Record<string, string>, words: readonly string[] = []): Promise<Node> {
  const data = mkdtempSync(join(tmpdir(), 'portico-node-'));
  const port = await freePort();
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    NODE_COMPILE_CACHE: compiled,
    LOG_LEVEL: 'info',
    PORT: String(port),
    PORTICO_DATA: data,
    RATE_LIMITS: 'off',
    DELAY_LIMIT: '0',
    ...environment,
  };
  const child: ChildProcess = spawn(process.execPath, [main, 'serve', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let log = '';
  child.stderr!.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = once(child, 'exit').then(([code]) => {
    rmSync(data, { recursive: true, force: true });
    return code as number | null;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Portico is ready at')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${said}${log}`)));
  });
  const end = (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended;
  };
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    pid: child.pid!,
    log: () => log,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

export interface Way {
  port: number;
  /** Where connections go from now on, in this order of trying. */
  to(...ports: number[]): void;
  /** Connections fall, and none is let through until `to` says where. */
  cut(): void;
  close(): Promise<void>;
}

/** As a load balancer without sticky sessions: any connection to any node that takes it. */
export async function openWay(...first: number[]): Promise<Way> {
  let ports = first;
  const pairs = new Set<Socket>();
  const server = createServer((socket) => {
    pairs.add(socket);
    socket.on('error', () => undefined).on('close', () => pairs.delete(socket));
    const tryNext = ([port, ...others]: number[]): void => {
      if (port === undefined) return void socket.destroy();
      const onward = connect(port, '127.0.0.1');
      let open = false;
      onward.once('connect', () => {
        open = true;
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => (open ? socket.destroy() : tryNext(others)));
      onward.on('close', () => open && socket.destroy());
      socket.on('close', () => onward.destroy());
    };
    tryNext(ports);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    ports = [];
    for (const socket of pairs) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    to(...next) {
      ports = next;
    },
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
