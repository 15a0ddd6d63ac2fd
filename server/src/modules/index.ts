/** The one place that names all modules. Routers, policy, events, snapshots, OpenAPI and the generated tests come from here. */
import { router } from '../core/procedure.ts';
import { register } from '../core/module.ts';
import changeRequests from './change-requests/index.ts';
import clients from './clients/index.ts';
import contacts from './contacts/index.ts';
import deliveries from './deliveries/index.ts';
import dependencies from './dependencies/index.ts';
import feed from './feed/index.ts';
import imports from './imports/index.ts';
import keys from './keys/index.ts';
import members from './members/index.ts';
import milestones from './milestones/index.ts';
import notices from './notices/index.ts';
import projects from './projects/index.ts';
import requirements from './requirements/index.ts';
import responses from './responses/index.ts';
import sessions from './sessions/index.ts';
import stages from './stages/index.ts';
import surveys from './surveys/index.ts';
import tasks from './tasks/index.ts';
import webhooks from './webhooks/index.ts';
import workspaces from './workspaces/index.ts';

export const modules = [
  workspaces,
  members,
  keys,
  sessions,
  clients,
  contacts,
  projects,
  stages,
  milestones,
  tasks,
  dependencies,
  imports,
  changeRequests,
  surveys,
  responses,
  requirements,
  notices,
  webhooks,
  deliveries,
  feed,
];

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
  tasks: tasks.router,
  dependencies: dependencies.router,
  imports: imports.router,
  changeRequests: changeRequests.router,
  surveys: surveys.router,
  responses: responses.router,
  requirements: requirements.router,
  notices: notices.router,
  webhooks: webhooks.router,
  deliveries: deliveries.router,
  feed: feed.router,
});

/** The type that the SDK's calls are checked against. */
export type AppRouter = typeof appRouter;

export const registry = register(modules, appRouter);

export { fanOut } from './deliveries/index.ts';
export { news } from './notices/index.ts';
export { listedOrigins } from './workspaces/index.ts';
export { openWorkspace } from './workspaces/index.ts';
export { createKey, revokeKey, rotateKey } from './keys/index.ts';
export {
  apply as applyPlan,
  FileRefused,
  isNothing,
  look as lookAtPlan,
  outlineOf,
  readPlan,
  storyOf,
  type Difference,
  type Outlook,
  type Request as PlanRequest,
} from './imports/index.ts';
