/** Who owns which row: read from the tables themselves, by no rule of the code that is tested. */
import { QueryTypes } from 'sequelize';
import type { Noun } from '../core/ids.ts';
import type { Entity } from '../core/module.ts';
import type { Runtime } from '../core/runtime.ts';
import { decodeRow, type Row, type Table } from '../db/table.ts';
import { contactStream, auditStream, projectStreams, workspaceStream } from '../feed/streams.ts';
import type { Referent } from './procedures.ts';

/** A row, or a stream, and to whom it belongs. */
export interface Entry {
  names: Referent;
  /** The id, or the name of the stream. */
  id: string;
  workspaceId: string;
  /** The client company, of a row that belongs to one. */
  clientId: string | null;
  projectId: string | null;
  deleted: boolean;
  /** Of an external id: the row of the person. */
  holder?: string;
  /** Of streams: for whom it is. */
  audience?: 'client' | 'team' | 'contact' | 'workspace' | 'audit';
  entity?: Entity;
  row?: Row<Table>;
}

export interface Census {
  /** Reads every table. */
  whole(): Promise<Entry[]>;
  /** Reads the tables of which this process has appended events since: enough to choose ids from, not to prove anything. */
  recent(): Promise<Entry[]>;
  /** Something was done with these, with or without an event. */
  touched(entity: Entity | undefined): void;
}

/** Every row of every table that belongs to a module, oldest first, then people by the vendor's own ids, then the streams. */
export function createCensus({ sequelize, modules, committed }: Runtime): Census {
  const entities = [...modules.entities.values()];
  const people = new Set(modules.list.flatMap(({ identity, entity }) => (identity && entity ? [entity.table.noun] : [])));
  const known = new Map<Entity, Entry[]>();
  committed.add((events) => {
    const moved = new Set(events.map(({ entity }) => entity));
    for (const entity of entities) if (moved.has(entity.collection)) known.delete(entity);
  });
  return {
    whole() {
      known.clear();
      return read();
    },
    recent: read,
    touched: (entity) => void (entity && known.delete(entity)),
  };

  async function read(): Promise<Entry[]> {
    const unknown = entities.filter((entity) => !known.has(entity));
    const fresh = await Promise.all(unknown.map(rowsOf));
    for (const [at, entity] of unknown.entries()) known.set(entity, fresh[at]!);
    const rows = entities.flatMap((entity) => known.get(entity) ?? []);
    // A row of a project belongs to the project's client.
    const clientOf = new Map(rows.map(({ id, clientId }) => [id, clientId]));
    for (const entry of rows) entry.clientId ??= (entry.projectId && clientOf.get(entry.projectId)) ?? null;
    return [...rows, ...rows.filter(({ names }) => people.has(names)).flatMap(externalIdOf), ...rows.flatMap(streamsOf)];
  }

  async function rowsOf(entity: Entity): Promise<Entry[]> {
    const { table } = entity;
    const raw = await sequelize.query<Record<string, unknown>>(`SELECT * FROM \`${table.name}\` ORDER BY createdAt, id`, {
      type: QueryTypes.SELECT,
    });
    return raw.map((one) => {
      const row = decodeRow(table, one) as Row<Table> & Record<string, string | null>;
      const projectId = (entity.project ? row[entity.project] : row['projectId']) ?? null;
      const clientId = (table.noun === 'client' ? row.id : row['clientId']) ?? null;
      return {
        names: table.noun as Noun,
        id: row.id,
        workspaceId: row.workspaceId,
        clientId,
        projectId,
        deleted: row.deletedAt !== null,
        entity,
        row,
      };
    });
  }
}

function externalIdOf({ id: holder, entity: _, row, ...owner }: Entry): Entry[] {
  const id = row?.['externalId' as 'id'];
  return id ? [{ ...owner, names: 'externalId', id, holder }] : [];
}

function streamsOf({ names, id, entity: _, row: __, ...owner }: Entry): Entry[] {
  const stream = (id: string, audience: NonNullable<Entry['audience']>): Entry => ({ ...owner, names: 'stream', id, audience });
  if (names === 'project') return projectStreams(id).map((name, at) => stream(name, at === 0 ? 'client' : 'team'));
  if (names === 'contact') return [stream(contactStream(id), 'contact')];
  if (names === 'workspace') return [stream(workspaceStream(id), 'workspace'), stream(auditStream(id), 'audit')];
  return [];
}

/** Columns by which a row is kept from clients: said here, whatever the views say. */
const keptBack: Readonly<Record<string, unknown>> = { visibility: 'internal', hidden: true };

/** The row as the view for clients has it, as text; empty if they may not see it at all. */
export function seenByClients({ entity, row }: Entry): string {
  if (Object.entries(keptBack).some(([column, value]) => row?.[column as 'id'] === value)) return '';
  const view = entity?.views.client ?? entity?.views.contact;
  const seen = row && view?.present(row);
  return seen ? JSON.stringify(seen) : '';
}
