/** A row as the person who asked may see it: the same view that events and snapshots of their audience have. */
import type { Row, Table } from '../db/table.ts';
import { notFound } from './errors.ts';
import type { Audience, Entity } from './module.ts';
import type { Scope } from './scope.ts';

/**
 * @param audience default: the person's view of projects
 * @throws {PorticoProblem} `not_found` if this audience may not see the row
 */
export function seenBy<T extends Table>(scope: Scope, entity: Entity<T>, row: Row<T>, audience: Audience = scope.audience): unknown {
  const seen = entity.views[audience]?.present(row);
  if (!seen) throw notFound(entity.table.noun);
  return seen;
}
