import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { policyRoles } from '../../core/policy.ts';
import { email, externalId, language, line, seenRev } from '../../core/shapes.ts';

const role = z.enum(policyRoles.members);

export const Member = z
  .object({
    id: idOf('member'),
    rev: z.number().int(),
    name: z.string(),
    email: z.string(),
    title: z.string().nullable(),
    role,
    lang: z.string(),
    externalId: z.string().nullable(),
  })
  .meta({ id: 'Member' });

const writable = { name: line(120), email, title: line(120).nullable(), role, lang: language, externalId: externalId.nullable() };

export const CreateMember = z.strictObject({ ...z.object(writable).partial().shape, name: writable.name, email, role });
export const UpdateMember = z.strictObject({ id: idOf('member'), ...z.object(writable).partial().shape, rev: seenRev });
export const MemberId = z.strictObject({ id: idOf('member') });
export const ListMembers = z.strictObject(pageInput);

export type Member = z.infer<typeof Member>;
