import { trailFor } from '../../core/machine.ts';
import { entity, type Audience } from '../../core/module.ts';
import { ChangeRequestTable, type ChangeRequestRow } from './model.ts';
import type { ChangeRequest } from './schema.ts';

function impactOf({ costAmount, costCurrency, days }: ChangeRequestRow): ChangeRequest['impact'] {
  if (costAmount === null && days === null) return null;
  return { cost: costAmount === null ? null : { amount: costAmount, currency: costCurrency! }, days };
}

const presentFor = (audience: Audience) => (row: ChangeRequestRow) =>
  ({
    id: row.id,
    rev: row.rev,
    projectId: row.projectId,
    number: row.number,
    reference: `CR-${row.number}`,
    title: row.title,
    description: row.description,
    category: row.category,
    wantedBy: row.wantedBy,
    status: row.status,
    author: row.authorId && { id: row.authorId, name: row.authorName ?? '' },
    submittedAt: row.submittedAt,
    decidedAt: row.decidedAt,
    // A figure that is being worked on is no offer.
    impact: audience === 'team' || row.status === 'approved' ? impactOf(row) : null,
    trail: trailFor(audience, row.trail),
  }) as ChangeRequest;

export const changeRequests = entity({
  table: ChangeRequestTable,
  collection: 'changeRequests',
  project: 'projectId',
  views: { client: { present: presentFor('client') }, team: { present: presentFor('team') } },
});
