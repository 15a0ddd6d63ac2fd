/**
 * Snapshots: everything that an audience sees of a project (or of the workspace), at one position of its stream.
 *
 * A snapshot is a function of (presenter version, stream, epoch, seq), so it is serialised once, kept as bytes, and
 * its `ETag` is a digest of exactly that. Never shared over audiences or workspaces: the stream's name tells them apart.
 */
import { readFileSync } from 'node:fs';
import { Transaction } from 'sequelize';
import { hashEntities } from '@portico/sdk/hash';
import { LRUCache } from 'lru-cache';
import { notFound } from '../core/errors.ts';
import type { CachedAnswer, Entity, Registry } from '../core/module.ts';
import { repo } from '../core/repo.ts';
import { systemScope, type Scope } from '../core/scope.ts';
import { sha256 } from './chain.ts';
import { positionWithin, type Position } from './since.ts';
import { mayFollow, parseStream, type StreamName } from './streams.ts';

export interface Snapshot {
  streams: Position[];
  entities: Record<string, { id: string; rev: number }[]>;
  hash: string;
}

export interface SnapshotCache {
  /** Of the code that presents; part of every `ETag`. */
  readonly version: string;
  readonly bytes: LRUCache<string, Buffer>;
  /** Cold snapshots that are being made: those who ask meanwhile wait for the same one. */
  readonly making: Map<string, Promise<{ position: Position; body: Buffer }>>;
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

/** @param maximumBytes of all kept snapshots together */
export function createSnapshotCache(modules: Registry, maximumBytes: number): SnapshotCache {
  const presenters = [...modules.entities.values()].map(({ views }) =>
    Object.values(views)
      .map((view) => String(view?.present))
      .join(),
  );
  return {
    version: sha256([version, ...presenters].join('\n')).slice(0, 12),
    bytes: new LRUCache<string, Buffer>({ maxSize: maximumBytes, sizeCalculation: ({ byteLength }) => byteLength }),
    making: new Map(),
  };
}

/**
 * The snapshot of a stream as bytes with its `ETag`.
 * @throws {PorticoProblem} `not_found` for a stream that this person may not follow
 */
export async function snapshotOf(scope: Scope, stream: string): Promise<CachedAnswer> {
  if (!mayFollow(scope, stream)) throw notFound('project');
  const position = await scope.runtime.positions({ workspaceId: scope.workspaceId, stream });
  if (!position) throw notFound('project');
  const { snapshots } = scope.runtime;
  const tag = (at: Position): string => `${snapshots.version}.${at.stream}.${at.epoch}.${at.seq}`;
  const kept = snapshots.bytes.get(tag(position));
  if (kept) return { etag: etagOf(tag(position)), body: kept };
  const made = await (snapshots.making.get(tag(position)) ?? make(scope, position, tag(position)));
  // While it was made the stream may have moved on: the tag is that of what was read.
  return { etag: etagOf(tag(made.position)), body: made.body };

  function make(scope: Scope, wanted: Position, key: string): Promise<{ position: Position; body: Buffer }> {
    const making = read(scope, wanted.stream).then((snapshot) => {
      const body = Buffer.from(JSON.stringify(snapshot));
      snapshots.bytes.set(tag(snapshot.streams[0]!), body);
      return { position: snapshot.streams[0]!, body };
    });
    snapshots.making.set(key, making);
    return making.finally(() => snapshots.making.delete(key));
  }
}

const etagOf = (tag: string): string => `"${sha256(tag).slice(0, 32)}"`;

/** Reads position and rows in one consistent view of the database. */
async function read(asked: Scope, stream: string): Promise<Snapshot> {
  const { runtime, workspaceId } = asked;
  const isolation =
    runtime.sequelize.getDialect() === 'sqlite'
      ? { type: Transaction.TYPES.DEFERRED }
      : { isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ };
  return runtime.sequelize.transaction(isolation, async (handle) => {
    // By the system: a snapshot belongs to an audience, not to the one person who happened to ask first.
    const scope = systemScope(runtime, workspaceId).within({ handle, pending: { streams: new Map(), recorded: [] } });
    const position = await positionWithin(scope, stream);
    const name = parseStream(stream);
    if (!position || !name) throw notFound('project');
    const entities: Snapshot['entities'] = {};
    for (const entity of runtime.modules.entities.values()) {
      const rows = await rowsIn(scope, entity, name);
      // A project that was removed looks like one that never was.
      if (entity.project === 'id' && rows?.length === 0 && name.audience !== 'workspace') throw notFound('project');
      if (rows) entities[entity.collection] = rows;
    }
    return { streams: [position], entities, hash: await hashEntities(entities) };
  });
}

/** What this stream's audience sees of one table, sorted by id; null if it sees none of it. */
async function rowsIn(scope: Scope, entity: Entity, { audience, id }: StreamName): Promise<Snapshot['entities'][string] | null> {
  const view = entity.views[audience];
  if (!view) return null;
  const where = audience === 'client' || audience === 'team' ? { [entity.project!]: id } : audience === 'contact' ? { id } : {};
  const rows = await repo(scope, entity.table).list(where);
  return rows.flatMap((row) => view.present(row) ?? []);
}
