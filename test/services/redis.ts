/** A private Redis: loopback only, nothing written to disk. */
import { connect } from 'node:net';
import { given, redisPath } from './places.ts';
import { startProcess, type Running } from './process.ts';

export type Redis = { url: string; stop: Running['stop']; pid?: Running['pid'] };

/** Starts a private Redis, or takes the one that the environment names; null where there is none. */
export async function startRedis(options: { private?: boolean; port?: number } = {}): Promise<Redis | null> {
  const url = given('redis');
  if (url && !options.private) return { url, stop: async () => undefined };
  const path = redisPath();
  if (!path) return null;
  const server = await startProcess({
    name: 'Redis',
    ...(options.port && { port: options.port }),
    command: (folder, port) => [path, '--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'],
    ready: ping,
  });
  return { url: `redis://127.0.0.1:${server.port}`, stop: server.stop, pid: server.pid };
}

function ping(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      return String(data).startsWith('+PONG') ? resolve() : reject(new Error(String(data)));
    });
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer')));
  });
}
