/** The one place that names all modules. Routers, policy, events, snapshots, OpenAPI and the generated tests come from here. */
import { router } from '../core/procedure.ts';
import { register } from '../core/module.ts';
import clients from './clients/index.ts';
import contacts from './contacts/index.ts';
import feed from './feed/index.ts';
import keys from './keys/index.ts';
import members from './members/index.ts';
import milestones from './milestones/index.ts';
import projects from './projects/index.ts';
import sessions from './sessions/index.ts';
import stages from './stages/index.ts';
import workspaces from './workspaces/index.ts';

export const modules = [workspaces, members, keys, sessions, clients, contacts, projects, stages, milestones, feed];

export const appRouter = router({
  workspaces: workspaces.router,
  members: members.router,
  keys: keys.router,
  sessions: sessions.router,
  clients: clients.router,
  contacts: contacts.router,
  projects: projects.router,
  stages: stages.router,
  milestones: milestones.router,
  feed: feed.router,
});

/** The type that the SDK's calls are checked against. */
export type AppRouter = typeof appRouter;

export const registry = register(modules, appRouter);

export { originIsListed } from './workspaces/index.ts';
export { openWorkspace } from './workspaces/index.ts';
export { createKey, revokeKey, rotateKey } from './keys/index.ts';
