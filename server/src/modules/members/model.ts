import type { MemberRole } from '../../core/policy.ts';
import { integer, optional, table, text, word, type Row } from '../../db/table.ts';

export const MemberTable = table(
  'members',
  'member',
  'mbr',
  {
    name: text(120),
    email: text(254),
    title: optional(text(120)),
    role: word<MemberRole>(),
    lang: word(20),
    sessionVersion: integer(),
    externalId: optional(text(120)),
  },
  [{ columns: ['externalId'] }],
);

export type MemberRow = Row<typeof MemberTable>;
