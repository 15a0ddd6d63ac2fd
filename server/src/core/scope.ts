/**
 * What one authenticated person may reach. Every door asks for a `Scope`, and only the check in `core/auth` and the
 * system's own work can make one, so that a function cannot be called with an unchecked id.
 */
import { policyRoles, type Role } from './policy.ts';
import type { Quota } from './limits.ts';
import type { Language } from './language.ts';
import type { Runtime } from './runtime.ts';
import type { Statement } from '../db/statements.ts';
import type { Ahead, Tx } from '../db/transaction.ts';
import type { Pending } from '../feed/append.ts';

/** Which view of a project a person has; also the last part of the name of a project's stream. */
export type ProjectAudience = 'client' | 'team';

export interface Actor {
  kind: 'member' | 'contact' | 'key' | 'system';
  id: string;
  name: string;
}

/** Of one request: what the idempotency row and the log need of it. */
export interface RequestFacts {
  id: string;
  /** In which a refusal is said; default English. */
  language?: Language;
  /** The `Idempotency-Key` header. */
  idempotencyKey?: string | undefined;
  /** Set by the procedure: the key, what it was used for, and which members of the answer are not kept. */
  idempotency?: { key: string; hash: string; omit: readonly string[] | undefined };
  /** Set by the check: what is left of the caller's allowance. */
  quota?: Quota | null;
  /** Set where a command begins before its caller is looked up anew. */
  sure?: Surety;
  /** Set by `transact()` when the answer is that of an earlier request with the same key. */
  replayed?: boolean;
}

/** How it becomes sure that a caller still is who they were. Nothing is committed or answered before. */
export interface Surety {
  /** Looks them up, at the first call; fails if they may not after all. */
  look(): Promise<void>;
  /** A condition that holds if they are. A transaction that has carried it out needs no look. */
  condition: Statement;
  proven: boolean;
}

/** An open transaction: the streams it has locked and what it has recorded. */
export interface OpenTransaction {
  readonly line: Tx;
  readonly pending: Pending;
}

interface Reach {
  workspaceId: string;
  actor: Actor;
  role: Role;
  /** Ids, or every project of the workspace. */
  projects: ReadonlySet<string> | '*';
  /** Of a contact. */
  clientId: string | null;
  /** Widgets that the session was minted for. */
  widgets: readonly string[] | '*';
}

const made: unique symbol = Symbol('made by the check');

export class Scope {
  declare readonly [made]: true;
  readonly runtime: Runtime;
  readonly workspaceId: string;
  readonly actor: Actor;
  readonly role: Role;
  readonly projects: ReadonlySet<string> | '*';
  readonly clientId: string | null;
  readonly widgets: readonly string[] | '*';
  readonly request: RequestFacts;
  readonly tx: OpenTransaction | null;
  /** What the next command of this request is likely to read first; `transact()` takes it. */
  readonly ahead: Ahead[] = [];

  private constructor(runtime: Runtime, reach: Reach, request: RequestFacts, tx: OpenTransaction | null) {
    this.runtime = runtime;
    this.workspaceId = reach.workspaceId;
    this.actor = reach.actor;
    this.role = reach.role;
    this.projects = reach.projects;
    this.clientId = reach.clientId;
    this.widgets = reach.widgets;
    this.request = request;
    this.tx = tx;
  }

  /** Contacts see the client's view of a project, everybody else the team's. */
  get audience(): ProjectAudience {
    return policyRoles.contacts.some((role) => role === this.role) ? 'client' : 'team';
  }

  /** The same person inside a transaction. */
  within(tx: OpenTransaction): Scope {
    return new Scope(this.runtime, this, this.request, tx);
  }

  /** Only `core/auth` and `systemScope()` call this; a lint test holds it. */
  static of(runtime: Runtime, reach: Reach, request: RequestFacts): Scope {
    return new Scope(runtime, reach, request, null);
  }
}

/** The system's own work in one workspace: snapshots, jobs, the command line. It is never made from input alone. */
export function systemScope(runtime: Runtime, workspaceId: string): Scope {
  return Scope.of(
    runtime,
    { workspaceId, actor: { kind: 'system', id: 'system', name: 'Portico' }, role: 'system', projects: '*', clientId: null, widgets: '*' },
    { id: 'system' },
  );
}
