/** Tenants full of rows, made by calling whatever the router has to make rows with. */
import { mayRole, policyRoles, type Role } from '../core/policy.ts';
import { newId, prefixes, type Noun } from '../core/ids.ts';
import { createKey, openWorkspace } from '../modules/index.ts';
import { ask, type Reply, type Transport } from './ask.ts';
import { createCanaries, type Canaries } from './canaries.ts';
import { census, type Entry } from './census.ts';
import { procedure, procedures, type Field, type Procedure, type Referent } from './procedures.ts';
import { createRandom, type Random } from './random.ts';
import { sample, type Wish } from './sample.ts';
import type { World } from './world.ts';

export interface Party {
  workspaceId: string;
  /** The key that acts for the vendor; it is not among the ids that are drawn. */
  key: { id: string; token: string };
  members: Record<string, string>;
  /** For each client one contact of each role. */
  clients: { id: string; contacts: Record<string, string>; projects: string[] }[];
}

/** Where the ids of an input come from. */
export interface Draw extends Wish {
  workspaceId: string;
  /** Rows of this project, else of its client, else of the workspace. */
  projectId?: string | undefined;
  /** Only these rows. */
  among?: (entry: Entry) => boolean;
  /** The youngest row of each noun: it has nothing below it yet. */
  newest?: boolean;
  /** Stands in the forced field. */
  target?: string | undefined;
  /** Leaves alone who acts in the test, where the procedure might take them away. */
  careful?: boolean;
  /** Fields that are not left to chance. */
  fixed?: Record<string, unknown>;
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
  /** Calls it with several inputs until one succeeds; null if none does. */
  succeed(party: Party, of: Procedure, wish?: Partial<Draw>, tokens?: readonly string[]): Promise<Reply | null>;
}

/** A noun that the router asks for and of which no row could be made. */
export class NoFixture extends Error {
  readonly names: Referent;
  constructor(names: Referent, message: string) {
    super(message);
    this.names = names;
  }
}

/** @param tenants how many workspaces, each with two clients of two projects */
export async function populate(world: World, seed: number, tenants: number): Promise<Population> {
  const random = createRandom(seed);
  const canaries = createCanaries();
  const { runtime } = world.portico;
  const spared = new Set<string>();
  const population: Population = { world, random, canaries, parties: [], spared, count: () => census(runtime), draw, call, allows, mint, succeed };
  for (let tenant = 0; tenant < tenants; tenant++) population.parties.push(await settle());
  return population;

  async function call(token: string | null, of: Procedure, input: Record<string, unknown>, transport: Transport = random.pick(['rest', 'trpc'])): Promise<Reply> {
    // Ids made at different moments sort by age.
    world.clock.advance(1);
    return ask(world.url, token, of, input, transport);
  }

  function draw(of: Procedure, entries: readonly Entry[], { workspaceId, projectId, among, newest, target, careful, fixed = {}, ...wish }: Draw): Record<string, unknown> {
    const clientId = entries.find(({ id }) => id === projectId)?.clientId;
    const reference = ({ names, path }: Field): string => {
      if (target !== undefined && path === wish.force) return target;
      const noun = names === 'externalId' ? undefined : names;
      // A procedure about the thing itself may take it away; one that only mentions it does not.
      const kept = (entry: Entry): boolean => careful === true && of.kind === 'mutation' && (!of.entity || of.entity === entry.entity) && spared.has(entry.id);
      const all = entries.filter((entry) => entry.workspaceId === workspaceId && !entry.deleted && !kept(entry) && (noun ? entry.names === noun : entry.row?.['externalId' as 'id']));
      const own = among ? all.filter(among) : all;
      const near = [own.filter((entry) => entry.projectId === projectId), own.filter((entry) => entry.clientId === clientId), own].find((some) => some.length > 0) ?? all;
      const entry = newest ? near.at(-1) : near.length > 0 ? random.pick(near) : undefined;
      if (!entry) throw new NoFixture(names, `${of.path} asks for a ${names} (${path}), and there is none.`);
      return noun ? entry.id : entry.row!['externalId' as 'id'];
    };
    const source = { random, reference, canary: (path: string) => canaries.plant(workspaceId, of.path, path) };
    return { ...sample(of, source, wish), ...fixed };
  }

  function allows(role: Role | 'anonymous', { meta }: Procedure): boolean {
    return role !== 'anonymous' && mayRole(runtime.modules.policy, role, meta.action);
  }

  async function mint(party: Party, who: Record<string, unknown>): Promise<string> {
    const answer = await call(party.key.token, procedure('sessions.create'), who, 'rest');
    if (answer.status !== 201) throw new Error(`No session for ${JSON.stringify(who)}: ${JSON.stringify(answer.body)}`);
    return (answer.body as { token: string }).token;
  }

  async function succeed(party: Party, of: Procedure, wish: Partial<Draw> = {}, tokens: readonly string[] = [party.key.token]): Promise<Reply | null> {
    for (let tries = 0; tries < 8; tries++) {
      // What cannot be taken away because something hangs on it is made anew, with nothing on it yet.
      if (tries === 3 && of.entity && !of.creates) await makeAnother(party, of.entity.table.noun);
      const input = await inputFor(party, of, { newest: tries % 2 === 1, fill: tries % 3 === 2 ? 'least' : 'some', ...wish });
      const answer = await call(tokens[tries % tokens.length]!, of, input);
      if (answer.status >= 500) throw new Error(`${of.path} answered ${answer.status} to ${JSON.stringify(input)}: ${JSON.stringify(answer.body)}`);
      if (answer.status < 300) return answer;
    }
    return null;
  }

  /** Drawn carefully; a row that is lacking is made. */
  async function inputFor(party: Party, of: Procedure, wish: Partial<Draw>): Promise<Record<string, unknown>> {
    // What hangs together is found in one project.
    const projectId = random.pick(party.clients.flatMap(({ projects }) => projects));
    const whole = { workspaceId: party.workspaceId, projectId, careful: true, ...wish };
    for (let lacking = 0; ; lacking++) {
      try {
        return draw(of, await census(runtime), whole);
      } catch (error) {
        if (!(error instanceof NoFixture) || lacking === 4) throw error;
        await makeAnother(party, error.names);
      }
    }
  }

  async function makeAnother(party: Party, noun: string): Promise<void> {
    for (const maker of procedures) if (maker.creates && maker.entity?.table.noun === noun) await succeed(party, maker);
  }

  /** One tenant: people of every role, two clients with two projects each, and in each project at least one row of everything. */
  async function settle(): Promise<Party> {
    const scope = await openWorkspace(runtime, { name: 'x', lang: 'zh-CN', timeZone: 'Asia/Shanghai', origins: [] });
    const { workspaceId } = scope;
    const key = await createKey(scope, { name: canaries.plant(workspaceId, 'keys.create', 'name'), mode: 'live' });
    const party: Party = { workspaceId, key: { id: key.id, token: key.secretKey! }, members: {}, clients: [] };
    spared.add(key.id);
    const make = async (path: string, fixed: Record<string, unknown>, projectId?: string): Promise<string> => {
      const of = procedure(path);
      const input = draw(of, await census(runtime), { workspaceId, projectId, fill: 'all', fixed });
      const answer = await call(party.key.token, of, input);
      if (answer.status >= 300) throw new Error(`${path} answered ${answer.status} to ${JSON.stringify(input)}: ${JSON.stringify(answer.body)}`);
      return (answer.body as { id: string }).id;
    };
    await succeed(party, procedure('workspaces.update'), { fill: 'all' });
    for (const role of policyRoles.members) spare((party.members[role] = await make('members.create', { role })));
    for (let client = 0; client < 2; client++) {
      const clientId = await make('clients.create', {});
      const contacts: Record<string, string> = {};
      for (const role of policyRoles.contacts) spare((contacts[role] = await make('contacts.create', { role, clientId })));
      const projects = [await make('projects.create', { clientId }), await make('projects.create', { clientId })];
      party.clients.push({ id: clientId, contacts, projects });
    }
    const below = (maker: Procedure): boolean => Boolean(maker.entity?.project) && maker.entity?.project !== 'id';
    const makers = procedures.filter(({ creates }) => creates);
    for (const [at, projectId] of party.clients.flatMap(({ projects }) => projects).entries()) {
      // Three of what is in a project, so that there are some for clients and some not.
      await furnish(party, projectId, makers.flatMap((maker) => (below(maker) ? [maker, maker, maker] : at === 0 ? [maker] : [])));
    }
    return party;
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
  }

  async function furnishOne(party: Party, projectId: string, maker: Procedure): Promise<boolean> {
    try {
      const input = draw(maker, await census(runtime), { workspaceId: party.workspaceId, projectId, fill: 'all' });
      const { status, body } = await call(party.key.token, maker, input);
      if (status >= 500) throw new Error(`${maker.path} answered ${status} to ${JSON.stringify(input)}: ${JSON.stringify(body)}`);
      return status < 300;
    } catch (error) {
      if (error instanceof NoFixture) return false;
      throw error;
    }
  }
}

/** A well-formed id of the same noun, or a stream of the same kind, that never was. */
export const stranger = (id: string, world: World): string =>
  id.replace(/([a-z]{3})_[0-9a-z]{26}/g, (_, prefix: string) => newId(Object.entries(prefixes).find(([, one]) => one === prefix)![0] as Noun, world.clock));
