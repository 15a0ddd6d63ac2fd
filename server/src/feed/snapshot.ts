/**
 * Snapshots: everything that an audience sees of a project (or of the workspace), at one position of its stream.
 *
 * A snapshot is a function of (presenter version, stream, epoch, seq), so it is serialised once, kept as bytes, and its `ETag` is a
 * digest of exactly that. When its stream moves on, the events that it has not seen are put into the kept bytes. Never shared over
 * audiences or workspaces: the stream's name tells them apart.
 */
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { notFound } from '../core/errors.ts';
import type { CachedAnswer, Encoding, Registry } from '../core/module.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Scope } from '../core/scope.ts';
import { sha256 } from './chain.ts';
import { eventsAfter, type Position, type Streamed } from './since.ts';
import { patched, type SnapshotBytes } from './snapshot-bytes.ts';
import { createReadRows, projectsOf, type ReadRows } from './snapshot-rows.ts';
import { mayFollow } from './streams.ts';

export interface Snapshot {
  streams: Position[];
  entities: Record<string, { id: string; rev: number }[]>;
  hash: string;
}

interface Kept extends SnapshotBytes, CachedAnswer {
  /** Bytes that it holds by now. */
  size(): number;
}

export interface Snapshots {
  /** Of the code that presents; part of every `ETag`. */
  readonly version: string;
  /** By workspace and stream. */
  readonly kept: LRUCache<string, Kept>;
  /** Those that are being made: who asks meanwhile waits for the same one. */
  readonly making: Map<string, Promise<Kept>>;
  /** Made with the first one that has to be read. */
  readRows?: ReadRows;
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

/** @param maximumBytes of all kept snapshots together */
export function createSnapshots(modules: Registry, maximumBytes: number): Snapshots {
  const presenters = [...modules.entities.values()].map(({ views }) =>
    Object.values(views)
      .map((view) => (view?.plain ? JSON.stringify(view.plain) : String(view?.present)))
      .join(),
  );
  return {
    version: sha256([version, ...presenters].join('\n')).slice(0, 12),
    kept: new LRUCache<string, Kept>({ maxSize: maximumBytes, sizeCalculation: (kept) => kept.size() }),
    making: new Map(),
  };
}

/**
 * The snapshot of a stream as bytes with its `ETag`: at least as new as the stream was when it was asked for.
 * @throws {PorticoProblem} `not_found` for a stream that this person may not follow
 */
export async function snapshotOf(scope: Scope, stream: string): Promise<CachedAnswer> {
  if (!mayFollow(scope, stream)) throw notFound('project');
  const { runtime, workspaceId } = scope;
  const of = { workspaceId, stream };
  const position = await runtime.positions(of);
  if (!position) throw notFound('project');
  const { kept, making } = runtime.snapshots;
  const name = `${workspaceId} ${stream}`;
  for (;;) {
    const found = kept.get(name);
    if (found && found.position.epoch === position.epoch && found.position.seq >= position.seq) return found;
    let begun = making.get(name);
    if (begun) {
      // It may have begun before we were asked.
      await begun;
    } else {
      begun = renew(runtime, of, found, position).finally(() => making.delete(name));
      making.set(name, begun);
      return begun;
    }
  }
}

/** More events than this are not put in one by one. */
const mostEvents = 200;

/** Brings what is kept up to date by the events that came after it, or reads the rows. */
async function renew(runtime: Runtime, of: Streamed, old: Kept | undefined, now: Position): Promise<Kept> {
  const { snapshots } = runtime;
  let made = old?.position.epoch === now.epoch ? await patch(runtime, of, old, now) : null;
  if (!made) {
    const read = await (snapshots.readRows ??= createReadRows(runtime))(of);
    made = read?.() ?? null;
  }
  if (!made) throw notFound('project');
  const name = `${of.workspaceId} ${of.stream}`;
  const keep = kept(snapshots.version, made, () => {
    // Counts what was added, if it is still the one.
    if (snapshots.kept.peek(name) === keep) snapshots.kept.set(name, keep);
  });
  snapshots.kept.set(name, keep);
  return keep;
}

/** Null where events alone do not do: too many, trimmed, or the project itself is gone. */
async function patch(runtime: Runtime, { workspaceId, stream }: Streamed, old: Kept, now: Position): Promise<SnapshotBytes | null> {
  const { seq: from } = old.position;
  if (now.seq - from > mostEvents) return null;
  const events = await eventsAfter(runtime, workspaceId, stream, from, mostEvents);
  const whole = events.length >= now.seq - from && events.every(({ epoch, seq }, index) => epoch === now.epoch && seq === from + 1 + index);
  const gone = events.some(({ entity, data }) => entity === projectsOf(runtime) && data === null);
  return whole && !gone ? patched(old, events) : null;
}

const compress: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  // Quality 5 takes a tenth of the time of the default 11, for a twentieth more bytes.
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body) => promisify(gzip)(body),
};

function kept(version: string, bytes: SnapshotBytes, grown: () => void): Kept {
  const { stream, epoch, seq } = bytes.position;
  const variants = new Map<string, Promise<Buffer>>();
  let size = bytes.body.byteLength + bytes.shelves.reduce((sum, { ids }) => sum + 64 * ids.length, 0);
  return {
    ...bytes,
    etag: `"${sha256(`${version}.${stream}.${epoch}.${seq}`).slice(0, 32)}"`,
    size: () => size,
    encoded(encoding, [before, after]) {
      const name = `${encoding} ${before.toString()}`;
      let variant = variants.get(name);
      if (!variant) {
        variant = compress[encoding](Buffer.concat([before, bytes.body, after])).then((body) => {
          size += body.byteLength;
          grown();
          return body;
        });
        variants.set(name, variant);
      }
      return variant;
    },
  };
}
