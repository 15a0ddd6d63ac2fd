import { entity } from '../../core/module.ts';
import { SurveyTable, type SurveyRow } from './model.ts';
import type { Survey } from './schema.ts';

const present = (row: SurveyRow): Survey => ({
  id: row.id,
  rev: row.rev,
  projectId: row.projectId,
  title: row.title,
  intro: row.intro,
  translations: row.translations,
  wave: row.wave,
  questions: row.questions,
  status: row.status,
  openedAt: row.openedAt,
  closedAt: row.closedAt,
});

export const surveys = entity({
  table: SurveyTable,
  collection: 'surveys',
  project: 'projectId',
  reach: () => ({ status: ['open', 'closed'] }),
  views: { client: { present: (row) => (row.status === 'draft' ? null : present(row)) }, team: { present } },
});
