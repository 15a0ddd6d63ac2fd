/** Hands letters to the mail server, and clears the outbox of old ones. */
import { QueryTypes } from 'sequelize';
import { instantOf } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { noticeLang } from '../../core/notice.ts';
import { MailFailure } from '../../core/outbound.ts';
import { repo } from '../../core/repo.ts';
import { systemScope, type Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { workspaceStream } from '../../feed/streams.ts';
import type { Job } from '../../jobs/jobs.ts';
import { writing } from '../../jobs/lease.ts';
import { earliestNow } from '../../jobs/time.ts';
import { WorkspaceTable } from '../workspaces/index.ts';
import { html } from './letter.ts';
import { NoticeTable, type NoticeRow } from './model.ts';

/** 2 s, 8 s, 32 s … then an hour each: about six hours. */
const attempts = 12;

export const send: Job<{ id: string }> = {
  attempts,
  async run(runtime, { id }, { workspaceId, attempt }) {
    const scope = systemScope(runtime, workspaceId!);
    const row = await repo(scope, NoticeTable).find(id);
    if (row?.state !== 'waiting') return;
    if (!runtime.outbound.mail) return settle(scope, row, 'notice.kept', { state: 'kept' });
    const { name, portalUrl } = await repo(scope, WorkspaceTable).get(scope.workspaceId);
    const { to, toName, lang, subject, text } = row;
    try {
      await runtime.outbound.mail({
        messageId: id,
        fromName: name,
        to: { name: toName, address: to },
        lang,
        subject,
        text,
        html: html(text, portalUrl, noticeLang(lang)),
      });
    } catch (error) {
      if (!(error instanceof MailFailure) || (!error.final && attempt < attempts)) throw error;
      return settle(scope, row, 'notice.failed', {
        state: 'failed',
        problem: error.final ? 'refused' : 'unreachable',
        smtpStatus: error.status,
      });
    }
    await settle(scope, row, 'notice.sent', { state: 'sent', sentAt: instantOf(runtime.clock) });
  },
};

const settle = (outer: Scope, row: NoticeRow, type: string, changes: Partial<NoticeRow>): Promise<void> =>
  transact(outer, [workspaceStream(outer.workspaceId)], async (scope) => {
    record(scope, type, NoticeTable, await repo(scope, NoticeTable).update(row, changes), row);
  });

const day = 24 * 3_600_000;

/** Old letters leave the outbox after 30 days, and the database 30 days later: members' snapshots hold all that are in it. */
export const trim: Job<null> = {
  attempts: 5,
  everyMilliseconds: 3_600_000,
  async run(runtime) {
    const before = new Date(earliestNow(runtime) - 30 * day);
    const { sequelize } = runtime;
    await writing(runtime, () =>
      sequelize.query('DELETE FROM notices WHERE deletedAt < ?', { replacements: [before], type: QueryTypes.DELETE }),
    );
    const old = await sequelize.query<{ workspaceId: string; id: string }>(
      "SELECT workspaceId, id FROM notices WHERE createdAt < ? AND deletedAt IS NULL AND state <> 'waiting' ORDER BY createdAt LIMIT 500",
      { replacements: [before], type: QueryTypes.SELECT },
    );
    for (const [workspaceId, own] of Map.groupBy(old, (row) => row.workspaceId)) {
      await transact(systemScope(runtime, workspaceId), [workspaceStream(workspaceId)], async (scope) => {
        for (const row of await repo(scope, NoticeTable).list({ id: own.map(({ id }) => id) })) {
          record(scope, 'notice.removed', NoticeTable, await repo(scope, NoticeTable).remove(row), row);
        }
      });
    }
  },
};
