import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { CreateMember, ListMembers, Member, MemberId, UpdateMember } from './schema.ts';
import * as service from './service.ts';

export const membersRouter = router({
  list: query(
    { action: 'member.read', route: 'GET /v1/members', summary: 'Members of the workspace', in: ListMembers, out: pageOf(Member) },
    service.list,
  ),
  get: query({ action: 'member.read', route: 'GET /v1/members/{id}', summary: 'One member', in: MemberId, out: Member }, service.get),
  create: mutation(
    { action: 'member.create', route: 'POST /v1/members', summary: 'Add a member', status: 201, in: CreateMember, out: Member },
    service.create,
  ),
  update: mutation(
    { action: 'member.update', route: 'PATCH /v1/members/{id}', summary: 'Change a member', in: UpdateMember, out: Member },
    service.update,
  ),
  remove: mutation(
    {
      action: 'member.remove',
      route: 'DELETE /v1/members/{id}',
      summary: 'Remove a member; what they did stays attributed',
      in: MemberId,
      out: z.object({ id: idOf('member') }),
    },
    service.remove,
  ),
});
