/** Every query of the router, asked by each kind of caller: a query that is born tomorrow is asked too. */
import { NoFixture, type Draw } from './draw.ts';
import type { Party, Population } from './population.ts';
import { definitionOf, procedures, type Procedure } from './procedures.ts';

/** Asks each with and without its filters, and for a second page. Answers the queries that nobody was answered. */
export async function askEverything(population: Population, party: Party): Promise<string[]> {
  const [{ contacts, projects }] = party.clients as [Party['clients'][number]];
  const members = Object.values(party.members);
  const entries = await population.count();
  const there = (ids: readonly string[]): string | undefined =>
    ids.find((id) => entries.some((entry) => entry.id === id && !entry.deleted));
  const contact = there(Object.values(contacts));
  const member = there(members);
  const project = there(projects);
  const tokens = [
    party.key.token,
    ...(contact ? [await population.mint(party, { contact })] : []),
    ...(member && project ? [await population.mint(party, { member, project })] : []),
  ];
  const silent: string[] = [];
  for (const of of procedures.filter(({ kind }) => kind === 'query')) {
    const paged = 'limit' in (definitionOf(of.input).shape ?? {});
    const ask = async (token: string, fill: Draw['fill']): Promise<boolean> => {
      const input = drawn(of, { workspaceId: party.workspaceId, projectId: project, fill });
      if (!input) return false;
      if (!paged || of.path === 'feed.since') return (await population.call(token, of, input, 'rest')).status === 200;
      const { limit: _, ...whole } = input;
      const { status, body } = await population.call(token, of, { ...whole, limit: 1 }, 'rest');
      // A page as it usually is: how a server goes about it depends on how many rows are asked for.
      const cursor = (body as { next?: string | null } | null)?.next;
      for (const more of cursor ? [{}, { cursor }] : [{}]) await population.call(token, of, { ...whole, ...more }, 'rest');
      return status === 200;
    };
    const answered: boolean[] = [];
    for (const token of tokens) answered.push(await ask(token, 'least'));
    answered.push(await ask(party.key.token, 'all'));
    // What it asks for may be gone by now: made anew.
    if (!answered.includes(true) && !(await population.succeed(party, of))) silent.push(`${of.path}: ${population.why(of)}`);
  }
  return silent;

  function drawn(of: Procedure, wish: Draw): Record<string, unknown> | null {
    try {
      return population.draw(of, entries, wish);
    } catch (error) {
      if (error instanceof NoFixture) return null;
      throw error;
    }
  }
}
