import { trailFor } from '../../core/machine.ts';
import { entity, upkeep, type Audience } from '../../core/module.ts';
import { RequirementTable, type RequirementRow } from './model.ts';
import { priorities, type Requirement } from './schema.ts';

/** 1 is urgent, 4 is low. */
export const rankOf = (priority: (typeof priorities)[number]): number => priorities.indexOf(priority) + 1;

const presentFor = (audience: Audience) => (row: Omit<RequirementRow, (typeof upkeep)[number]>) =>
  ({
    acceptance: row.reading?.acceptance ?? [],
    author: row.authorId && { id: row.authorId, name: row.authorName ?? '' },
    due: row.due,
    duplicateOf: row.duplicateOfId,
    id: row.id,
    nfr: row.reading?.nfr ?? null,
    ...(audience === 'team' ? { note: row.note } : {}),
    number: row.number,
    priority: priorities[row.rank - 1]!,
    projectId: row.projectId,
    quote: row.quote,
    reference: `REQ-${row.number}`,
    rev: row.rev,
    source: row.source,
    spans: row.reading?.spans ?? null,
    status: row.status,
    submittedAt: row.submittedAt,
    title: row.title,
    trail: trailFor(audience, row.trail),
    type: row.type,
  }) as Requirement;

export const requirements = entity({
  table: RequirementTable,
  collection: 'requirements',
  project: 'projectId',
  unseen: upkeep,
  views: { client: { present: presentFor('client') }, team: { present: presentFor('team') } },
});
