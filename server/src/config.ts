/** Environment → typed, validated configuration. Safe when empty: SQLite in `.portico`, loopback, secrets made once. */
import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** A configuration that cannot be used, in one sentence for the operator. */
export class ConfigurationError extends Error {}

export interface Config {
  host: string;
  port: number;
  /** Folder of the database, secrets and `demo.json`. */
  dataDirectory: string;
  databaseUrl: string;
  redisUrl: string | null;
  /** At least 32 bytes; signs sessions. */
  secret: string;
  /** Where browsers reach this server, without a slash at the end. */
  publicUrl: string;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Bearer token for `/metrics` from other machines; null: loopback only. */
  metricsToken: string | null;
  limits: {
    /** Bytes of a JSON body. */
    jsonBytes: number;
    /** Bytes of a socket packet. */
    socketBytes: number;
    /** Events in one answer of the feed. */
    feedEvents: number;
    /** Bytes of cached snapshots. */
    snapshotBytes: number;
  };
}

const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_534, 'must be a port number below 65535').default(4400),
  PORTICO_DATA: z.string().min(1).default('.portico'),
  DATABASE_URL: z.string().min(1).optional(),
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://').optional(),
  PORTICO_SECRET: z.string().min(32, 'must have at least 32 characters; make one with: openssl rand -base64 33').optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  JSON_LIMIT: z.coerce.number().int().min(1024).default(256 * 1024),
});

/** Secrets of examples and of habit; with one of these anybody could mint sessions. */
const known = /^(.)\1*$|change.?me|^(?:secret|password|portico|example|test)|0123456789|abcdefgh/i;

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Creates the data folder and checks that it can be written. @throws {ConfigurationError} */
function openDataDirectory(path: string): string {
  const directory = resolve(path);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
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
    throw new ConfigurationError(`HOST is ${variables.HOST}, which others can reach, so PORTICO_SECRET must be set. Make one with: openssl rand -base64 33.`);
  }
  const dataDirectory = openDataDirectory(variables.PORTICO_DATA);
  const shown = variables.HOST.includes(':') ? `[${variables.HOST}]` : variables.HOST;
  return {
    host: variables.HOST,
    port: variables.PORT,
    dataDirectory,
    databaseUrl: variables.DATABASE_URL ?? `sqlite:${join(dataDirectory, 'portico.sqlite')}`,
    redisUrl: variables.REDIS_URL ?? null,
    secret: variables.PORTICO_SECRET ?? keptSecret(dataDirectory),
    publicUrl: (variables.PUBLIC_URL ?? `http://${shown}:${variables.PORT}`).replace(/\/+$/, ''),
    logLevel: variables.LOG_LEVEL,
    metricsToken: variables.METRICS_TOKEN ?? null,
    limits: { jsonBytes: variables.JSON_LIMIT, socketBytes: 64 * 1024, feedEvents: 500, snapshotBytes: 64 * 1024 * 1024 },
  };
}
