import { entity, upkeep } from '../../core/module.ts';
import { SurveyTable, type SurveyRow } from './model.ts';
import type { Survey } from './schema.ts';

const present = (row: Omit<SurveyRow, (typeof upkeep)[number]>): Survey => ({
  closedAt: row.closedAt,
  id: row.id,
  intro: row.intro,
  openedAt: row.openedAt,
  projectId: row.projectId,
  questions: row.questions,
  rev: row.rev,
  status: row.status,
  title: row.title,
  translations: row.translations,
  wave: row.wave,
});

export const surveys = entity({
  table: SurveyTable,
  collection: 'surveys',
  project: 'projectId',
  reach: () => ({ status: ['open', 'closed'] }),
  unseen: upkeep,
  views: { client: { present: (row) => (row.status === 'draft' ? null : present(row)) }, team: { present } },
});
