import { z } from 'zod';
import { query, router } from '../../core/procedure.ts';
import { Missed, OfProject, Since, Snapshot } from './schema.ts';
import * as service from './service.ts';

const action = 'feed.read';

export const feedRouter = router({
  since: query({ action, route: 'GET /v1/feed', summary: 'Events after a position of a stream', in: Since, out: Missed }, service.since),
  project: query(
    {
      action,
      route: 'GET /v1/projects/{id}/snapshot',
      summary: 'Everything that the caller sees of a project, and where its stream stands',
      in: OfProject,
      out: Snapshot,
    },
    service.project,
  ),
  own: query(
    {
      action,
      route: 'GET /v1/me/snapshot',
      summary: "What the caller follows beside projects: a contact's own record, a member's workspace",
      in: z.strictObject({}),
      out: Snapshot,
    },
    service.own,
  ),
});
