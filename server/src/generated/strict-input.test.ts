/** T03: no procedure takes a field that it does not list, whatever column has that name. */
import type { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/services/index.ts';
import { registry } from '../modules/index.ts';
import { ask, type Transport } from '../testing/ask.ts';
import { populate, type Population } from '../testing/population.ts';
import { definitionOf, procedures, type Procedure } from '../testing/procedures.ts';
import { seed } from '../testing/random.ts';
import { differences, settledChecksums } from '../testing/traces.ts';
import { openWorld, type World } from '../testing/world.ts';

const columns = [...new Set([...registry.entities.values()].flatMap(({ table }) => Object.keys(table.columns)))];
const hostile = ['__proto__', 'constructor', 'prototype', 'toString'];

describe(`strict input (SEED=${seed})`, () => {
  let database: FreshDatabase;
  let world: World;
  let population: Population;
  beforeAll(async () => {
    database = await freshDatabase('SQLite');
    world = await openWorld(database.url);
    population = await populate(world, seed, ['slim']);
  });
  afterAll(async () => {
    await world?.close();
    await database?.drop();
  });

  /** Columns of its own table; of a procedure without one, every column that there is. */
  const unlisted = ({ input, entity }: Procedure): string[] => {
    const listed = Object.keys(definitionOf(input).shape ?? {});
    return (entity ? Object.keys(entity.table.columns) : columns).filter((name) => !listed.includes(name));
  };

  /** JSON with these members more in the object at this place. A `__proto__` can only be written as text. */
  function withMembers(value: unknown, place: readonly string[], names: readonly string[]): string {
    if (Array.isArray(value))
      return `[${value.map((item, at) => (place[0] === String(at) ? withMembers(item, place.slice(1), names) : JSON.stringify(item))).join(',')}]`;
    const members = Object.entries(value as object).map(
      ([key, member]) => `${JSON.stringify(key)}:${place[0] === key ? withMembers(member, place.slice(1), names) : JSON.stringify(member)}`,
    );
    return `{${[...members, ...(place.length === 0 ? names.map((name) => `${JSON.stringify(name)}:"x"`) : [])].join(',')}}`;
  }

  /** Where there are objects with listed members (not records, whose keys are free). */
  function objectsIn(schema: z.ZodType, value: unknown, place: string[] = []): string[][] {
    const { type, shape, innerType, in: inside, element, valueType, options } = definitionOf(schema);
    if (value === null || typeof value !== 'object') return [];
    const through = innerType ?? inside ?? options?.find((option) => option.safeParse(value).success);
    if (through) return objectsIn(through, value, place);
    const below = Object.entries(value).flatMap(([key, child]) => {
      const of = shape?.[key] ?? element ?? valueType;
      return of ? objectsIn(of, child, [...place, key]) : [];
    });
    return type === 'object' ? [place, ...below] : below;
  }

  it('T03: a member that the schema does not list is refused by its name, and nothing changes', async () => {
    const found: string[] = [];
    const party = population.parties[0]!;
    const entries = await population.count();
    const before = await settledChecksums(world.portico.runtime);
    let asked = 0;
    for (const of of procedures) {
      const input = population.draw(of, entries, { workspaceId: party.workspaceId, fill: 'all' });
      for (const place of objectsIn(of.input, input)) {
        const all = [...(place.length === 0 ? unlisted(of) : ['workspaceId']), ...hostile];
        // A few at a time: the message that names them is cut at some length.
        for (let at = 0; at < all.length; at += 6) found.push(...(await refusedAll(of, input, place, all.slice(at, at + 6), asked++)));
      }
    }
    expect(found).toEqual([]);
    expect(differences(before, await settledChecksums(world.portico.runtime))).toEqual([]);
    expect(asked).toBeGreaterThan(procedures.length);
  }, 60_000);

  async function refusedAll(
    of: Procedure,
    input: Record<string, unknown>,
    place: readonly string[],
    names: readonly string[],
    turn: number,
  ): Promise<string[]> {
    const transport: Transport = turn % 2 === 0 ? 'rest' : 'trpc';
    const { status, body } = await ask(world.url, population.parties[0]!.key.token, of, withMembers(input, place, names), transport);
    const told = JSON.stringify(status === 400 && body.code === 'invalid_input' ? body.errors : '');
    const taken = names.filter((name) => !told.includes(JSON.stringify(JSON.stringify(name)).slice(1, -1)));
    return taken.length === 0
      ? []
      : [`${transport} ${of.path} takes ${taken.join(', ')} in “${place.join('.')}”: ${status} ${JSON.stringify(body)}`];
  }
});
