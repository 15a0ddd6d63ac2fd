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
  /** Of streams: for whom it is. */
  audience?: 'client' | 'team' | 'contact' | 'workspace' | 'audit';
  entity?: Entity;
  row?: Row<Table>;
}

/** Every row of every table that belongs to a module, oldest first, then the streams. */
export async function census({ sequelize, modules }: Runtime): Promise<Entry[]> {
  const tables = await Promise.all([...modules.entities.values()].map(rowsOf));
  const rows = tables.flat();
  // A row of a project belongs to the project's client.
  const clientOf = new Map(rows.map(({ id, clientId }) => [id, clientId]));
  for (const entry of rows) entry.clientId ??= (entry.projectId && clientOf.get(entry.projectId)) ?? null;
  return [...rows, ...rows.flatMap(streamsOf)];

  async function rowsOf(entity: Entity): Promise<Entry[]> {
    const { table } = entity;
    const raw = await sequelize.query<Record<string, unknown>>(`SELECT * FROM \`${table.name}\` ORDER BY createdAt, id`, { type: QueryTypes.SELECT });
    return raw.map((one) => {
      const row = decodeRow(table, one) as Row<Table> & Record<string, string | null>;
      const projectId = (entity.project ? row[entity.project] : row['projectId']) ?? null;
      const clientId = (table.noun === 'client' ? row.id : row['clientId']) ?? null;
      return { names: table.noun as Noun, id: row.id, workspaceId: row.workspaceId, clientId, projectId, deleted: row.deletedAt !== null, entity, row };
    });
  }
}

function streamsOf({ names, id, entity: _, row: __, ...owner }: Entry): Entry[] {
  const stream = (id: string, audience: NonNullable<Entry['audience']>): Entry => ({ ...owner, names: 'stream', id, audience });
  if (names === 'project') return projectStreams(id).map((name, at) => stream(name, at === 0 ? 'client' : 'team'));
  if (names === 'contact') return [stream(contactStream(id), 'contact')];
  if (names === 'workspace') return [stream(workspaceStream(id), 'workspace'), stream(auditStream(id), 'audit')];
  return [];
}

/** May clients see this row at all, by the view that is made for them? */
export const shown = ({ entity, row }: Entry): boolean => {
  const view = entity?.views.client ?? entity?.views.contact;
  return row !== undefined && Boolean(view?.present(row));
};
