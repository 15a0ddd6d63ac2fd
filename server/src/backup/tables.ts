/** Which tables hold what is a workspace's, with how their rows stand in a backup: taken from the definitions that the code reads by. */
import type { Registry } from '../core/module.ts';
import { decode, encode, type ColumnKind, type Columns } from '../db/table.ts';
import { feedColumns, idempotencyColumns, outboxColumns, segmentColumns, streamColumns } from '../feed/tables.ts';
import { jobColumns } from '../jobs/tables.ts';

export interface CarriedTable {
  readonly name: string;
  readonly columns: Columns;
  /** Beside `workspaceId` what tells its rows apart; they stand in its order. */
  readonly key: readonly string[];
  /** A column whose values the database gives; it is left out. */
  readonly given?: string;
}

/** Streams stand before events, so that each event's end is known when it is read. */
export const carriedTables = ({ entities, tables }: Registry): CarriedTable[] => [
  ...[...entities.values()].map(({ table: { name, columns } }) => ({ name, columns, key: ['id'] })),
  ...[...tables].map(([name, { columns, key }]) => ({ name, columns, key })),
  { name: 'streams', columns: streamColumns, key: ['stream'] },
  { name: 'segments', columns: segmentColumns, key: ['stream', 'fromSeq'] },
  { name: 'feed', columns: feedColumns, key: ['stream', 'seq'] },
  { name: 'outbox', columns: outboxColumns, key: ['id'], given: 'id' },
  { name: 'idempotency', columns: idempotencyColumns, key: ['actorId', 'key'] },
  { name: 'jobs', columns: jobColumns, key: ['id'] },
];

/** Columns in a file, in their order. */
export const carriedColumns = ({ columns, given }: CarriedTable): string[] => Object.keys(columns).filter((name) => name !== given);

/** JSON is carried as the text that it is in the database: the chain was made over it. */
const asText = (kind: ColumnKind): ColumnKind => (kind === 'json' ? 'long' : kind);

/** A value as the file has it, the same of whatever dialect it came. */
export const toFile = (kind: ColumnKind, value: unknown): unknown => {
  const plain = decode(asText(kind), value);
  return kind === 'integer' && plain !== null ? Number(plain) : plain;
};

/** A value as the database driver takes it. */
export const toRow = (kind: ColumnKind, value: unknown): unknown => encode(asText(kind), value);

/** May this stand in such a column? */
export function fits(kind: ColumnKind, nullable: boolean, value: unknown): boolean {
  if (value === null) return nullable;
  if (kind === 'integer') return Number.isSafeInteger(value);
  if (kind === 'boolean') return typeof value === 'boolean';
  if (typeof value !== 'string') return false;
  return kind !== 'instant' || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}
