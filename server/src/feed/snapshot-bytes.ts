/**
 * A snapshot as bytes, kept so that one entity can be changed without reading or writing the others: each entity's text stands in
 * the body once, and for each collection it is known which ids there are and where each text ends.
 *
 * The body is `{"streams":[…],"entities":{…},"hash":"…"}`. Entities are RFC 8785 text and sorted by id, collections by name, so the
 * very same bytes are what the hash is taken over, empty collections left out (`hashEntities()` of the SDK).
 */
import { createHash } from 'node:crypto';
import { entityText } from './entity-text.ts';
import type { Position, WireEvent } from './since.ts';

interface Shelf {
  readonly name: string;
  readonly ids: readonly string[];
  /** Where each text ends in `bytes`; a comma stands between them. */
  readonly ends: readonly number[];
  readonly bytes: Buffer;
}

export interface SnapshotBytes {
  readonly position: Position;
  readonly shelves: readonly Shelf[];
  readonly body: Buffer;
}

export type Entities = Readonly<Record<string, readonly { id: string }[]>>;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** @param entities every collection that the audience has, empty ones too */
export function snapshotBytes(position: Position, entities: Entities): SnapshotBytes {
  const shelves = Object.keys(entities)
    .toSorted(byText)
    .map((name) => shelve(name, entities[name]!));
  return composed(position, shelves);
}

function shelve(name: string, entities: readonly { id: string }[]): Shelf {
  const sorted = entities.toSorted((a, b) => byText(a.id, b.id));
  const ends: number[] = [];
  const texts: string[] = [];
  let end = -1;
  for (const entity of sorted) {
    const text = entityText(entity);
    texts.push(text);
    ends.push((end += 1 + Buffer.byteLength(text)));
  }
  return { name, ids: sorted.map(({ id }) => id), ends, bytes: Buffer.from(texts.join()) };
}

/** Puts the body together; the shelves' bytes are then parts of it, so that nothing is kept twice. */
function composed({ stream, epoch, seq }: Position, shelves: readonly Shelf[]): SnapshotBytes {
  const hash = createHash('sha256').update('{');
  const parts: Buffer[] = [Buffer.from(`{"streams":[${JSON.stringify({ stream, epoch, seq })}],"entities":{`)];
  const starts: number[] = [];
  let length = parts[0]!.byteLength;
  let filled = 0;
  for (const [index, { name, ids, bytes }] of shelves.entries()) {
    const head = Buffer.from(`${index === 0 ? '' : ','}${JSON.stringify(name)}:[`);
    parts.push(head, bytes, bracket);
    starts.push(length + head.byteLength);
    length += head.byteLength + bytes.byteLength + 1;
    if (ids.length === 0) continue;
    hash
      .update(filled++ === 0 ? head.subarray(index === 0 ? 0 : 1) : head)
      .update(bytes)
      .update(bracket);
  }
  parts.push(Buffer.from(`},"hash":"${hash.update('}').digest('hex')}"}`));
  const body = Buffer.concat(parts);
  return {
    position: { stream, epoch, seq },
    shelves: shelves.map((shelf, index) => ({ ...shelf, bytes: body.subarray(starts[index], starts[index]! + shelf.bytes.byteLength) })),
    body,
  };
}

const bracket = Buffer.from(']');
const comma = Buffer.from(',');

/** The snapshot after these events, which follow it without a gap; null if they tell of a collection that it does not have. */
export function patched({ position, shelves }: SnapshotBytes, events: readonly WireEvent[]): SnapshotBytes | null {
  const next = [...shelves];
  for (const { entity, id, data } of events) {
    const at = next.findIndex(({ name }) => name === entity);
    if (at < 0) return null;
    next[at] = replaced(next[at]!, id, data === null ? null : Buffer.from(entityText(data as object)));
  }
  return composed({ ...position, seq: events.at(-1)!.seq }, next);
}

/** The shelf with this text in its place: new, instead of the one that was there, or gone. */
function replaced({ name, ids, ends, bytes }: Shelf, id: string, text: Buffer | null): Shelf {
  const place = ids.findIndex((other) => other >= id);
  const at = place < 0 ? ids.length : place;
  const known = ids[at] === id;
  if (!known && text === null) return { name, ids, ends, bytes };
  const start = at === 0 ? 0 : ends[at - 1]! + 1;
  const stop = known ? ends[at]! : start - 1;
  const before = bytes.subarray(0, Math.max(0, start - 1));
  const after = bytes.subarray(stop + 1);
  const sides = [before, text, after].filter((part): part is Buffer => part !== null && part.byteLength > 0);
  const grown = (text === null ? -1 : text.byteLength) - (stop - start);
  const moved = ends.slice(known ? at + 1 : at).map((end) => end + grown);
  return {
    name,
    ids: [...ids.slice(0, at), ...(text === null ? [] : [id]), ...ids.slice(known ? at + 1 : at)],
    ends: [...ends.slice(0, at), ...(text === null ? [] : [start + text.byteLength]), ...moved],
    bytes: Buffer.concat(sides.flatMap((part, index) => (index === 0 ? [part] : [comma, part]))),
  };
}
