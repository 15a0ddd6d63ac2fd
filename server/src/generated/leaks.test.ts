/** T01, made from the router: whoever calls whatever with whosever id learns nothing, changes nothing and sees no difference. */
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figure } from '../testing/figure.ts';
import { dialects, freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import type { Reply, Transport } from '../testing/ask.ts';
import { bury, plantInEmptyTexts } from '../testing/burials.ts';
import type { Entry } from '../testing/census.ts';
import { populate, stranger, type Party, type Population } from '../testing/population.ts';
import { holdersOf, leaked, mayReach, principalsOf, type Principal } from '../testing/principals.ts';
import { definitionOf, procedures, type Field, type Procedure } from '../testing/procedures.ts';
import { seed } from '../testing/random.ts';
import { differences, settledChecksums } from '../testing/traces.ts';
import { openWorld, type World } from '../testing/world.ts';

/** The whole matrix runs on SQLite with three tenants; the others take one combination of `of`, each another one, with two. */
/** There is no mail server here, so that it is refused; `modules/notices` tests what it does. */
const needsMail = 'notices.send';

const shares = { SQLite: { of: 1, at: 0 }, MariaDB: { of: 6, at: 0 }, MySQL: { of: 6, at: 3 } };

for (const { name: dialect, url } of dialects()) {
  describe.skipIf(url === null)(`${dialect}: leaks (SEED=${seed})`, () => {
    let database: FreshDatabase;
    let world: World;
    let population: Population;
    let party: Party;
    let principals: Principal[];
    let entries: Entry[];
    let buried: Set<string>;
    let holders: Map<string, Entry[]>;
    const share = shares[dialect];
    const hit = new Set<string>();

    beforeAll(async () => {
      database = await freshDatabase(dialect);
      world = await openWorld(database.url);
      population = await populate(world, seed, share.of === 1 ? ['full', 'slim', 'slim'] : ['full', 'slim']);
      party = population.parties[0]!;
      buried = await bury(population);
      await plantInEmptyTexts(population);
      principals = await principalsOf(population, party);
      await look();
    }, 180_000);
    afterAll(async () => {
      await world?.close();
      await database?.drop();
    });

    async function look(): Promise<void> {
      entries = await population.count();
      holders = holdersOf(entries, population.canaries);
    }

    /** Texts in the answer that this person should not see. */
    const textsIn = (who: Principal, raw: string): string[] =>
      population.canaries.in(raw).flatMap((word) => leaked(who, word, population.canaries, holders, buried) ?? []);

    /** What can stand in a field. */
    const candidates = ({ names }: Field): Entry[] => entries.filter((entry) => entry.names === names);

    /** One of each kind that this person should not reach: of another workspace, of another client or project, deleted. */
    function foreign(who: Principal, field: Field): Entry[] {
      const out = candidates(field).filter((entry) => !mayReach(who, entry));
      const kinds = Map.groupBy(out, ({ workspaceId, clientId, projectId, deleted, audience }) =>
        [
          workspaceId === who.workspaceId,
          deleted,
          clientId === who.clientId,
          projectId !== null && who.projects !== '*' && who.projects.has(projectId),
          audience,
        ].join(),
      );
      // Where something will happen, if it can be chosen: a stream in which nothing moves proves nothing.
      const lively = new Set(population.parties.flatMap(({ clients }) => clients.flatMap(({ projects }) => projects)));
      return [...kinds.values()].map((some) => population.random.pick(some.some(inLively) ? some.filter(inLively) : some));
      function inLively({ projectId }: Entry): boolean {
        return projectId !== null && lively.has(projectId);
      }
    }

    const never = (field: Field, like: string): string =>
      field.names === 'externalId' ? 'nobody was ever called this' : stranger(like, world);
    const comparable = ({ status, headers, body }: Reply): unknown => ({ status, headers, body: { ...(body as object), requestId: null } });

    it('T01: there is a row for every noun, and a planted word in every text', async () => {
      const nouns = new Set(procedures.flatMap(({ fields }) => fields.map(({ names }) => names)));
      const without = [...nouns].filter((noun) =>
        population.parties.some(
          ({ workspaceId }) => !candidates({ names: noun, path: '' }).some((entry) => entry.workspaceId === workspaceId && !entry.deleted),
        ),
      );
      expect(without, 'nouns of which no row could be made in every workspace').toEqual([]);
      const texts = [...world.portico.runtime.modules.entities.values()].flatMap(({ table }) =>
        Object.entries(table.columns).flatMap(([column, { kind }]) =>
          kind === 'text' || kind === 'long' ? [{ table: table.name, column }] : [],
        ),
      );
      const bare = texts.filter(({ table, column }) => {
        const rows = entries.filter(
          ({ entity, workspaceId }) => entity?.table.name === table && workspaceId === population.parties[1]!.workspaceId,
        );
        return !rows.some(({ row }) => population.canaries.in(JSON.stringify(row![column as 'id'] ?? '')).length > 0);
      });
      expect(
        bare.map(({ table, column }) => `${table}.${column}`),
        'columns without a planted word',
      ).toEqual([]);
    });

    it('T01: a foreign id is answered like one that never was, over REST and tRPC', async () => {
      const found: string[] = [];
      let turn = 0;
      let asked = 0;
      for (const who of principals) {
        const before = await settledChecksums(world.portico.runtime);
        for (const of of procedures) {
          for (const field of of.fields) {
            if (turn++ % share.of !== share.at) continue;
            // Whom the role turns away is turned away before the id is read, and T04 asks each of them for each procedure.
            if (!population.allows(who.role, of) && turn % 3 !== 0) continue;
            hit.add(`${of.path} ${field.path}`);
            asked += await attack(who, of, field, turn, found);
          }
        }
        const changed = differences(before, await settledChecksums(world.portico.runtime));
        if (changed.length > 0) found.push(`${who.name} changed ${changed.join(', ')}`);
      }
      figure('T01', 'foreign, deleted and random ids, by principal and field', asked, `${found.length} leaks`, '0');
      expect(found).toEqual([]);
      expect(asked).toBeGreaterThan(1000 / share.of);
      if (share.of === 1) expect(hit.size).toBe(procedures.flatMap(({ fields }) => fields).length);
    }, 120_000);

    /** Asks with an id that never was, then with each foreign one; answers how many were asked. */
    async function attack(who: Principal, of: Procedure, field: Field, turn: number, found: string[]): Promise<number> {
      const all = foreign(who, field);
      // Nine principals have the whole workspace, and take turns.
      const targets = who.projects !== '*' && population.allows(who.role, of) ? all : all.slice(turn % all.length).slice(0, 1);
      const transport: Transport = turn % 2 === 0 ? 'rest' : 'trpc';
      const place = never(field, candidates(field)[0]!.id);
      // Everything else in the input is this person's own where they have it, so that only the one id can be what is refused.
      const input = JSON.stringify(
        population.draw(of, entries, {
          workspaceId: who.workspaceId,
          among: (entry) => mayReach(who, entry),
          force: field.path,
          target: place,
          fill: 'least',
        }),
      );
      const send = (id: string): Promise<Reply> =>
        population.call(who.token, of, JSON.parse(input.replaceAll(quoted(place), () => quoted(id))) as never, transport);
      const answers = new Map<string, Reply>();
      for (const { id, workspaceId, deleted } of targets) {
        const form = field.names === 'externalId' ? '' : id.replace(/_[0-9a-z]{26}/g, '');
        const nothing = answers.get(form) ?? (await send(never(field, id)));
        answers.set(form, nothing);
        const answer = await send(id);
        const what = `${who.name}, ${transport} ${of.path} with the ${field.path} of ${workspaceId === who.workspaceId ? 'its own' : 'another'} workspace${deleted ? ', deleted' : ''} (${form})`;
        if (answer.status >= 500) found.push(`${what}: answered ${answer.status}`);
        if (of.kind === 'mutation' && nothing.status < 300) found.push(`${what}: an id that never was is taken`);
        if (JSON.stringify(comparable(answer)) !== JSON.stringify(comparable(nothing))) {
          found.push(
            `${what}: answered ${answer.status} ${JSON.stringify(answer.body)} instead of ${nothing.status} ${JSON.stringify(nothing.body)}`,
          );
        }
        found.push(...textsIn(who, answer.raw).map((text) => `${what}: shows ${text}`));
      }
      return targets.length;
    }

    it('T01: what anybody may read holds no text of others', async () => {
      const found: string[] = [];
      let turn = 0;
      let read = 0;
      for (const who of principals) {
        for (const of of procedures.filter(({ kind }) => kind === 'query')) {
          for (const input of readable(who, of)) {
            if (turn++ % share.of !== share.at) continue;
            const transport: Transport = turn % 2 === 0 ? 'rest' : 'trpc';
            const answer = await population.call(who.token, of, input, transport);
            if (answer.status < 300) read++;
            else if (answer.status >= 500 || (isList(of) && population.allows(who.role, of)))
              found.push(
                `${who.name}, ${transport} ${of.path} ${JSON.stringify(input)}: answered ${answer.status} ${JSON.stringify(answer.body)}`,
              );
            found.push(
              ...textsIn(who, answer.raw).map((text) => `${who.name}, ${transport} ${of.path} ${JSON.stringify(input)}: shows ${text}`),
            );
          }
        }
      }
      expect(found).toEqual([]);
      expect(read).toBeGreaterThan(200 / share.of);
    }, 60_000);

    /** Inputs of a query: with a few rows that this person may reach, in each of its fields. Who has the whole workspace takes turns with the others. */
    function readable(who: Principal, of: Procedure): Record<string, unknown>[] {
      const among = (entry: Entry): boolean => mayReach(who, entry);
      const wish = { workspaceId: who.workspaceId, among, fill: 'least' as const };
      const required = of.fields.length === 0 ? [population.draw(of, entries, wish)] : [];
      const each = of.fields.flatMap((field) =>
        population.random
          .shuffled(candidates(field).filter((entry) => !entry.deleted && among(entry)))
          .slice(0, who.projects === '*' ? 1 : 4)
          .map(({ id }) => population.draw(of, entries, { ...wish, force: field.path, target: id })),
      );
      return [...required, ...each];
    }

    it('T01: sockets follow no foreign stream and hear nothing of it', async () => {
      const found: string[] = [];
      const lines = principals.filter(({ token, role }) => token !== null && role !== 'key');
      const heard = new Map<Principal, string[]>();
      const sockets = await Promise.all(lines.map((who) => connect(who, heard)));
      const streams = entries.filter(({ names }) => names === 'stream');
      const subscribe = (socket: Socket, stream: string): Promise<any> =>
        socket.timeout(5000).emitWithAck('subscribe', { stream, epoch: '', seq: 0 });
      for (const [at, who] of lines.entries()) {
        for (const { id } of foreign(who, { names: 'stream', path: 'stream' })) {
          const [answer, nothing] = [await subscribe(sockets[at]!, id), await subscribe(sockets[at]!, stranger(id, world))];
          const plain = (value: any): string => JSON.stringify({ ...value, error: { ...value.error, requestId: null } });
          if (plain(answer) !== plain(nothing))
            found.push(`${who.name} subscribes to ${id}: ${plain(answer)} instead of ${plain(nothing)}`);
        }
        for (const { id } of streams.filter((stream) => !stream.deleted && mayReach(who, stream))) {
          const answer = await subscribe(sockets[at]!, id);
          if (answer.error) found.push(`${who.name} may follow ${id}, but: ${answer.error.detail}`);
          found.push(...textsIn(who, JSON.stringify(answer)).map((text) => `${who.name} subscribes to ${id}: is shown ${text}`));
        }
      }
      // Something happens everywhere.
      const changes = procedures.filter(({ method, entity }) => method === 'PATCH' && entity);
      // An event holds what was true when it happened: a later one may have taken it from the row.
      const past = new Map<string, Entry>();
      const change = async (...command: Parameters<Population['succeed']>): Promise<void> => {
        await population.succeed(...command);
        for (const entry of await population.count()) past.set(`${entry.id} ${entry.row?.['rev' as 'id']}`, entry);
      };
      for (const one of population.parties) {
        for (const projectId of one.clients.flatMap(({ projects }) => projects))
          for (const of of changes) if (of.entity?.project) await change(one, of, { projectId });
        for (const of of changes) if (!of.entity?.project) await change(one, of);
      }
      await world.portico.drain();
      await expect
        .poll(() => lines.filter((who) => heard.get(who)!.length === 0).map(({ name }) => name), {
          timeout: 5000,
          message: 'who hears nothing at all',
        })
        .toEqual([]);
      await look();
      holders = holdersOf([...past.values(), ...entries], population.canaries);
      for (const [who, events] of heard) {
        for (const raw of events) {
          const { stream } = JSON.parse(raw) as { stream: string };
          const entry = entries.find(({ id }) => id === stream);
          if (!entry || !mayReach(who, entry)) found.push(`${who.name} hears of ${stream}`);
          found.push(...textsIn(who, raw).map((text) => `${who.name} hears ${text}: ${raw}`));
        }
      }
      for (const socket of sockets) socket.disconnect();
      expect(found).toEqual([]);
    }, 60_000);

    async function connect(who: Principal, heard: Map<Principal, string[]>): Promise<Socket> {
      const socket = io(world.url, { transports: ['websocket'], auth: { token: who.token }, reconnection: false, forceNew: true });
      heard.set(who, []);
      socket.on('event', (event: unknown) => heard.get(who)!.push(JSON.stringify(event)));
      await new Promise<void>((resolve, reject) => {
        socket.on('connect', resolve);
        socket.on('connect_error', reject);
      });
      return socket;
    }

    it.runIf(share.of === 1)(
      `T01: with own ids every procedure succeeds for somebody, in each of its fields${share.of === 1 ? '' : ' (only on SQLite, for time: `replay.test.ts` runs every command on each of the three)'}`,
      async () => {
        const failed: string[] = [];
        // What takes away comes last.
        for (const of of procedures
          .filter(({ path }) => path !== needsMail)
          .toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))) {
          for (const force of of.fields.length === 0 ? [undefined] : of.fields.map(({ path }) => path)) {
            const tokens = [party.key.token, ...principals.filter(({ role }) => population.allows(role, of)).map(({ token }) => token!)];
            const answer = await population.succeed(party, of, { force }, tokens);
            if (!answer) failed.push(`${of.path} ${force ?? ''}: ${population.why(of)}`);
          }
        }
        expect(failed, 'procedures that nobody could call with ids of their own').toEqual([]);
      },
      60_000,
    );
  });
}

/** A list of what one may reach is always answered. */
const isList = ({ input }: Procedure): boolean => definitionOf(input).shape?.['cursor'] !== undefined;
const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);
