/**
 * Optimistic concurrency by field: a change based on an old revision conflicts only where a field that it sends was
 * changed since, so that two people who change different fields of one record both succeed.
 */
import type { Row, Table } from '../db/table.ts';
import { canonical } from '@portico/sdk/hash';
import { problem } from './errors.ts';
import type { Audience, Entity } from './module.ts';
import type { Scope } from './scope.ts';

interface Past {
  rev: number;
  actor: string;
  at: string | Date;
  data: string | null;
}

/**
 * @param seen the revision that the caller has seen, or undefined if they do not ask
 * @param sent the fields that they send, by their presented names
 * @param stream the stream in which they see the entity
 * @throws {PorticoProblem} `conflict` with the entity as it is now, who changed the fields, and when
 */
export async function guardRevision<T extends Table>(
  scope: Scope,
  entity: Entity<T>,
  row: Row<T>,
  seen: number | undefined,
  sent: Record<string, unknown>,
  stream: string,
  audience: Audience = scope.audience,
): Promise<void> {
  if (seen === undefined || seen === row.rev) return;
  const current = entity.views[audience]?.present(row) as Record<string, unknown> | null;
  if (seen > row.rev) throw problem('conflict', `This ${entity.table.noun} has no revision ${seen} yet; it is at ${row.rev}.`, { current });
  const [past] = await scope.tx!.line.read<[Past[]]>({
    sql: 'SELECT rev, actor, at, data FROM feed WHERE workspaceId = ? AND stream = ? AND entityId = ? AND rev >= ? ORDER BY rev',
    values: [scope.workspaceId, stream, row.id, seen],
  });
  const views = past.map(({ data, ...event }) => ({ ...event, data: (data ? JSON.parse(data) : {}) as Record<string, unknown> }));
  const basis = views.find(({ rev }) => Number(rev) === seen);
  const fields = Object.keys(sent).filter((field) => current && field in current);
  const changed = fields.filter((field) => !basis || canonical(basis.data[field] ?? null) !== canonical(current![field] ?? null));
  if (changed.length === 0) return;
  const changedBy = views.slice(1).flatMap(({ actor, at, data }, index) => {
    const touched = changed.filter((field) => canonical(data[field] ?? null) !== canonical(views[index]!.data[field] ?? null));
    const by: unknown = typeof actor === 'string' ? JSON.parse(actor) : actor;
    return touched.length > 0 ? [{ actor: by, at: new Date(at).toISOString(), fields: touched }] : [];
  });
  throw problem('conflict', `${changed.join(', ')} changed since revision ${seen}. Look at the current value and decide again.`, {
    current,
    changedBy,
  });
}
