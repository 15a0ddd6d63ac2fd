/** Portico as a library: `createPortico(options)` → `{ app, io, start, stop }`. The command line starts the same. */
import { createServer, type RequestListener, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import type { Express } from 'express';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import { readConfig, type Config } from './config.ts';
import { createIdentities } from './core/auth/identity.ts';
import { deriveSecrets } from './core/auth/secrets.ts';
import { createMemory } from './core/memory.ts';
import { createAdmitted } from './core/auth/ahead.ts';
import { createVerified } from './core/auth/session.ts';
import { createSteady, systemClock, type Clock } from './core/clock.ts';
import { createLimits } from './core/limits.ts';
import { createMutex } from './core/mutex.ts';
import type { Runtime } from './core/runtime.ts';
import { createTurns } from './core/turns.ts';
import { assertReachable, connect } from './db/connection.ts';
import { assertCollations, assertServer } from './db/server.ts';
import { openTransactions } from './db/transaction.ts';
import { migrate, pendingMigrations } from './db/migrate.ts';
import { createRecent } from './feed/recent.ts';
import { createPositions } from './feed/since.ts';
import { createSnapshots } from './feed/snapshot.ts';
import type { Loop } from './jobs/loop.ts';
import { openQueue, type JobQueue } from './jobs/queue.ts';
import { keepMark } from './jobs/mark.ts';
import { createLog } from './log.ts';
import { registry } from './modules/index.ts';
import { createOutbound } from './outbound/index.ts';
import { createApp } from './transport/http.ts';
import { createMetrics } from './transport/metrics.ts';
import { createPressure } from './transport/pressure.ts';
import { createNodes } from './transport/nodes.ts';
import { openSockets } from './transport/socket.ts';
import { startWorker, type Worker } from './worker.ts';

export type { AppRouter } from './modules/index.ts';
export { readConfig, ConfigurationError, type Config } from './config.ts';
export { DatabaseUnusable } from './db/connection.ts';

export const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

export interface PorticoOptions {
  /** Default: from the environment. */
  config?: Config;
  clock?: Clock;
  log?: Logger;
  /** Bring the schema up to date before anything is served; default true. */
  migrate?: boolean;
}

export interface Portico {
  /** To be mounted in an Express application of your own, or served by `start()`. */
  readonly app: Express;
  /** Null on a node without the role `realtime`. */
  readonly io: Server | null;
  readonly runtime: Runtime;
  readonly http: HttpServer;
  /** Migrates, listens, starts background work. Answers the port. */
  start(): Promise<number>;
  /** Takes no new work, ends what is running, closes the database. */
  stop(): Promise<void>;
  /** Hands on everything that waits in the outbox, and carries out the jobs that are due and those that follow from them. */
  drain(): Promise<void>;
}

/** The runtime without any face: what the command line and `createPortico` stand on. */
export function createRuntime({
  config = readConfig(process.env),
  clock = systemClock,
  log = createLog(config),
}: PorticoOptions = {}): Runtime {
  const sequelize = connect(config.databaseUrl);
  const steady = createSteady(clock);
  const recent = createRecent({ sequelize, config, log }, config.limits.recentBytes);
  return {
    config,
    clock,
    steady,
    log,
    sequelize,
    transactions: openTransactions(config.databaseUrl),
    modules: registry,
    secrets: deriveSecrets(config.secret),
    outbound: createOutbound(config),
    snapshots: createSnapshots(registry, config.limits.snapshotBytes),
    verified: createVerified(),
    admitted: createAdmitted(),
    memory: createMemory(),
    identities: createIdentities(sequelize, registry.identities, steady),
    positions: createPositions(sequelize),
    owners: new LRUCache({ max: 20_000 }),
    limits: createLimits(config.rates),
    // Half of what may be under way at all: however much one workspace asks, there is room for others.
    turns: createTurns(config.limits.workspaceCalls, Math.floor(config.limits.pressure.requests / 2)),
    recent,
    writer: createMutex(),
    committed: new Set([recent.add]),
    enqueued: new Set(),
    revoked: new Set(),
  };
}

/** A Portico server. Nothing listens before `start()`. */
export function createPortico(options: PorticoOptions = {}): Portico {
  const runtime = createRuntime(options);
  const { config, sequelize, log } = runtime;
  const metrics = createMetrics();
  let stopping = false;
  let migrated = false;
  const pressure = createPressure(config.limits.pressure, metrics.shed);
  const { app, front } = createApp(runtime, metrics, { notReady, note: () => nodes.note() }, version);
  const guarded = pressure.guard(front);
  // Who is late is looked for often, or ten seconds become forty.
  const timeouts = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2000, keepAliveTimeout: 65_000 };
  const http = createServer(timeouts, listening);
  const sockets = config.roles.has('realtime') ? openSockets(runtime, http, metrics, (workspaceId) => nodes.follow(workspaceId)) : null;
  const nodes = createNodes(runtime, {
    moved: (streams) => sockets?.heard(streams),
    // Only one node hands events on, and it may not be the one that committed; or it has just stopped.
    work: () => worker?.wake(),
    workspaces: () => sockets?.workspaces() ?? new Set(),
    connected: () => sockets?.look(),
  });
  let mark: Pick<Loop, 'stop'> | null = null;
  let worker: Worker | null = null;
  let teller: JobQueue | null = null;

  function listening(...[request, response]: Parameters<RequestListener>): void {
    // Whoever asks next asks another node, and nobody's connection is cut between two requests.
    if (stopping) response.shouldKeepAlive = false;
    guarded(request, response);
  }

  async function notReady(): Promise<string | null> {
    if (stopping) return 'stopping';
    if (!migrated) return 'starting';
    const crowded = pressure.reason();
    if (crowded) return crowded;
    const late = sleep(2000, 'the database is too slow to answer', { ref: false });
    return Promise.race([
      late,
      sequelize.query('SELECT 1').then(
        () => null,
        () => 'the database does not answer',
      ),
    ]);
  }

  async function start(): Promise<number> {
    await assertReachable(sequelize);
    await assertServer(sequelize);
    let ran: string[] = [];
    if (options.migrate ?? true) {
      ran = await migrate(sequelize);
    } else {
      const pending = await pendingMigrations(sequelize);
      if (pending.length > 0) throw new Error(`The database lacks ${pending.join(', ')}. Run: portico migrate`);
    }
    await assertCollations(sequelize);
    mark = await keepMark(runtime);
    await listen(http, config);
    migrated = true;
    // Said only now: where nothing can be started, the one line that says why stands alone.
    if (ran.length > 0) log.info({ migrations: ran }, 'the schema was brought up to date');
    if (config.roles.has('worker')) worker = startWorker(runtime);
    else teller = await openQueue(runtime);
    nodes.join();
    const { port } = http.address() as AddressInfo;
    log.info({ host: config.host, port, roles: [...config.roles] }, 'Portico listens');
    return port;
  }

  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    // Who leads requests here learns it from `/readyz`, and is answered until then.
    if (migrated && config.stopDelay > 0) await sleep(config.stopDelay);
    const handedOver = worker?.handOver().then(() => nodes.tellWorkers());
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    // Requests that are running get five seconds; a connection goes as soon as its request has ended.
    const idle = setInterval(() => http.closeIdleConnections(), 100);
    const late = setTimeout(() => http.closeAllConnections(), 5000);
    pressure.stop();
    await sockets?.stop();
    await closed;
    await handedOver;
    nodes.leave();
    clearInterval(idle);
    clearTimeout(late);
    await worker?.stop();
    await teller?.stop();
    runtime.outbound.close();
    await mark?.stop();
    await runtime.transactions.close();
    await sequelize.close();
    if (migrated) log.info('Portico has stopped');
  }

  return { app, io: sockets?.io ?? null, runtime, http, start, stop, drain: async () => worker?.drain() };
}

/** Pages that come back at once wait here; who finds it full tries again a second later. (The system has a limit of its own.) */
const backlog = 4096;

/** @throws {PortInUse} in one sentence for the operator */
function listen(http: HttpServer, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    http.listen({ port, host, backlog }, () => resolve());
  });
}

/** An address that cannot be listened on, in one sentence for the operator. */
export class CannotListen extends Error {}

export function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): CannotListen {
  const why: Record<string, string> = {
    EADDRINUSE: 'something else listens there. Stop it, or choose another port with PORT',
    EACCES: 'this user may not listen there. Choose a PORT above 1023',
    EADDRNOTAVAIL: 'this machine has no such address. Check HOST',
  };
  return new CannotListen(`Cannot listen on ${host}:${port}: ${why[error.code ?? ''] ?? error.code}.`, { cause: error });
}
