import { z } from 'zod';
import { mutation, query, router } from '../../core/procedure.ts';
import { Me, MintSession, Revoked, RevokeSessions, Session } from './schema.ts';
import * as service from './service.ts';

export const sessionsRouter = router({
  create: mutation(
    {
      action: 'session.mint',
      route: 'POST /v1/sessions',
      summary: 'Mint a short session for one person; for servers with a secret key',
      status: 201,
      // A repeated request gets another token, which is as good: nothing of it is kept.
      stateless: true,
      in: MintSession,
      out: Session,
    },
    service.mint,
  ),
  revoke: mutation(
    {
      action: 'session.revoke',
      route: 'POST /v1/sessions/revoke',
      summary: 'End every session of a person',
      in: RevokeSessions,
      out: Revoked,
    },
    service.revoke,
  ),
  me: query(
    { action: 'session.read', route: 'GET /v1/me', summary: 'Who the caller is and what they may do', in: z.strictObject({}), out: Me },
    service.me,
  ),
});
