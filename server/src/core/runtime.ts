/** What one running server is made of; handed down by `createPortico`, never global. */
import type { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Sequelize } from 'sequelize';
import type { Transactions } from '../db/transaction.ts';
import type { Config } from '../config.ts';
import type { Committed } from '../feed/append.ts';
import type { Due } from '../jobs/queue.ts';
import type { Snapshots } from '../feed/snapshot.ts';
import type { Recent } from '../feed/recent.ts';
import type { Positions } from '../feed/since.ts';
import type { Admitted } from './auth/ahead.ts';
import type { Identities } from './auth/identity.ts';
import type { Secrets } from './auth/secrets.ts';
import type { Claims } from './auth/session.ts';
import type { Clock, Steady } from './clock.ts';
import type { Limits } from './limits.ts';
import type { Memory } from './memory.ts';
import type { Registry } from './module.ts';
import type { Mutex } from './mutex.ts';
import type { Outbound } from './outbound.ts';
import type { Turns } from './turns.ts';

export interface Runtime {
  readonly config: Config;
  readonly sequelize: Sequelize;
  /** Where commands write; `transact()` alone opens them. */
  readonly transactions: Transactions;
  readonly clock: Clock;
  /** By which credentials end. */
  readonly steady: Steady;
  readonly log: Logger;
  readonly modules: Registry;
  readonly secrets: Secrets;
  readonly snapshots: Snapshots;
  /** Session tokens whose signature is known to be good. */
  readonly verified: LRUCache<string, Claims>;
  /** Who credentials were of a moment ago. */
  readonly admitted: Admitted;
  /** Who people and keys are now; read for each request, together with those who ask at the same moment. */
  readonly identities: Identities;
  /** Where streams stand now; read in the same way. */
  readonly positions: Positions;
  /** The last events of streams, as text. */
  readonly recent: Recent;
  /** Which project a row is of, by workspace and id; it never changes. */
  readonly owners: LRUCache<string, string>;
  /** What this node knows of the streams that it writes to. */
  readonly memory: Memory;
  /** How often each caller may still ask. */
  readonly limits: Limits;
  /** How much of one workspace is worked on at the same time. */
  readonly turns: Turns;
  /** SQLite has one writer: transactions of this process queue here. */
  readonly writer: Mutex;
  /** The only ways out to other machines. */
  readonly outbound: Outbound;
  /** What is written now happened long ago (the demo's history): the feed keeps it, but nobody is told by mail or webhook. */
  readonly quiet?: boolean;
  /** Called right after each commit, with what was appended. */
  readonly committed: Set<(events: readonly Committed[]) => void>;
  /** Called right after jobs were committed, with where they stand in the table. */
  readonly enqueued: Set<(jobs: readonly Due[]) => void>;
  /** Called after the rights of a person or key were taken away. */
  readonly revoked: Set<(who: { workspaceId: string; id: string }) => void>;
}
