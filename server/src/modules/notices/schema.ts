import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { line, paragraph } from '../../core/shapes.ts';

/** `kept`: no mail server is configured, so the notice is there to be read in Portico alone. */
export const states = ['waiting', 'sent', 'kept', 'failed'] as const;
/** `refused`: the mail server knows no such mailbox; `unreachable`: it could not be handed over for hours. */
export const problems = ['refused', 'unreachable'] as const;

export const Notice = z
  .object({
    id: idOf('notice'),
    rev: z.number().int(),
    projectId: idOf('project').nullable(),
    type: z.string().describe('Type of the event that caused it, or message'),
    to: z.string().describe('Mail address'),
    toName: z.string(),
    lang: z.string(),
    subject: z.string(),
    text: z.string(),
    state: z.enum(states),
    problem: z.enum(problems).nullable().describe('Why it failed'),
    createdAt: z.string(),
    sentAt: z.string().nullable(),
  })
  .meta({ id: 'Notice' });

export const CreateNotice = z
  .strictObject({
    contactId: idOf('contact').optional(),
    memberId: idOf('member').optional(),
    subject: line(200),
    text: paragraph(4000),
  })
  .refine(({ contactId, memberId }) => (contactId === undefined) !== (memberId === undefined), 'must name contactId or memberId');

export const NoticeId = z.strictObject({ id: idOf('notice') });
export const ListNotices = z.strictObject({ state: z.enum(states).optional(), ...pageInput });

export type Notice = z.infer<typeof Notice>;
