import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { CreateNotice, ListNotices, Notice, NoticeId } from './schema.ts';
import * as service from './service.ts';

export const noticesRouter = router({
  list: query(
    { action: 'notice.read', route: 'GET /v1/notices', summary: 'Mails to people, the newest first', in: ListNotices, out: pageOf(Notice) },
    service.list,
  ),
  get: query({ action: 'notice.read', route: 'GET /v1/notices/{id}', summary: 'One mail', in: NoticeId, out: Notice }, service.get),
  create: mutation(
    {
      action: 'notice.create',
      route: 'POST /v1/notices',
      summary: 'Write a mail to a contact or a member',
      status: 201,
      in: CreateNotice,
      out: Notice,
    },
    service.create,
  ),
  send: mutation(
    {
      action: 'notice.send',
      route: 'POST /v1/notices/{id}/send',
      summary: 'Send a mail that was kept or has failed',
      in: NoticeId,
      out: Notice,
    },
    service.send,
  ),
});
