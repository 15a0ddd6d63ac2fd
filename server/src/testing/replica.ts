/** A stream as a page holds it: a snapshot, and every event after it applied by collection, id and revision. */
import { canonical, type Entities } from '@portico/sdk/hash';
import type { WireEvent } from '../feed/since.ts';

export interface Replica {
  epoch: string;
  seq: number;
  /** `collection id` → the entity, or null where it is gone; a gone one keeps its revision. */
  readonly kept: Map<string, { rev: number; data: object | null }>;
}

export const emptyReplica = (): Replica => ({ epoch: '', seq: 0, kept: new Map() });

/** @throws if `seq` is not the next one, or if something goes that was never there */
export function apply(replica: Replica, { stream, epoch, seq, entity, id, rev, data, type }: WireEvent): void {
  if (seq !== replica.seq + 1) throw new Error(`${stream}: after ${replica.seq} comes ${seq} (${type}).`);
  if (replica.epoch !== '' && replica.epoch !== epoch) throw new Error(`${stream}: the epoch changed at ${seq} (${type}).`);
  Object.assign(replica, { epoch, seq });
  const key = `${entity} ${id}`;
  const held = replica.kept.get(key);
  if (data === null && !held?.data) throw new Error(`${stream}: ${type} tells of ${id}, which this audience has never seen.`);
  if (!held || held.rev < rev) replica.kept.set(key, { rev, data: data as object | null });
}

/** What it shows, by collection. */
export function entitiesOf({ kept }: Replica): Entities {
  const entities: Record<string, { id: string }[]> = {};
  for (const [key, { data }] of kept) if (data) (entities[key.split(' ')[0]!] ??= []).push(data as { id: string });
  return entities;
}

/** Where two states differ, in words; empty if they do not. */
export function unlike(replayed: Entities, snapshot: Entities): string[] {
  const flat = (entities: Entities): Map<string, string> =>
    new Map(
      Object.entries(entities).flatMap(([collection, rows]) => rows.map((row) => [`${collection} ${row.id}`, canonical(row)] as const)),
    );
  const [one, other] = [flat(replayed), flat(snapshot)];
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => one.get(key) !== other.get(key))
    .map((key) => `${key}: the events say ${one.get(key) ?? 'nothing'}, the snapshot says ${other.get(key) ?? 'nothing'}`);
}
