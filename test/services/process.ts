/** A server of the tests as a child process that cannot outlive them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Running = {
  port: number;
  /** Kills the server and removes its folder. */
  stop: () => Promise<void>;
  /** The server's own process, for tests that take it away. */
  pid: () => Promise<number>;
};

type Start = {
  name: string;
  /** Where it was before; default: one that is free. */
  port?: number;
  /** The command, once a folder and a port are known. */
  command: (folder: string, port: number) => string[];
  /** Puts what the server needs into its folder. */
  prepare?: (folder: string) => void;
  /** Resolves when the server answers; rejects as long as it does not. */
  ready: (port: number) => Promise<unknown>;
};

/**
 * The shell holds the server. Its input is a pipe from us: it closes when we end, in whatever way, even by `kill -9`,
 * and then the server goes and its folder too. In a session of its own, so that Ctrl-C reaches only us.
 */
const keeper = `
exec 3<&0
folder=$1; shift
"$@" </dev/null 3<&- >"$folder/log" 2>&1 &
server=$!
echo $server >"$folder/pid"
( cat <&3 >/dev/null; [ -e "$folder/pid" ] && kill -KILL $server 2>/dev/null ) &
exec 3<&-
wait $server
code=$?
rm -rf "$folder"
exit $code
`;

/** Starts a server on a free loopback port with a temporary folder and waits until it answers. */
export async function startProcess(start: Start): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryStart(start);
    } catch (error) {
      // Another program may have taken the port between our look and the server's bind.
      if (attempt === 3 || !/in use|bind on/i.test(String(error))) throw error;
    }
  }
}

async function tryStart(start: Start): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-'));
  const port = start.port ?? (await freePort());
  start.prepare?.(folder);
  const child = spawn('/bin/sh', ['-c', keeper, 'keeper', folder, ...start.command(folder, port)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // The pipe alone must not keep a finished test run alive.
  child.unref();
  (child.stdin as unknown as { unref?: () => void }).unref?.();
  const stop = async (): Promise<void> => {
    child.ref();
    child.stdin?.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(start, port, child, folder);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop, pid: async () => Number(readFileSync(join(folder, 'pid'), 'utf8')) };
}

async function untilReady(start: Start, port: number, child: ChildProcess, folder: string): Promise<void> {
  const until = Date.now() + 60_000;
  let log = '';
  while (child.exitCode === null && Date.now() < until) {
    try {
      await start.ready(port);
      return;
    } catch {
      log = lastLines(join(folder, 'log')) || log;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }
  throw new Error(`${start.name} did not start: ${log || 'it printed nothing'}`);
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(-6).join('\n');
  } catch {
    return '';
  }
}

/**
 * A port that nothing listens on, nor on the next one, where a demo has its site. It lies below those that systems lend to outgoing
 * connections (from 32768 on Linux, RFC 6335 from 49152), or one of these could take it before its server does.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 16_000) * 2;
    if ((await canListen(port)) && (await canListen(port + 1))) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
