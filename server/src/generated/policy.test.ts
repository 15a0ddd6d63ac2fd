/** T04: the committed table of who may do and see what, and that the server keeps to it. `UPDATE=1 npm test` writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { policyTable } from '../core/policy.ts';
import { registry } from '../modules/index.ts';
import { ask } from '../testing/ask.ts';
import { populate, type Population } from '../testing/population.ts';
import { principalsOf } from '../testing/principals.ts';
import { procedures } from '../testing/procedures.ts';
import { settledChecksums } from '../testing/traces.ts';
import { openWorld, type World } from '../testing/world.ts';

const page = new URL('../../../docs/policy.md', import.meta.url);

describe('policy', () => {
  let database: FreshDatabase;
  let world: World;
  let population: Population;
  beforeAll(async () => {
    database = await freshDatabase('SQLite');
    world = await openWorld(database.url);
    // Always the same house: the page of rights is made of what is seen in it.
    population = await populate(world, 1, ['slim']);
  });
  afterAll(async () => {
    await world?.close();
    await database?.drop();
  });

  it('T04: every procedure has an action of the table, and every action a procedure', () => {
    const used = new Set(procedures.map(({ meta }) => meta.action));
    expect(
      procedures.filter(({ meta }) => !registry.policy.has(meta.action)).map(({ path }) => path),
      'procedures without an action',
    ).toEqual([]);
    expect(
      [...registry.policy.keys()].filter((action) => !used.has(action)),
      'actions without a procedure',
    ).toEqual([]);
  });

  it('T04: docs/policy.md says who may do and see what', async () => {
    const text = `# Who may do and see what

Made from the modules by a test, and read by people: a change here is a change of rights.
Rewrite it with \`UPDATE=1 npm test\` after you have looked at what changed.

## Actions by role

\`key\` is the vendor's own back end. What is not in the table is denied.

${policyTable(registry.policy)}
## Fields by audience

\`client\` and \`team\` follow a project, \`contact\` is a person of the client, \`workspace\` the members; nobody subscribes to \`audit\`.

${await fieldsTable()}
## Procedures

${proceduresTable()}`;
    if (process.env['UPDATE']) writeFileSync(page, text);
    expect(readFileSync(page, 'utf8'), 'Rights have changed. If you meant it, run: UPDATE=1 npm test').toBe(text);
  });

  /** All that can be called: the inventory of the interface. */
  function proceduresTable(): string {
    const lines = procedures.map(({ path, meta }) => `| \`${path}\` | \`${meta.route}\` | \`${meta.action}\` |`);
    return `| procedure | route | action |\n| --- | --- | --- |\n${lines.toSorted().join('\n')}\n`;
  }

  /** What each view shows of the rows that there are. */
  async function fieldsTable(): Promise<string> {
    // What background work makes of the commands is there too.
    await world.portico.drain();
    await settledChecksums(world.portico.runtime);
    const entries = await population.count();
    const lines = [...registry.entities.values()].flatMap((entity) => {
      const rows = entries.flatMap((entry) => (entry.entity === entity && entry.row ? [entry.row] : []));
      return Object.entries(entity.views).map(([audience, view]) => {
        const fields = new Set(rows.flatMap((row) => Object.keys(view.present(row) ?? {})));
        return `| ${entity.collection} | ${audience} | ${[...fields].toSorted().join(', ')} |`;
      });
    });
    return `| collection | audience | fields |\n| --- | --- | --- |\n${lines.toSorted().join('\n')}\n`;
  }

  /** Whom the committed page lets do it: read from the page, for the code that decides would agree with itself. */
  function rolesOnPage(): Map<string, Set<string>> {
    const rows = readFileSync(page, 'utf8')
      .split('## Fields')[0]!
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.slice(2, -2).split(/ ?\| ?/));
    const [[, ...roles] = []] = rows;
    return new Map(
      rows.slice(2).map(([action, ...marks]) => [/`(.+)`/.exec(action!)![1]!, new Set(roles.filter((_, at) => marks[at] === '✓'))]),
    );
  }

  it('T04: everybody is let in or turned away as the table says, over REST and tRPC', async () => {
    const found: string[] = [];
    const allowed = rolesOnPage();
    expect(allowed.size).toBe(registry.policy.size);
    for (const who of await principalsOf(population, population.parties[0]!)) {
      for (const of of procedures) {
        // An input that is wrong for everybody: who may call is told so, who may not is turned away before.
        const { status, body } = await ask(world.url, who.token, of, { unheardOf: 'x' }, population.random.pick(['rest', 'trpc']));
        const expected = who.role === 'anonymous' ? 401 : allowed.get(of.meta.action)!.has(who.role) ? 400 : 403;
        if (status !== expected) found.push(`${who.name} calls ${of.path}: ${status} ${JSON.stringify(body)} instead of ${expected}`);
      }
    }
    expect(found).toEqual([]);
  }, 60_000);
});
