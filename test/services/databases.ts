/** Private MariaDB and MySQL servers: loopback only, temporary data, small memory. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type Connection } from 'mysql2/promise';
import { cache, databaseProgram, given, type DatabaseKind, type DatabaseProgram } from './places.ts';
import { startProcess, type Running } from './process.ts';

export type Database = { url: string; version: string; stop: Running['stop']; pid?: Running['pid'] };

interface Options {
  /** Every commit reaches the disk, as in production; the ordinary tests do without it. */
  durable?: boolean;
  /** Even where the environment names another. */
  private?: boolean;
  /** Where its data stays when it ends, and the port that it has each time. */
  at?: { folder: string; port: number };
}

/**
 * Starts a private server of this kind, or takes the one that the environment names.
 * @returns null where there is no such server on this machine
 */
export async function startDatabase(kind: DatabaseKind, options: Options = {}): Promise<Database | null> {
  const url = given(kind);
  if (url && !options.private) return { url, version: await versionOf(kind, url), stop: async () => undefined };
  const found = databaseProgram(kind);
  if (!found) return null;
  const template = emptyData(found);
  const server = await startProcess({
    name: `${found.kind} ${found.version}`,
    ...(options.at && { port: options.at.port }),
    prepare(folder) {
      const data = join(options.at?.folder ?? folder, 'data');
      if (!existsSync(data)) cpSync(template, data, { recursive: true, filter: (path) => !path.endsWith('auto.cnf') });
    },
    command: (folder, port) => [
      found.command,
      ...flags(found, folder, join(options.at?.folder ?? folder, 'data'), port, options.durable ?? false),
    ],
    ready: (port) => versionOf(kind, address(kind, port)),
  });
  const own = address(kind, server.port);
  return { url: own, version: await versionOf(kind, own), stop: server.stop, pid: server.pid };
}

const address = (kind: DatabaseKind, port: number): string => `${kind}://root@127.0.0.1:${port}`;

/** Opens a connection to a `mysql://` or `mariadb://` address. */
export const connect = (url: string): Promise<Connection> =>
  createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), connectTimeout: 5000, multipleStatements: true });

/** What the server says of itself; the name of its program proves nothing. */
async function versionOf(kind: DatabaseKind, url: string): Promise<string> {
  const connection = await connect(url);
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    const version = String((rows as { version: string }[])[0]?.version);
    if (version.includes('MariaDB') !== (kind === 'mariadb'))
      throw new Error(`TEST_${kind.toUpperCase()}_URL is not ${kind} but ${version}`);
    return version;
  } finally {
    connection.destroy();
  }
}

function flags(found: DatabaseProgram, folder: string, data: string, port: number, durable: boolean): string[] {
  return [
    ...base(found),
    `--datadir=${data}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(data, 'server.pid')}`,
    `--tmpdir=${folder}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--max-connections=300',
    '--performance-schema=OFF',
    '--innodb-buffer-pool-size=64M',
    `--innodb-flush-log-at-trx-commit=${durable ? 1 : 0}`,
    ...(durable ? [] : ['--innodb-doublewrite=OFF']),
    '--character-set-server=utf8mb4',
    '--default-time-zone=+00:00',
    ...(found.kind === 'mysql'
      ? ['--mysqlx=OFF', '--disable-log-bin', '--innodb-redo-log-capacity=16M']
      : ['--skip-log-bin', '--innodb-log-file-size=8M']),
  ];
}

/** What stands before everything else, for the first initialising and for every start. Root must name the user to run as. */
function base(found: DatabaseProgram): string[] {
  return process.getuid?.() === 0 ? [...found.first, '--user=root'] : found.first;
}

/**
 * The data folder of a server that has never been used, made once for each version and user and copied for each start
 * (MySQL takes seconds to make one). It gets its name only when it is whole.
 */
function emptyData(found: DatabaseProgram): string {
  const target = join(cache, `${found.kind}-${found.version}-data-${process.getuid?.() ?? 0}`);
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'data-'));
  const data = join(work, 'data');
  const [command, ...args] = found.initialize
    ? [
        found.initialize,
        ...base(found),
        `--datadir=${data}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        '--innodb-log-file-size=8M',
      ]
    : [found.command, ...base(found), '--initialize-insecure', `--datadir=${data}`, '--innodb-redo-log-capacity=16M', '--mysqlx=OFF'];
  try {
    const result = spawnSync(command, args, { encoding: 'utf8' });
    if (result.status !== 0)
      throw new Error(
        `${found.kind} ${found.version} could not make a data folder: ${(result.stderr || result.stdout).trim().split('\n').slice(-3).join(' ')}`,
      );
    try {
      renameSync(data, target);
    } catch (error) {
      if (!existsSync(target)) throw error; // another run was quicker
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return target;
}
