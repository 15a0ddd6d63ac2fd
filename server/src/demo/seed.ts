/** Makes the demo workspace by running the real commands under a back-dated clock, so that it has a real history. */
import { authenticate } from '../core/auth/authenticate.ts';
import { movableClock } from '../core/clock.ts';
import { createLimits } from '../core/limits.ts';
import { createCallerFactory } from '../core/procedure.ts';
import type { Runtime } from '../core/runtime.ts';
import { appRouter, createKey, openWorkspace } from '../modules/index.ts';
import type { Demo } from './site/demo.ts';
import type { Bilingual, Story, StoryProject, StoryTalk } from './story.ts';

type Api = ReturnType<ReturnType<typeof createCallerFactory<typeof appRouter._def.record>>>;
type Ids = Record<string, string>;

const call = createCallerFactory(appRouter);
const named = ([name, en]: Bilingual) => ({ name, translations: { en: { name: en } } });
const hour = 3_600_000;

/** Where the demo's clients find their project: the site's first page leads there in the reader's language. */
export const portalOf = (site: string): string => `${site}/`;

/**
 * @param runtime of the database to fill; its clock is replaced for the time of the story
 * @param site the origin where the vendor's site is served
 */
export async function seed(outer: Runtime, story: Story, site: string): Promise<Omit<Demo, 'url' | 'siteUrl' | 'staffUrl'>> {
  const began = Math.min(...story.projects.map(({ plannedAt }) => Date.parse(plannedAt))) - 48 * hour;
  const clock = movableClock(began);
  // A story of months is told in seconds: nobody in it asks too often.
  const runtime: Runtime = { ...outer, clock, quiet: true, limits: createLimits(null) };
  const system = await openWorkspace(runtime, { ...story.workspace, origins: [site], portalUrl: portalOf(site) });
  const { secretKey } = await createKey(system, { name: 'demo', mode: 'test' });
  const as = (token: string): Api => {
    const request = { id: 'seed' };
    return call({ request, scope: () => authenticate(runtime, { token, origin: null, address: null }, request) });
  };
  const vendor = as(secretKey!);
  /** The member at the moment of the story: sessions are short, so each command has its own. */
  const member = async (role: string): Promise<Api> => as((await vendor.sessions.create({ member: members[role]! })).token);

  const members: Ids = {};
  for (const { role, name, title, email } of story.members) {
    members[role] = (await vendor.members.create({ role, name, title: title[0], email, lang: 'zh-CN' })).id;
  }
  const clients: Ids = {};
  for (const { key, name } of story.clients) clients[key] = (await vendor.clients.create(named(name))).id;
  const contacts: Ids = {};
  for (const { client, role, name, email } of story.contacts) {
    contacts[`${client} ${role}`] = (await vendor.contacts.create({ clientId: clients[client]!, role, name, email, lang: 'zh-CN' })).id;
  }

  const projects: Ids = {};
  const milestones: Ids = {};
  /** Everything else that has a key in the story. */
  const made: Ids = {};
  const plan = async (project: StoryProject): Promise<void> => {
    const { key, client, name, manager, start, due } = project;
    const api = await member(manager);
    projects[key] = (
      await api.projects.create({ ...named(name), clientId: clients[client]!, status: 'active', start, due, managerId: members[manager]! })
    ).id;
    const stages: Ids = {};
    for (const stage of project.stages)
      stages[stage.key] = (await api.stages.create({ ...named(stage.name), projectId: projects[key] })).id;
    for (const { key: milestone, stage, name: said, owner, due: promised, visibility, note } of project.milestones) {
      const created = await api.milestones.create({
        ...named(said),
        stageId: stages[stage]!,
        ownerId: members[owner]!,
        due: promised,
        visibility,
        note,
      });
      milestones[milestone] = created.id;
    }
    for (const { key: task, under, milestone, name: said, owner, ...dates } of project.tasks) {
      const created = await api.tasks.create({
        ...named(said),
        ...dates,
        projectId: projects[key],
        milestoneId: milestones[milestone]!,
        ...(under && { parentId: made[under]! }),
        ...(owner && { ownerId: members[owner]! }),
      });
      made[task] = created.id;
    }
    for (const { predecessor, successor, type, lag } of project.links)
      await api.dependencies.create({ predecessorId: made[predecessor]!, successorId: made[successor]!, type, lag });
  };

  /** Any command of the router, as the person of the story. */
  const talk = async ({ by, do: path, project, about, makes = [], set }: StoryTalk): Promise<void> => {
    const who = by in members ? { member: members[by]! } : { contact: contacts[by]! };
    const api = as((await vendor.sessions.create(who)).token) as unknown as Record<
      string,
      Record<string, (input: object) => Promise<{ id?: string; items?: { id: string }[] }>>
    >;
    const [module, verb] = path.split('.') as [string, string];
    const answer = await api[module]![verb]!({ ...(project && { project: projects[project] }), ...(about && { id: made[about] }), ...set });
    for (const [index, key] of makes.entries()) made[key] = answer.items ? answer.items[index]!.id : answer.id!;
  };

  const happenings = [
    ...story.projects.map((project) => ({ at: project.plannedAt, run: () => plan(project) })),
    ...story.history.map(({ at, as: role, milestone, set }) => ({
      at,
      run: async () => void (await (await member(role)).milestones.update({ id: milestones[milestone]!, ...set })),
    })),
    ...story.talks.map((one) => ({ at: one.at, run: () => talk(one) })),
  ];
  for (const { at, run } of happenings.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    clock.set(Date.parse(at));
    await run();
  }

  const [main] = story.projects;
  const people = (role: string): string => contacts[`${main!.client} ${role}`]!;
  return {
    secretKey: secretKey!,
    workspaceId: system.workspaceId,
    clientId: clients[main!.client]!,
    projectId: projects[main!.key]!,
    contacts: { owner: people('owner'), editor: people('editor'), viewer: people('viewer') },
    members: members as Demo['members'],
  };
}
