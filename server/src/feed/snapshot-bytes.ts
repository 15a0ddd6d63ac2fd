/**
 * A snapshot as bytes, kept so that one entity can be changed without reading or writing the others: each entity's text stands in
 * the body once, and for each collection it is known which ids there are and where each text ends.
 *
 * The body is `{"streams":[…],"entities":{…},"hash":"…"}`. Entities are RFC 8785 text and sorted by id, collections by name, so the
 * very same bytes are what the hash is taken over, empty collections left out (`hashEntities()` of the SDK).
 */
import { createHash } from 'node:crypto';
import { entityText, entityTexts } from './entity-text.ts';
import type { Position, WireEvent } from './since.ts';

export interface Shelf {
  readonly name: string;
  readonly ids: readonly string[];
  /** Where each text ends in `bytes`; a comma stands between them. Found with the first change, for most snapshots see none. */
  readonly ends?: readonly number[] | undefined;
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
  return shelvesBytes(
    position,
    Object.keys(entities).map((name) => shelve(name, entities[name]!)),
  );
}

/** @param shelves of every collection that the audience has, in any order */
export const shelvesBytes = (position: Position, shelves: readonly Shelf[]): SnapshotBytes =>
  composed(
    position,
    shelves.toSorted((a, b) => byText(a.name, b.name)),
  );

export function shelve(name: string, entities: readonly { id: string }[]): Shelf {
  const sorted = entities.toSorted((a, b) => byText(a.id, b.id));
  return { name, ids: sorted.map(({ id }) => id), bytes: sorted.length > 0 ? Buffer.from(entityTexts(sorted)) : nothing };
}

const nothing = Buffer.alloc(0);
const tail = '},"hash":"';
const digestLength = 64;

/** Puts the body together; the shelves' bytes are then parts of it, so that nothing is kept twice. */
function composed({ stream, epoch, seq }: Position, shelves: readonly Shelf[]): SnapshotBytes {
  const begin = Buffer.from(`{"streams":[${JSON.stringify({ stream, epoch, seq })}],"entities":{`);
  const size = shelves.reduce((sum, { name, bytes }) => sum + name.length + 6 + bytes.byteLength, begin.byteLength);
  const body = Buffer.allocUnsafe(size + tail.length + digestLength + 2);
  let end = begin.copy(body);
  const placed: Shelf[] = [];
  const hash = createHash('sha256').update('{');
  let hashed = false;
  // Filled collections that stand side by side are hashed in one go.
  let from = end;
  for (const { name, ids, ends, bytes } of shelves) {
    const start = end;
    end += body.write(`${placed.length > 0 ? ',' : ''}"${name}":[`, end, 'latin1');
    const shelf = body.subarray(end, (end += bytes.copy(body, end)));
    placed.push({ name, ids, ends, bytes: shelf });
    body[end++] = bracket;
    if (ids.length > 0) {
      // Of the first that is hashed there is no comma before it.
      if (!hashed && placed.length > 1) from = start + 1;
      hashed = true;
    } else {
      if (hashed && from < start) hash.update(body.subarray(from, start));
      from = end;
    }
  }
  if (hashed && from < end) hash.update(body.subarray(from, end));
  end += body.write(tail, end, 'latin1');
  end += body.write(hash.update('}').digest('hex'), end, 'latin1');
  body.write('"}', end, 'latin1');
  return { position: { stream, epoch, seq }, shelves: placed, body: body.subarray(0, end + 2) };
}

const bracket = 0x5d;
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
function replaced(shelf: Shelf, id: string, text: Buffer | null): Shelf {
  const { name, ids, bytes } = shelf;
  const ends = shelf.ends ?? endsIn(bytes);
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

const [quote, backslash] = [0x22, 0x5c];
const opening: ReadonlySet<number> = new Set(Buffer.from('{['));
const closing: ReadonlySet<number> = new Set(Buffer.from('}]'));

/** Where the texts end that stand in these bytes with a comma between them. */
function endsIn(bytes: Buffer): number[] {
  const ends: number[] = [];
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (quoted) {
      if (byte === backslash) at++;
      else if (byte === quote) quoted = false;
    } else if (byte === quote) quoted = true;
    else if (opening.has(byte)) depth++;
    else if (closing.has(byte) && --depth === 0) ends.push(at + 1);
  }
  return ends;
}
