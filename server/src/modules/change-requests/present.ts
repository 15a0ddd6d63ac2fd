import { trailFor } from '../../core/machine.ts';
import { entity, upkeep, type Audience } from '../../core/module.ts';
import { ChangeRequestTable, type ChangeRequestRow } from './model.ts';
import type { ChangeRequest } from './schema.ts';

type Seen = Omit<ChangeRequestRow, (typeof upkeep)[number]>;

function impactOf({ costAmount, costCurrency, days }: Seen): ChangeRequest['impact'] {
  if (costAmount === null && days === null) return null;
  return { cost: costAmount === null ? null : { amount: costAmount, currency: costCurrency! }, days };
}

const presentFor = (audience: Audience) => (row: Seen) =>
  ({
    author: row.authorId && { id: row.authorId, name: row.authorName ?? '' },
    category: row.category,
    decidedAt: row.decidedAt,
    description: row.description,
    id: row.id,
    // A figure that is being worked on is no offer.
    impact: audience === 'team' || row.status === 'approved' ? impactOf(row) : null,
    number: row.number,
    projectId: row.projectId,
    reference: `CR-${row.number}`,
    rev: row.rev,
    status: row.status,
    submittedAt: row.submittedAt,
    title: row.title,
    trail: trailFor(audience, row.trail),
    wantedBy: row.wantedBy,
  }) as ChangeRequest;

export const changeRequests = entity({
  table: ChangeRequestTable,
  collection: 'changeRequests',
  project: 'projectId',
  unseen: upkeep,
  views: { client: { present: presentFor('client') }, team: { present: presentFor('team') } },
});
