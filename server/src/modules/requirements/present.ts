import { trailFor } from '../../core/machine.ts';
import { entity, type Audience } from '../../core/module.ts';
import { RequirementTable, type RequirementRow } from './model.ts';
import { priorities, type Requirement } from './schema.ts';

/** 1 is urgent, 4 is low. */
export const rankOf = (priority: (typeof priorities)[number]): number => priorities.indexOf(priority) + 1;

const presentFor = (audience: Audience) => (row: RequirementRow) =>
  ({
    id: row.id,
    rev: row.rev,
    projectId: row.projectId,
    number: row.number,
    reference: `REQ-${row.number}`,
    title: row.title,
    quote: row.quote,
    type: row.type,
    priority: priorities[row.rank - 1]!,
    due: row.due,
    nfr: row.reading?.nfr ?? null,
    acceptance: row.reading?.acceptance ?? [],
    spans: row.reading?.spans ?? null,
    status: row.status,
    duplicateOf: row.duplicateOfId,
    source: row.source,
    author: row.authorId && { id: row.authorId, name: row.authorName ?? '' },
    submittedAt: row.submittedAt,
    trail: trailFor(audience, row.trail),
    ...(audience === 'team' ? { note: row.note } : {}),
  }) as Requirement;

export const requirements = entity({
  table: RequirementTable,
  collection: 'requirements',
  project: 'projectId',
  views: { client: { present: presentFor('client') }, team: { present: presentFor('team') } },
});
