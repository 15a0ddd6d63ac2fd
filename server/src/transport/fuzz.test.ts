/**
 * T02: every procedure of the router, over REST and tRPC, with inputs that are valid, valid but for one place, or junk.
 * Whatever comes is answered below 500 with what the contract says, by a server that goes on.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, type Reply } from '../testing/ask.ts';
import { statusOf } from '../core/errors.ts';
import { draw, NoFixture } from '../testing/draw.ts';
import { figure } from '../testing/figure.ts';
import { openLine } from '../testing/line.ts';
import { populate, type Population } from '../testing/population.ts';
import { procedures, type Procedure } from '../testing/procedures.ts';
import { createRandom, seed } from '../testing/random.ts';
import { onEachDialect } from '../testing/suite.ts';

/** For each procedure and transport; `FUZZ_RUNS=200` for the length that security.md asks of a night. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 0);

const internal =
  /\bat .+:\d+:\d+|node_modules|\.ts:\d|SQLITE|ER_[A-Z]+_|Sequelize|SELECT |INSERT |UPDATE `|TRPCError|ZodError|TypeError|SyntaxError/;

const spoiled: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e21,
    Number.MAX_SAFE_INTEGER,
    0.1,
    true,
    [],
    {},
    [null],
    { $gt: '' },
    '\u0000',
    '\ud800',
    '\udfff\u0000',
    '../../etc/passwd',
    "' OR 1=1 --",
    '$.name',
    '`id`',
    '%',
    '\\',
    'null',
    '__proto__',
    '2026-02-30',
    'x'.repeat(3000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
  fc.json().map((text) => JSON.parse(text) as unknown),
);
/** Which place of the valid input is spoiled, and how; none leaves it valid. */
const change = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: fc.record({ at: fc.nat(), value: spoiled, how: fc.constantFrom('replace', 'remove', 'add', 'wrap') }) },
);
const junk = fc.oneof(fc.jsonValue({ maxDepth: 3 }), spoiled);

type Change = { at: number; value: unknown; how: string };

/** A copy with one place changed. */
function changed(input: Record<string, unknown>, { at, value, how }: Change): unknown {
  const copy = structuredClone(input) as Record<string, any>;
  const places: [Record<string, any>, string][] = [];
  const walk = (of: Record<string, any>): void => {
    for (const key of Object.keys(of)) {
      places.push([of, key]);
      if (of[key] !== null && typeof of[key] === 'object') walk(of[key] as Record<string, any>);
    }
  };
  walk(copy);
  const place = places[at % Math.max(1, places.length)];
  if (!place || how === 'add') return { ...copy, [typeof value === 'string' ? value.slice(0, 50) : 'more']: value };
  const [of, key] = place;
  if (how === 'remove') delete of[key];
  else of[key] = how === 'wrap' ? [of[key]] : value;
  return copy;
}

/** What no client could write into an address: an object without text, half a character. */
function fitsAddress(input: unknown): boolean {
  try {
    for (const value of Object.values(input as object)) encodeURIComponent(String(value));
    return true;
  } catch {
    return false;
  }
}

onEachDialect('fuzzing', (given) => {
  let population: Population;
  beforeAll(async () => {
    population = await populate(given.world, seed, ['slim']);
  });
  const answers = new Map<string, Set<number>>();

  function check(of: Procedure, reply: Reply, input: unknown): void {
    const what = `${of.path} answered ${reply.status} ${reply.raw.slice(0, 2000)} to ${JSON.stringify(input)?.slice(0, 500)}`;
    if (reply.status >= 500) throw new Error(what);
    answers.set(of.path, (answers.get(of.path) ?? new Set()).add(reply.status));
    if (reply.status < 300) return;
    const { type, title, detail, code, status, requestId } = reply.body;
    const complete =
      [type, title, detail, code, requestId].every((part) => typeof part === 'string' && part !== '') && requestId !== 'none';
    if (!complete || statusOf[code as keyof typeof statusOf] !== status || status !== reply.status || internal.test(reply.raw))
      throw new Error(what);
  }

  it.each(['rest', 'trpc'] as const)(
    `T02: no procedure fails over %s (SEED=${seed})`,
    async (transport) => {
      const party = population.parties[0]!;
      const tokens = [
        party.key.token,
        await population.mint(party, { member: party.members['admin'] }),
        await population.mint(party, { contact: party.clients[0]!.contacts['owner'] }),
        null,
      ];
      const times = runs || (given.dialect === 'SQLite' ? 8 : 4);
      // What takes rows away comes last, so that the others find some.
      const takes = ({ path }: Procedure): number => Number(/remove|revoke/.test(path));
      for (const of of procedures.toSorted((a, b) => takes(a) - takes(b))) {
        const entries = await population.count();
        await fc.assert(
          fc.asyncProperty(fc.nat(), change, fc.nat(), async (chance, place, who) => {
            const input = place ? changed(valid(of, entries, chance), place) : valid(of, entries, chance);
            if (transport === 'rest' && !fitsAddress(input)) return;
            check(of, await ask(given.world.url, tokens[who % tokens.length]!, of, input as Record<string, unknown>, transport), input);
          }),
          // Valid ones by the vendor's back end first.
          { numRuns: times, seed, examples: [0, 1].map((chance): [number, null, number] => [chance, null, 0]) },
        );
        if (transport === 'rest' && (of.method === 'GET' || of.method === 'DELETE')) continue;
        await fc.assert(
          fc.asyncProperty(junk, async (input) =>
            check(of, await ask(given.world.url, party.key.token, of, JSON.stringify(input) ?? 'undefined', transport), input),
          ),
          { numRuns: Math.ceil(times / 4), seed },
        );
      }
      figure(
        'T02',
        `${procedures.length} procedures over ${transport}, ${given.dialect}`,
        procedures.length * times,
        '0 answers of 500 and above',
        '0',
      );
    },
    600_000,
  );

  /** An input that the schema takes, with ids of rows that are there; without any where there is no such row. */
  function valid(of: Procedure, entries: Awaited<ReturnType<Population['count']>>, chance: number): Record<string, unknown> {
    const { canaries, spared, parties } = population;
    try {
      return draw(
        of,
        entries,
        { workspaceId: parties[0]!.workspaceId, careful: true },
        { random: createRandom(chance + seed), canaries, spared },
      );
    } catch (error) {
      if (error instanceof NoFixture) return {};
      throw error;
    }
  }

  it('T02: a socket takes any event with any argument', async () => {
    const party = population.parties[0]!;
    const line = await openLine(given.world.url, { token: await population.mint(party, { member: party.members['admin'] }) });
    const names = fc.constantFrom('subscribe', 'unsubscribe', 'session:renew');
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.oneof(junk, fc.record({ stream: spoiled, epoch: spoiled, seq: spoiled }), fc.record({ token: spoiled })),
        async (name, input) => {
          const { error } = await line.ask(name, input);
          if (error !== undefined && statusOf[error.code as keyof typeof statusOf] >= 500)
            throw new Error(`${name} answered ${JSON.stringify(error)}`);
        },
      ),
      { numRuns: runs || 50, seed },
    );
    expect(line.socket.connected).toBe(true);
    line.close();
  });

  afterAll(() => {
    if (answers.size === 0) return;
    // A fuzzer whose inputs are all refused at the door proves nothing.
    const closed = procedures
      .filter(({ path }) => ![...(answers.get(path) ?? [])].some((status) => status < 300 || status === 409))
      .map(({ path }) => path);
    // oxlint-disable-next-line vitest/no-standalone-expect -- only after the last test is it known
    expect(closed.length, `never let through: ${closed.join(', ')}`).toBeLessThan(procedures.length / 5);
  });
});
