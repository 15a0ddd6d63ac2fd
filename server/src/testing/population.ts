/** Tenants full of rows, made by calling whatever the router has to make rows with. */
import { mayRole, policyRoles, type Role } from '../core/policy.ts';
import { newId, prefixes, type Noun } from '../core/ids.ts';
import { createKey, openWorkspace } from '../modules/index.ts';
import { ask, type Reply, type Transport } from './ask.ts';
import { createCanaries, type Canaries } from './canaries.ts';
import { createCensus, type Entry } from './census.ts';
import { draw as drawFrom, NoFixture, type Draw } from './draw.ts';
import { before } from './fitting.ts';
import { procedure, procedures, type Procedure } from './procedures.ts';
import { createRandom, type Random } from './random.ts';
import type { World } from './world.ts';

export interface Party {
  workspaceId: string;
  /** The key that acts for the vendor; it is not among the ids that are drawn. */
  key: { id: string; token: string };
  members: Record<string, string>;
  /** For each client one contact of each role. */
  clients: { id: string; contacts: Record<string, string>; projects: string[] }[];
}

export interface Population {
  world: World;
  random: Random;
  canaries: Canaries;
  parties: Party[];
  /** Ids that are never drawn: who acts and watches should not be taken away. */
  spared: Set<string>;
  /** Reads the tables anew. */
  count(): Promise<Entry[]>;
  /** An input with ids of rows that are there; throws, with the noun, if one is missing. */
  draw(of: Procedure, entries: readonly Entry[], wish: Draw): Record<string, unknown>;
  call(token: string | null, of: Procedure, input: Record<string, unknown>, transport?: Transport): Promise<Reply>;
  /** Does the policy let this role do it? */
  allows(role: Role | 'anonymous', of: Procedure): boolean;
  /** A session of this person. */
  mint(party: Party, who: Record<string, unknown>): Promise<string>;
  /** With what it was last refused, for who wonders why nothing came of it. */
  why(of: Procedure): string;
  /** Makes one more row of this noun. */
  another(party: Party, noun: string, projectId?: string): Promise<void>;
  /** Calls it with several inputs until one succeeds; null if none does. */
  succeed(party: Party, of: Procedure, wish?: Partial<Draw>, tokens?: readonly string[]): Promise<Reply | null>;
}

/** How much there is of a tenant. `full`: two clients of two projects, in each two of everything. `slim`: one of everything. */
export type Size = 'full' | 'slim';
const sizes = { full: { clients: 2, projects: 2, each: 2 }, slim: { clients: 1, projects: 1, each: 1 } };

/** @param tenants the size of each workspace */
export async function populate(world: World, seed: number, tenants: readonly Size[]): Promise<Population> {
  const random = createRandom(seed);
  const canaries = createCanaries();
  const { runtime } = world.portico;
  const census = createCensus(runtime);
  const spared = new Set<string>();
  /** Why the last call of a procedure was refused, for who wonders that there is no row. */
  const refusals = new Map<string, string>();
  const population: Population = {
    world,
    random,
    canaries,
    parties: [],
    spared,
    count: census.whole,
    draw,
    call,
    allows,
    mint,
    another,
    succeed,
    why,
  };
  for (const size of tenants) population.parties.push(await settle(sizes[size]));
  // What follows from it in the background has happened too.
  await world.portico.drain();
  return population;

  async function call(
    token: string | null,
    of: Procedure,
    input: Record<string, unknown>,
    transport: Transport = random.pick(['rest', 'trpc']),
  ): Promise<Reply> {
    // Ids made at different moments sort by age.
    world.clock.advance(1);
    const answer = await ask(world.url, token, of, input, transport);
    if (of.kind === 'mutation') census.touched(of.entity);
    if (answer.status >= 400)
      refusals.set(of.path, `${of.path} was last refused with ${JSON.stringify(answer.body)} for ${JSON.stringify(input)}`);
    return answer;
  }

  function why({ path }: Procedure): string {
    return refusals.get(path) ?? '';
  }

  function draw(of: Procedure, entries: readonly Entry[], wish: Draw): Record<string, unknown> {
    return drawFrom(of, entries, wish, { random, canaries, spared });
  }

  function allows(role: Role | 'anonymous', { meta }: Procedure): boolean {
    return role !== 'anonymous' && mayRole(runtime.modules.policy, role, meta.action);
  }

  async function mint(party: Party, who: Record<string, unknown>): Promise<string> {
    const answer = await call(party.key.token, procedure('sessions.create'), who, 'rest');
    if (answer.status !== 201) throw new Error(`No session for ${JSON.stringify(who)}: ${JSON.stringify(answer.body)}`);
    return (answer.body as { token: string }).token;
  }

  async function succeed(
    party: Party,
    of: Procedure,
    wish: Partial<Draw> = {},
    tokens: readonly string[] = [party.key.token],
  ): Promise<Reply | null> {
    for (let tries = 0; tries < 8; tries++) {
      if (tries === 3 || tries === 5) await prepare(party, of, wish);
      const input = await inputFor(party, of, { newest: tries % 2 === 1, fill: tries % 3 === 2 ? 'least' : 'some', ...wish });
      const answer = await call(tokens[tries % tokens.length]!, of, input);
      if (answer.status >= 500)
        throw new Error(`${of.path} answered ${answer.status} to ${JSON.stringify(input)}: ${JSON.stringify(answer.body)}`);
      if (answer.status < 300) return answer;
    }
    return null;
  }

  /** What a command could not be done with is made anew. */
  async function prepare(
    party: Party,
    of: Procedure,
    { projectId = random.pick(party.clients.flatMap(({ projects }) => projects)) }: Partial<Draw>,
  ): Promise<void> {
    // With nothing that hangs on it yet, for what takes it away; without ties to each other, for what ties two together.
    if (of.entity && !of.creates) await another(party, of.entity.table.noun, projectId);
    if (of.creates) for (const { names } of of.fields) if (makersOf(names).some(isWithinProject)) await another(party, names, projectId);
    for (const earlier of before(of)) await succeed(party, procedure(earlier));
  }

  /** Drawn carefully; a row that is lacking is made. */
  async function inputFor(party: Party, of: Procedure, wish: Partial<Draw>): Promise<Record<string, unknown>> {
    // What hangs together is found in one project.
    const projectId = random.pick(party.clients.flatMap(({ projects }) => projects));
    const whole = { workspaceId: party.workspaceId, projectId, careful: true, distinct: true, ...wish };
    for (let lacking = 0; ; lacking++) {
      try {
        // In the end rather one that is refused than none.
        return draw(of, await census.recent(), lacking < 3 ? whole : { ...whole, distinct: false });
      } catch (error) {
        if (!(error instanceof NoFixture)) throw error;
        if (lacking === 4) throw new Error(`${error.message} ${makersOf(error.names).map(why).join(' ')}`, { cause: error });
        if (error.projectId !== undefined) whole.projectId = error.projectId;
        await another(party, error.names, error.projectId);
      }
    }
  }

  async function another(party: Party, noun: string, projectId?: string): Promise<void> {
    for (const maker of makersOf(noun)) await succeed(party, maker, projectId === undefined ? {} : { projectId });
  }

  /** One tenant: people of every role, clients with their projects, and in each project at least one row of everything. */
  async function settle(size: (typeof sizes)[Size]): Promise<Party> {
    const scope = await openWorkspace(runtime, { name: 'x', lang: 'zh-CN', timeZone: 'Asia/Shanghai', origins: [] });
    const { workspaceId } = scope;
    const key = await createKey(scope, { name: canaries.plant(workspaceId, 'keys.create', 'name'), mode: 'live' });
    const party: Party = { workspaceId, key: { id: key.id, token: key.secretKey! }, members: {}, clients: [] };
    spared.add(key.id);
    const make = async (path: string, fixed: Record<string, unknown>, projectId?: string): Promise<string> => {
      const of = procedure(path);
      const input = draw(of, await census.recent(), { workspaceId, projectId, fill: 'all', fixed });
      const answer = await call(party.key.token, of, input);
      if (answer.status >= 300)
        throw new Error(`${path} answered ${answer.status} to ${JSON.stringify(input)}: ${JSON.stringify(answer.body)}`);
      return (answer.body as { id: string }).id;
    };
    await succeed(party, procedure('workspaces.update'), { fill: 'all' });
    for (const role of policyRoles.members) spare((party.members[role] = await make('members.create', { role })));
    for (let client = 0; client < size.clients; client++) {
      const clientId = await make('clients.create', {});
      const contacts: Record<string, string> = {};
      for (const role of policyRoles.contacts) spare((contacts[role] = await make('contacts.create', { role, clientId })));
      const projects: string[] = [];
      while (projects.length < size.projects) projects.push(await make('projects.create', { clientId }));
      party.clients.push({ id: clientId, contacts, projects });
    }
    const makers = procedures.filter(({ creates }) => creates);
    for (const [at, projectId] of party.clients.flatMap(({ projects }) => projects).entries()) {
      // Several of what is in a project, so that there are some for clients and some not.
      const rounds = Array.from({ length: size.each }, () => makers.filter(isWithinProject));
      await furnish(party, projectId, [...(at === 0 ? makers.filter((maker) => !isWithinProject(maker)) : []), ...rounds.flat()]);
    }
    await complete(party);
    return party;
  }

  /** What no single call makes (an answer needs a survey that was opened) is there after everything has been done once. */
  async function complete(party: Party): Promise<void> {
    for (let round = 0; round < 3; round++) {
      const there = new Set(
        (await census.whole()).flatMap(({ workspaceId, entity }) => (workspaceId === party.workspaceId ? [entity] : [])),
      );
      const lacking = [...runtime.modules.entities.values()].filter((entity) => !there.has(entity));
      if (lacking.length === 0) return;
      for (const of of procedures) if (of.kind === 'mutation' && of.method !== 'DELETE' && of.entity) await succeed(party, of);
      await world.portico.drain();
    }
  }

  function spare(id: string): void {
    spared.add(id);
  }

  /** Every optional text filled; what needs another row first has its turn in the next round. */
  async function furnish(party: Party, projectId: string, makers: readonly Procedure[]): Promise<void> {
    let waiting = makers;
    for (let round = 0; round < 5 && waiting.length > 0; round++) {
      const later: Procedure[] = [];
      for (const maker of waiting) {
        const done = await furnishOne(party, projectId, maker);
        if (!done) later.push(maker);
      }
      waiting = later;
    }
    for (const maker of waiting) await succeed(party, maker, { projectId });
  }

  async function furnishOne(party: Party, projectId: string, maker: Procedure, fill: Draw['fill'] = 'all'): Promise<boolean> {
    try {
      const input = draw(maker, await census.recent(), { workspaceId: party.workspaceId, projectId, fill });
      const { status, body } = await call(party.key.token, maker, input);
      if (status >= 500) throw new Error(`${maker.path} answered ${status} to ${JSON.stringify(input)}: ${JSON.stringify(body)}`);
      return status < 300;
    } catch (error) {
      if (!(error instanceof NoFixture)) throw error;
      // The first of a tree has none above it; then there is one for others to stand below.
      if (fill === 'all' && error.names === maker.entity?.table.noun) await furnishOne(party, projectId, maker, 'least');
      return false;
    }
  }
}

const isWithinProject = ({ entity }: Procedure): boolean => Boolean(entity?.project) && entity?.project !== 'id';
const makersOf = (noun: string): Procedure[] => procedures.filter(({ creates, entity }) => creates && entity?.table.noun === noun);

/** A well-formed id of the same noun, or a stream of the same kind, that never was. */
export const stranger = (id: string, world: World): string =>
  id.replace(/([a-z]{3})_[0-9a-z]{26}/g, (_, prefix: string) =>
    newId(Object.entries(prefixes).find(([, one]) => one === prefix)![0] as Noun, world.clock),
  );
