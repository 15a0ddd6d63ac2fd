import { entity } from '../../core/module.ts';
import { NoticeTable } from './model.ts';
import type { Notice } from './schema.ts';

export const notices = entity({
  table: NoticeTable,
  collection: 'notices',
  project: 'projectId',
  // They hold what others are told.
  reach: () => null,
  views: {
    workspace: {
      present: ({ id, rev, projectId, type, to, toName, lang, subject, text, state, problem, createdAt, sentAt }): Notice => ({
        createdAt,
        id,
        lang,
        problem,
        projectId,
        rev,
        sentAt,
        state,
        subject,
        text,
        to,
        toName,
        type,
      }),
    },
  },
});
