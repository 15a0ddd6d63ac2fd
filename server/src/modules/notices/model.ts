import { digest, id, instant, integer, long, optional, table, text, word, type Row } from '../../db/table.ts';
import type { problems, states } from './schema.ts';

export const NoticeTable = table(
  'notices',
  'notice',
  'ntc',
  {
    projectId: optional(id()),
    /** Of the event and the person: nobody is told twice. */
    key: digest(),
    /** Of the event, or `message` for what a member wrote. */
    type: word(60),
    recipientId: id(),
    toName: text(120),
    to: text(254),
    lang: word(20),
    subject: text(300),
    text: long(),
    state: word<(typeof states)[number]>(10),
    problem: optional(word<(typeof problems)[number]>(20)),
    smtpStatus: optional(integer()),
    sentAt: optional(instant()),
  },
  [{ columns: ['key'], unique: true }, { columns: ['state'] }],
);

export type NoticeRow = Row<typeof NoticeTable>;
