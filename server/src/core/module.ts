/** A module: one domain concept as data. From the list of modules come routers, policy, events, snapshots, docs and generated tests. */
import type { AnyTRPCRouter } from '@trpc/server';
import type { Identity } from './auth/identity.ts';
import type { Machine } from './machine.ts';
import type { Notice, Notices } from './notice.ts';
import type { Policy, Rule } from './policy.ts';
import { mergePolicies } from './policy.ts';
import type { Job } from '../jobs/jobs.ts';
import type { Columns, Row, Table } from '../db/table.ts';
import type { Scope } from './scope.ts';
import type { Plain } from './view.ts';

/**
 * Who reads a stream. `client` and `team` are `project:<id>:client` and `project:<id>:team`, `contact` is `contact:<id>`,
 * `workspace` is `workspace:<id>` (members), `audit` is `audit:<id>`, which nobody can subscribe to.
 */
export type Audience = 'client' | 'team' | 'contact' | 'workspace' | 'audit';

export interface View<T extends Table = Table, Unseen extends string = never> {
  /**
   * Row → what this audience may see, or null if it may not see it at all. Pure: it knows nothing but the row. Members stand in the
   * order of their names, as the text of snapshots has them (`feed/entity-text.ts`).
   */
  readonly present: (row: Omit<Row<T>, Unseen>) => { id: string; rev: number } | null;
  /** The same as data, where it is columns and nothing more (`columnsView()`). */
  readonly plain?: Plain;
}

export interface Entity<T extends Table = Table> {
  readonly table: T;
  /** Name of its collection in snapshots and events. */
  readonly collection: string;
  /** The column that holds the project's id (`id` for the project itself); null for what belongs to the workspace. */
  readonly project: string | null;
  readonly views: Partial<Record<Audience, View<T>>>;
  /** Columns that no view reads: rows for snapshots come without them. (Of a view that is columns, it is known which it reads.) */
  readonly unseen?: readonly string[] | undefined;
  /**
   * Which rows contacts may reach beside the project and workspace predicates; `null` is none. Members and keys reach all of theirs.
   * Default: by project if there is one, else none.
   */
  readonly reach?: (scope: Scope) => Record<string, unknown> | null;
}

export interface Module {
  readonly name: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a view takes the rows of its own table, which a list of modules cannot name
  readonly entity?: Entity<any>;
  readonly policy: Policy;
  readonly router: AnyTRPCRouter;
  /** Event types that it appends, `<noun>.<past verb>`. */
  readonly events: readonly string[];
  /** Which `status` of its rows follows which, where commands of that name move it. */
  readonly machine?: Machine;
  /** How people or keys of this module prove who they are. */
  readonly identity?: Identity;
  readonly jobs?: Readonly<Record<string, Job>>;
  /** Tables beside that of its entity, for what keeps a whole workspace; `key` tells rows of one workspace apart. */
  readonly tables?: Readonly<Record<string, { columns: Columns; key: readonly string[] }>>;
  /** Mails that its events cause. */
  readonly notices?: Notices;
  /** Widgets of this concept and the actions that they need: what a session minted for them alone may do. */
  readonly widgets?: Readonly<Record<string, readonly string[]>>;
  /** Procedures whose answer is kept as bytes with an `ETag`, by the procedure's name. */
  readonly cached?: Readonly<Record<string, (scope: Scope, input: never) => Promise<CachedAnswer>>>;
}

export type Encoding = 'br' | 'gzip';

/** What stands before and after kept bytes. */
export type Around = readonly [before: Buffer, after: Buffer];

export interface CachedAnswer {
  /** Quoted, as the header has it. */
  readonly etag: string;
  readonly body: Buffer;
  /** The body with this before and after it, compressed: once, and kept beside it. */
  encoded(encoding: Encoding, around: Around): Promise<Buffer>;
}

export const module = <const M extends Module>(definition: M): M => definition;
export const entity = <T extends Table, const Unseen extends keyof Row<T> & string = never>(
  definition: Omit<Entity<T>, 'views' | 'unseen'> & { views: Partial<Record<Audience, View<T, Unseen>>>; unseen?: readonly Unseen[] },
): Entity<T> => definition;

/** The columns that every table has and most views do not read. */
export const upkeep = ['workspaceId', 'createdAt', 'updatedAt', 'deletedAt'] as const;

export interface Registry {
  readonly list: readonly Module[];
  readonly router: AnyTRPCRouter;
  readonly policy: ReadonlyMap<string, Rule>;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly identities: readonly Identity[];
  readonly jobs: ReadonlyMap<string, Job>;
  /** Beside those of entities. */
  readonly tables: ReadonlyMap<string, { columns: Columns; key: readonly string[] }>;
  /** By event type. */
  readonly notices: ReadonlyMap<string, readonly Notice[]>;
  readonly widgets: ReadonlyMap<string, readonly string[]>;
}

/** Everything that is derived from the list of modules. */
export function register(list: readonly Module[], router: AnyTRPCRouter): Registry {
  const entities = list.flatMap(({ entity: of }) => (of ? [of as Entity] : []));
  return {
    list,
    router,
    policy: mergePolicies(list.map(({ policy }) => policy)),
    entities: new Map(entities.map((of) => [of.table.name, of])),
    identities: list.flatMap(({ identity }) => (identity ? [identity] : [])),
    tables: new Map(list.flatMap(({ tables }) => Object.entries(tables ?? {}))),
    jobs: new Map(list.flatMap(({ jobs }) => Object.entries(jobs ?? {}))),
    notices: new Map(list.flatMap(({ notices }) => Object.entries(notices ?? {}).map(([type, some]) => [type, [some].flat()] as const))),
    widgets: new Map(list.flatMap(({ widgets }) => Object.entries(widgets ?? {}))),
  };
}
