/**
 * What a project is made of: raw rows by collection and id, which come from snapshot and feed alone, and the operations
 * of this page that the feed has not confirmed yet. The view is computed of both; the hash is of the raw rows.
 */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { Entities } from '../hash.ts';
import type { Entity } from '../types.ts';

interface Row {
  rev: number;
  /** `null` is a tombstone: gone from this view, and an older event must not bring it back. */
  data: Entity | null;
}

/** A write of this page. It is pending until answered, then it stands in for the event that is still on its way. */
export interface Operation {
  readonly collection: string;
  readonly id: string;
  readonly patch: object;
  answer?: Entity;
}

interface Table {
  rows: Map<string, Row>;
  operations: Operation[];
  /** Counts the changes; the view reads it. */
  version: Signal<number>;
  view: ReadonlySignal<Entity[]>;
}

export type Records = ReturnType<typeof createRecords>;

const byId = (a: Entity, b: Entity): number => (a.id < b.id ? -1 : 1);

export function createRecords() {
  const tables = new Map<string, Table>();

  function tableOf(collection: string): Table {
    let table = tables.get(collection);
    if (!table) {
      const made: Table = {
        rows: new Map(),
        operations: [],
        version: signal(0),
        view: computed(() => (made.version.value, viewOf(made))),
      };
      tables.set(collection, (table = made));
    }
    return table;
  }

  /** Drops what `keep` does not hold to. */
  function sift(table: Table, keep: (operation: Operation) => boolean): void {
    table.operations = table.operations.filter(keep);
    table.version.value += 1;
  }

  return {
    view: (collection: string): ReadonlySignal<Entity[]> => tableOf(collection).view,

    /** The one door for events. An older `rev` is ignored; of the same `rev` the feed's word is the last. Tells if it was taken. */
    upsert(collection: string, id: string, rev: number, data: Entity | null): boolean {
      const table = tableOf(collection);
      if (rev < (table.rows.get(id)?.rev ?? 0)) return false;
      table.rows.set(id, { rev, data });
      sift(table, (operation) => operation.id !== id || !operation.answer || operation.answer.rev > rev);
      return true;
    },

    /** Begins anew from a snapshot; `confirmed` are operations that it is sure to contain. Tells which ids have changed. */
    replace(entities: Record<string, Entity[]>, confirmed: ReadonlySet<Operation>): string[] {
      const changed: string[] = [];
      for (const name of new Set([...tables.keys(), ...Object.keys(entities)])) {
        const table = tableOf(name);
        const before = table.rows;
        table.rows = new Map((entities[name] ?? []).map((data) => [data.id, { rev: data.rev, data }]));
        for (const [id, row] of table.rows) if (row.rev !== before.get(id)?.rev) changed.push(id);
        sift(table, (operation) => !confirmed.has(operation));
      }
      return changed;
    },

    clear(): void {
      for (const table of tables.values()) {
        table.rows = new Map();
        sift(table, () => false);
      }
    },

    begin(collection: string, id: string, patch: object): Operation {
      const operation: Operation = { collection, id, patch };
      const table = tableOf(collection);
      table.operations.push(operation);
      table.version.value += 1;
      return operation;
    },

    undo: (operation: Operation): void => sift(tableOf(operation.collection), (other) => other !== operation),

    /** The write was answered: by the same guard as an event, the answer shows only while it is newer than the raw row. */
    settle(operation: Operation, answer: Entity | null | undefined): void {
      const table = tableOf(operation.collection);
      const known = table.rows.get(operation.id)?.rev ?? 0;
      if (answer && answer.rev > known) operation.answer = answer;
      sift(table, (other) => other !== operation || other.answer !== undefined);
    },

    /** Operations that are answered: a snapshot asked for from now on contains them. */
    settled: (): ReadonlySet<Operation> =>
      new Set([...tables.values()].flatMap((table) => table.operations.filter((operation) => operation.answer))),

    /** The confirmed entities, for the hash. */
    entities: (): Entities =>
      Object.fromEntries([...tables].map(([name, { rows }]) => [name, [...rows.values()].flatMap(({ data }) => data ?? [])])),
  };
}

function viewOf({ rows, operations }: Table): Entity[] {
  const shown = new Map<string, Entity>();
  for (const [id, { data }] of rows) if (data) shown.set(id, data);
  for (const { id, answer } of operations) if (answer && answer.rev > (shown.get(id)?.rev ?? 0)) shown.set(id, answer);
  for (const { id, answer, patch } of operations) {
    const base = shown.get(id);
    if (base && !answer) shown.set(id, { ...base, ...patch });
  }
  return [...shown.values()].sort(byId);
}
