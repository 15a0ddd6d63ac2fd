import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical, hashEntities } from '@portico/sdk/hash';
import { entityText } from './entity-text.ts';
import type { WireEvent } from './since.ts';
import { patched, snapshotBytes } from './snapshot-bytes.ts';

const names = ['milestones', 'projects', 'stages', 'tasks'] as const;
const id = fc.constantFrom(...Array.from({ length: 9 }, (_, index) => `mst_${index}${'x'.repeat(index % 3)}`));
const content = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('name', '10', '9', '-1', 'toString')), fc.jsonValue({ maxDepth: 3 }), {
  maxKeys: 5,
});
type Event = Pick<WireEvent, 'entity' | 'id' | 'data'>;
const event: fc.Arbitrary<Event> = fc
  .record({ entity: fc.constantFrom(...names), id, data: fc.option(content, { freq: 3 }) })
  .map(({ entity, id, data }) => ({ entity, id, data: data && { ...data, id } }));

/** What events make of nothing. */
function stateAfter(events: readonly Event[]): Record<string, { id: string }[]> {
  const state = Object.fromEntries(names.map((name) => [name, new Map<string, { id: string }>()]));
  for (const { entity, id, data } of events) {
    if (data === null) state[entity]!.delete(id);
    else state[entity]!.set(id, data as { id: string });
  }
  return Object.fromEntries(Object.entries(state).map(([name, rows]) => [name, [...rows.values()]]));
}

it('an entity is written as the SDK writes it for the hash, whatever is in it', () => {
  fc.assert(
    fc.property(fc.oneof(content, fc.object()), (value) => {
      expect(entityText(value)).toBe(canonical(value));
    }),
  );
  const odd = JSON.parse('{"b":{"__proto__":{"x":1},"a":[null,{"2":1,"10":[{"9":0,"a":1}]}]},"a":"\\ud800"}') as object;
  expect(entityText(odd)).toBe(canonical(odd));
});

it('kept bytes with events put in are, bit for bit, those made of the rows, and carry the hash that the page computes', async () => {
  const at = (seq: number) => ({ stream: 'project:p:team', epoch: 'e', seq });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 30 }), fc.array(event, { minLength: 2, maxLength: 12 }), async (before, after) => {
      const numbered = after.map((event, index) => ({ ...event, seq: before.length + index + 1 }) as WireEvent);
      const made = snapshotBytes(at(before.length + after.length), stateAfter([...before, ...after]));
      const first = patched(snapshotBytes(at(before.length), stateAfter(before)), numbered.slice(0, 1))!;
      // What is kept can be gone on with.
      const kept = patched(first, numbered.slice(1))!;
      expect(kept.body.toString()).toBe(made.body.toString());
      expect(kept.shelves.map(({ ids, bytes }) => [ids, bytes.toString()])).toEqual(
        made.shelves.map(({ ids, bytes }) => [ids, bytes.toString()]),
      );
      const { entities, hash } = JSON.parse(kept.body.toString());
      expect(hash).toBe(await hashEntities(entities));
    }),
    { numRuns: 300 },
  );
});

it('an event of a collection that the audience does not have is not put in', () => {
  const kept = snapshotBytes({ stream: 's', epoch: 'e', seq: 1 }, { stages: [] });
  expect(patched(kept, [{ entity: 'budgets', id: 'a', data: { id: 'a' }, seq: 2 } as WireEvent])).toBe(null);
});
