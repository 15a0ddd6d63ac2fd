/** T29, made from the router: for every command and every audience, the old snapshot with the emitted events applied is the new one. */
import { hashEntities } from '@portico/sdk/hash';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import type { Role } from '../core/policy.ts';
import type { WireEvent } from '../feed/since.ts';
import { archiveBefore } from '../feed/archive/move.ts';
import { verifyChain } from '../feed/verify.ts';
import { watch, type Taken, type Watcher } from '../testing/audiences.ts';
import type { Entry } from '../testing/census.ts';
import { NoFixture } from '../testing/draw.ts';
import { populate, type Party, type Population } from '../testing/population.ts';
import { teamOnly } from '../testing/principals.ts';
import { procedure, procedures, type Procedure } from '../testing/procedures.ts';
import { askEverything } from '../testing/questions.ts';
import { seed } from '../testing/random.ts';
import { entitiesOf, unlike } from '../testing/replica.ts';
import { fillTables } from '../testing/bulk.ts';
import { explain } from '../testing/explain.ts';
import { recordStatements } from '../testing/statements.ts';
import { openWorld, type World } from '../testing/world.ts';

const rounds = { SQLite: 2, MariaDB: 1, MySQL: 1 };
/** Where there is nothing to do in a bare server; what they do is tested where they live. */
const elsewhere: Record<string, string> = {
  'notices.send': 'without a mail server it is refused',
  'deliveries.replayMany': 'nothing has failed for good yet',
};
const mutations = procedures.filter(({ kind }) => kind === 'mutation');

for (const { name: dialect, url } of dialects()) {
  describe.skipIf(url === null)(`${dialect}: replay (SEED=${seed})`, () => {
    let database: FreshDatabase;
    let world: World;
    let population: Population;
    let party: Party;
    let watcher: Watcher;
    /** As they were after the last command. */
    let rows: Entry[];
    /** The last snapshot of each stream, to the letter. */
    const bytes = new Map<string, { place: string; text: string }>();

    let recorded: ReturnType<typeof recordStatements>;

    beforeAll(async () => {
      recorded = recordStatements();
      database = await freshDatabase(dialect);
      world = await openWorld(database.url);
      population = await populate(world, seed, ['full', 'slim']);
      party = population.parties[0]!;
      watcher = watch(population, party);
      // Nobody is indispensable here but the key and who watches: who acts is found anew each time.
      for (const id of Object.values(party.members)) population.spared.delete(id);
    }, 180_000);
    afterAll(async () => {
      recorded?.stop();
      await world?.close();
      await database?.drop();
    });

    /** What replica and snapshot disagree on, in every stream or in those that `concerns` picks. (Nobody takes a snapshot of the audit stream.) */
    async function compare(entries: readonly Entry[], concerns: (stream: Entry) => boolean = () => true): Promise<string[]> {
      const found: string[] = [];
      for (const stream of entries.filter((entry) => entry.names === 'stream' && entry.audience !== 'audit' && concerns(entry))) {
        let differences = await compareOne(stream.id, await watcher.snapshot(stream));
        // A job may have written between the events and the snapshot; what is really missing stays missing.
        for (let tries = 0; tries < 3 && differences.length > 0; tries++) {
          await watcher.follow();
          differences = await compareOne(stream.id, await watcher.snapshot(stream));
        }
        found.push(...differences);
      }
      return found;
    }

    /** Streams that a command may have moved: by its events, or by the rows that are not what they were. */
    function concernedBy(events: readonly WireEvent[], before: readonly Entry[], after: readonly Entry[]): (stream: Entry) => boolean {
      const was = new Map(before.map(({ id, row }) => [id, JSON.stringify(row)]));
      const touched = after.filter(({ id, row }) => row && was.get(id) !== JSON.stringify(row));
      return ({ id, audience, projectId }) =>
        audience === 'workspace' ||
        events.some(({ stream }) => stream === id) ||
        touched.some((row) => (projectId !== null && row.projectId === projectId) || id === `contact:${row.id}`);
    }

    async function compareOne(stream: string, taken: Taken | null): Promise<string[]> {
      const replica = watcher.replica(stream);
      const entities = entitiesOf(replica);
      // A removed project has no snapshot and a removed contact no way to ask: their state must be nothing.
      const different = unlike(entities, taken?.entities ?? {}).map((difference) => `${stream}, ${difference}`);
      if (different.length > 0 || !taken) return different;
      const at = taken.streams[0]!;
      if (at.seq !== replica.seq || at.epoch !== replica.epoch)
        return [`${stream}: the snapshot stands at ${at.seq}, the events at ${replica.seq}`];
      const place = `${at.epoch} ${at.seq}`;
      const text = JSON.stringify(taken);
      const earlier = bytes.get(stream);
      if (earlier?.place === place && earlier.text !== text) return [`${stream}: kept bytes and bytes made anew are not the same`];
      bytes.set(stream, { place, text });
      return (await hashEntities(entities)) === taken.hash ? [] : [`${stream}: the same entities, but another hash`];
    }

    /** Words that these audiences may not see. */
    const leaks = (events: readonly WireEvent[]): string[] =>
      events.flatMap(({ stream, data, actor, type }) =>
        population.canaries.in(JSON.stringify([data, actor])).flatMap((word) => {
          const { workspaceId, field, origin } = population.canaries.of(word);
          const forClients = /^contact:|:client$/.test(stream);
          const own = workspaceId === party.workspaceId && !(forClients && (teamOnly.has(field) || origin.startsWith('keys.')));
          return own ? [] : [`${type} in ${stream} holds ${word} of ${origin}`];
        }),
      );

    it('T29: from the first event on, the events alone make the snapshot', async () => {
      const events = await watcher.follow();
      expect(events.length).toBeGreaterThan(50);
      expect(leaks(events)).toEqual([]);
      rows = await watcher.look();
      expect(await compare(rows)).toEqual([]);
    });

    it('T29: old snapshot + events = new snapshot, for every command and audience', async () => {
      const idle = new Set(mutations.map(({ path }) => path).filter((path) => !(path in elsewhere)));
      const found: string[] = [];
      for (let round = 0; round < 8 && found.length === 0; round++) {
        // After the rounds for all, those that had no effect yet (a move to where it is already) have a few more.
        const turns = round < rounds[dialect] ? mutations : mutations.filter(({ path }) => idle.has(path));
        for (const of of population.random.shuffled(turns)) {
          found.push(...(await step(of, idle)));
          // One fault would be told again after each further command.
          if (found.length > 0) break;
        }
        if (turns.length > 0) found.push(...(await compare(await watcher.look())).map((what) => `after round ${round + 1}: ${what}`));
      }
      expect(found).toEqual([]);
      expect(
        [...idle].map((path) => `${path}: ${population.why(procedure(path))}`),
        'commands that never succeeded with an effect',
      ).toEqual([]);
    }, 120_000);

    /** Somebody who may do it and is still there; the key where there is no such person. */
    async function actor(of: Procedure, entries: readonly Entry[]): Promise<string> {
      const people = entries.filter(
        ({ names, row, deleted }) =>
          (names === 'member' || names === 'contact') && !deleted && population.allows(row!['role' as 'id'] as Role, of),
      );
      const one = people.length > 0 ? population.random.pick(people) : null;
      return one ? population.mint(party, { [one.names]: one.id }) : party.key.token;
    }

    /** One command, by somebody who may; answers what is wrong after it. */
    async function step(of: Procedure, idle: Set<string>): Promise<string[]> {
      const answer = await population.succeed(party, of, {}, [await actor(of, rows), party.key.token]);
      const events = await watcher.follow();
      const before = rows;
      rows = await watcher.look();
      // Most have an event as their effect; the log of deliveries has none.
      const effective = events.length > 0 || of.meta.stateless || JSON.stringify(before) !== JSON.stringify(rows);
      if (answer && effective) idle.delete(of.path);
      // First as they are kept, with the events put in, then made anew: the same, bit for bit.
      const concerned = concernedBy(events, before, rows);
      const kept = await compare(rows, concerned);
      watcher.forget();
      const differences = await compare(rows, concerned);
      return [...leaks(events), ...kept, ...differences].map((what) => `after ${of.path}: ${what}`);
    }

    it('T29: commands at the same moment leave every audience with the same state', async () => {
      rows = await population.count();
      const aim = (): { of: Procedure; token: string; input: Record<string, unknown> } => {
        const of = population.random.pick(mutations);
        const one = population.random.chance(0.8) ? party : population.parties[1]!;
        const projectId = population.random.pick(one.clients.flatMap(({ projects }) => projects));
        try {
          const wish = { workspaceId: one.workspaceId, projectId, careful: true, newest: population.random.chance(0.2) };
          return { of, token: one.key.token, input: population.draw(of, rows, wish) };
        } catch (error) {
          if (!(error instanceof NoFixture)) throw error;
          // Of what it needs, the commands before this test may have left none here: another one, then.
          return aim();
        }
      };
      const shots = Array.from({ length: 80 }, aim);
      const statuses: number[] = [];
      await Promise.all(
        Array.from({ length: 12 }, async () => {
          for (let shot = shots.pop(); shot; shot = shots.pop()) {
            const { status, body } = await population.call(shot.token, shot.of, shot.input);
            statuses.push(status);
            if (status >= 500) throw new Error(`${shot.of.path} answered ${status} ${JSON.stringify(body)}`);
          }
        }),
      );
      expect(statuses.filter((status) => status < 300).length).toBeGreaterThan(15);
      expect(leaks(await watcher.follow())).toEqual([]);
      rows = await watcher.look();
      expect(await compare(rows), 'snapshots as they are kept').toEqual([]);
      watcher.forget();
      expect(await compare(rows), 'snapshots made anew').toEqual([]);
      expect((await verifyChain(world.portico.runtime)).broken).toEqual([]);
    }, 60_000);

    it.skipIf(dialect === 'SQLite')(
      'of what commands, queries, jobs and dispatcher have sent, nothing walks through a table of more than 1 000 rows',
      async () => {
        expect(await askEverything(population, party), 'queries that were never answered').toEqual([]);
        // What is old is looked for, and nothing is.
        await archiveBefore(world.portico.runtime, new Date(0));
        await world.close();
        const forms = recorded.forms();
        for (const start of ['SELECT', 'UPDATE', 'DELETE'])
          expect(
            forms.some(({ form }) => form.startsWith(start)),
            start,
          ).toBe(true);
        await fillTables(database.url, party.workspaceId);
        expect(await explain(database.url, forms)).toEqual([]);
        // And it would be seen: this one has no index.
        const sample = `SELECT id FROM milestones WHERE workspaceId = '${party.workspaceId}' AND name = 'x'`;
        expect(await explain(database.url, [{ form: sample, sample }])).toHaveLength(1);
      },
      60_000,
    );
  });
}
