/** Environment → typed, validated configuration. Safe when empty: SQLite in `.portico`, loopback, secrets made once. */
import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Rates } from './core/limits.ts';
import { readAllowed, type Allowed } from './outbound/addresses.ts';
import type { PressureLimits } from './transport/pressure.ts';

/** A configuration that cannot be used, in one sentence for the operator. */
export class ConfigurationError extends Error {}

/** What a node does; one image, many roles. */
export const nodeRoles = ['api', 'realtime', 'worker'] as const;
export type NodeRole = (typeof nodeRoles)[number];

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Config {
  host: string;
  port: number;
  /** `api` answers HTTP, `realtime` holds the sockets, `worker` hands events on and carries out jobs; what is missing is not done here. */
  roles: ReadonlySet<NodeRole>;
  /** Folder of the database, secrets and `demo.json`. */
  dataDirectory: string;
  databaseUrl: string;
  archive: {
    /** Where files with old events are; the same for all servers of a database. */
    folder: string;
    /** Days after which events move there by themselves; null: when `portico archive` says so. */
    days: number | null;
  };
  /** Where nodes on one database hear of each other at once; null: within the second. */
  redisUrl: string | null;
  /** At least 32 bytes; signs sessions. */
  secret: string;
  /** Where browsers reach this server, without a slash at the end. */
  publicUrl: string;
  mail: {
    /** `smtp://…`; null: nothing is sent, notices are kept to be read in Portico. */
    url: string | null;
    /** Address of the sender, with or without a name: `Portico <portico@vendor.com>`. */
    from: string;
  };
  /** Where webhooks may go beyond public machines on port 443. */
  webhooks: Allowed;
  logLevel: (typeof levels)[number];
  /** Bearer token for `/metrics` from other machines; null: loopback only. */
  metricsToken: string | null;
  /** Proxies that stand before this server and write `X-Forwarded-For`. */
  trustedProxies: number;
  /** Milliseconds for which a node that was told to stop still answers, while `/readyz` already says that it stops. */
  stopDelay: number;
  /** How often callers may ask; null: as often as they like. */
  rates: Rates | null;
  limits: {
    /** Bytes of a JSON body. */
    jsonBytes: number;
    /** Bytes of a socket packet. */
    socketBytes: number;
    /** Events in one answer of the feed. */
    feedEvents: number;
    /** Bytes of cached snapshots. */
    snapshotBytes: number;
    /** Characters of the last events of all streams, kept for who was away a moment. */
    recentBytes: number;
    /** Calls of one workspace that are worked on at once; others of its wait. 0: no limit. */
    workspaceCalls: number;
    /** Work beyond which requests are refused. */
    pressure: PressureLimits;
  };
}

/** What a client portal's pages, and a vendor's server, never need in good faith. */
const usualRates: Rates = { key: 100, session: 20, address: 5, person: 30 };
const rateRule = 'must be off, or figures such as key=100 session=20 address=5 (a second) person=30 (a minute); 0 is no limit';

/** @returns null: no limits; undefined: not readable */
function readRates(text: string): Rates | null | undefined {
  if (text.trim() === 'off') return null;
  const rates = { ...usualRates };
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const [, name, figure] = /^(key|session|address|person)=(\d{1,6})$/.exec(entry) ?? [];
    if (!name) return undefined;
    rates[name as keyof Rates] = Number(figure);
  }
  return rates;
}

/** @returns undefined: not readable */
export function readRoles(text: string): ReadonlySet<NodeRole> | undefined {
  const named = text.split(/[\s,]+/).filter(Boolean);
  const known = nodeRoles.filter((role) => named.includes(role));
  return known.length > 0 && known.length === new Set(named).size ? new Set(known) : undefined;
}

export const rolesRule = `must name one or more of ${nodeRoles.join(', ')}`;
const ages = 'must be a number of days from 1 to 36500';
const hops = 'must be the number of proxies before this server, 0 to 10';
const count = 'must be a number of requests from 1 to 1000000';
const together = 'must be a number of calls from 0 (no limit) to 10000';
const stopDelays = 'must be milliseconds from 0 to 60000';
const delays = 'must be milliseconds from 0 (no limit) to 60000';
const bytes = 'must be a number of bytes from 1024 to 67108864';
const portNumber = 'must be a port number below 65535';

const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number(portNumber).int(portNumber).min(0, portNumber).max(65_534, portNumber).default(4400),
  ROLES: z
    .string()
    .default(nodeRoles.join())
    .transform((text, context) => {
      const roles = readRoles(text);
      if (roles !== undefined) return roles;
      context.addIssue(rolesRule);
      return z.NEVER;
    }),
  PORTICO_DATA: z.string().min(1).default('.portico'),
  DATABASE_URL: z.string().min(1).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, hostname: /./, error: 'must begin with redis:// or rediss:// and name a host' }).optional(),
  PORTICO_SECRET: z.string().min(32, 'must have at least 32 characters; make one with: openssl rand -base64 33').optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must begin with smtp:// or smtps:// and name a host' }).optional(),
  MAIL_FROM: z
    .string()
    .max(254)
    .regex(
      /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      'must be an address, or a name and an address: Portico <portico@vendor.com>',
    )
    .optional(),
  WEBHOOK_ALLOW: z
    .string()
    .default('')
    .transform((text, context) => {
      const allowed = readAllowed(text);
      if (typeof allowed !== 'string') return allowed;
      context.addIssue(allowed);
      return z.NEVER;
    }),
  ARCHIVE_FOLDER: z.string().min(1).optional(),
  ARCHIVE_DAYS: z.coerce.number(ages).int(ages).min(1, ages).max(36_500, ages).optional(),
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  TRUST_PROXY: z.coerce.number(hops).int(hops).min(0, hops).max(10, hops).default(0),
  RATE_LIMITS: z
    .string()
    .default('')
    .transform((text, context) => {
      const rates = readRates(text);
      if (rates !== undefined) return rates;
      context.addIssue(rateRule);
      return z.NEVER;
    }),
  STOP_DELAY: z.coerce.number(stopDelays).int(stopDelays).min(0, stopDelays).max(60_000, stopDelays).default(0),
  REQUESTS_LIMIT: z.coerce.number(count).int(count).min(1, count).max(1_000_000, count).default(1000),
  WORKSPACE_LIMIT: z.coerce.number(together).int(together).min(0, together).max(10_000, together).default(25),
  DELAY_LIMIT: z.coerce.number(delays).int(delays).min(0, delays).max(60_000, delays).default(1000),
  JSON_LIMIT: z.coerce
    .number(bytes)
    .int(bytes)
    .min(1024, bytes)
    .max(64 * 1024 * 1024, bytes)
    .default(256 * 1024),
});

/** Secrets of examples and of habit; with one of these anybody could mint sessions. */
const known = /^(.)\1*$|change.?me|^(?:secret|password|portico|example|test)|0123456789|abcdefgh/i;

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Of the sender where none is configured; an IP address is no domain. */
function mailDomain(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : 'localhost';
}

/** With its parents. (Node's own `recursive` never returns below `/proc`.) */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Creates the data folder and checks that it can be written. @throws {ConfigurationError} */
function openDataDirectory(path: string): string {
  const directory = resolve(path);
  try {
    makeFolder(directory);
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError(`PORTICO_DATA (${directory}) cannot be written (${code}). Name a folder that this user may write.`);
  }
  return directory;
}

/** The secret of this installation: made once, kept in the data folder, readable by its owner alone. */
function keptSecret(directory: string): string {
  const path = join(directory, 'secret');
  if (existsSync(path)) {
    chmodSync(path, 0o600);
    const secret = readFileSync(path, 'utf8').trim();
    if (secret.length >= 32) return secret;
    throw new ConfigurationError(`${path} holds no secret of 32 characters. Put the old one back, or delete the file to end all sessions.`);
  }
  // Whole or not at all, and never twice: of processes that start at once the first one's secret stands.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, randomBytes(33).toString('base64url') + '\n', { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return keptSecret(directory);
}

/**
 * @throws {ConfigurationError} with one sentence that names the variable and what to write
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new ConfigurationError(`${path.join('.')} ${message}.`);
  }
  const variables = parsed.data;
  if (variables.PORTICO_SECRET !== undefined && known.test(variables.PORTICO_SECRET)) {
    throw new ConfigurationError('PORTICO_SECRET is one that anybody could guess. Make one with: openssl rand -base64 33.');
  }
  if (!isLoopback(variables.HOST) && variables.PORTICO_SECRET === undefined) {
    throw new ConfigurationError(
      `HOST is ${variables.HOST}, which others can reach, so PORTICO_SECRET must be set. Make one with: openssl rand -base64 33.`,
    );
  }
  const dataDirectory = openDataDirectory(variables.PORTICO_DATA);
  const shown = variables.HOST.includes(':') ? `[${variables.HOST}]` : variables.HOST;
  const publicUrl = (variables.PUBLIC_URL ?? `http://${shown}:${variables.PORT}`).replace(/\/+$/, '');
  return {
    host: variables.HOST,
    port: variables.PORT,
    roles: variables.ROLES,
    dataDirectory,
    databaseUrl: variables.DATABASE_URL ?? `sqlite:${join(dataDirectory, 'portico.sqlite')}`,
    archive: { folder: resolve(variables.ARCHIVE_FOLDER ?? join(dataDirectory, 'archive')), days: variables.ARCHIVE_DAYS ?? null },
    redisUrl: variables.REDIS_URL ?? null,
    secret: variables.PORTICO_SECRET ?? keptSecret(dataDirectory),
    publicUrl,
    mail: { url: variables.SMTP_URL ?? null, from: variables.MAIL_FROM ?? `portico@${mailDomain(publicUrl)}` },
    webhooks: variables.WEBHOOK_ALLOW,
    logLevel: variables.LOG_LEVEL,
    metricsToken: variables.METRICS_TOKEN ?? null,
    trustedProxies: variables.TRUST_PROXY,
    rates: variables.RATE_LIMITS,
    stopDelay: variables.STOP_DELAY,
    limits: {
      jsonBytes: variables.JSON_LIMIT,
      socketBytes: 64 * 1024,
      feedEvents: 500,
      snapshotBytes: 64 * 1024 * 1024,
      recentBytes: 16 * 1024 * 1024,
      workspaceCalls: variables.WORKSPACE_LIMIT,
      pressure: { requests: variables.REQUESTS_LIMIT, delay: variables.DELAY_LIMIT },
    },
  };
}
