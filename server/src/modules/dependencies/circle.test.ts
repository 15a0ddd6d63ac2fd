import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seed } from '../../testing/random.ts';
import { findCircle } from './circle.ts';

const task = (id: string, parentId: string | null = null) => ({ id, parentId });
const link = (predecessorId: string, successorId: string) => ({ predecessorId, successorId });

describe('circles of links', () => {
  it('names the tasks of a circle, and finds none where there is none', () => {
    const tasks = ['a', 'b', 'c', 'd'].map((id) => task(id));
    expect(findCircle(tasks, [link('a', 'b'), link('b', 'c'), link('a', 'c'), link('d', 'c')])).toBeNull();
    expect(findCircle(tasks, [link('a', 'b'), link('b', 'c'), link('c', 'b')])!.toSorted()).toEqual(['b', 'c']);
    expect(findCircle(tasks, [link('a', 'a')])).toEqual(['a']);
  });

  it('takes a link of a summary as one of its subtasks', () => {
    const tasks = [task('s'), task('x', 's'), task('y', 's'), task('z')];
    expect(findCircle(tasks, [link('s', 'z')])).toBeNull();
    expect(findCircle(tasks, [link('x', 'y'), link('y', 'z')])).toBeNull();
    expect(findCircle(tasks, [link('s', 'z'), link('z', 'x')])).not.toBeNull();
    expect(findCircle(tasks, [link('s', 'x')])).not.toBeNull();
    expect(findCircle(tasks, [link('y', 's')])).not.toBeNull();
  });

  it('bears a chain as long as a plan', () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `t${index}`);
    const chain = ids.slice(1).map((id, index) => link(ids[index]!, id));
    expect(
      findCircle(
        ids.map((id) => task(id)),
        chain,
      ),
    ).toBeNull();
    expect(
      findCircle(
        ids.map((id) => task(id)),
        [...chain, link('t4999', 't0')],
      ),
    ).toHaveLength(5000);
  });

  it('agrees with walking from every leaf, for any forest and any links', () => {
    const size = 8;
    const above = fc.array(fc.nat(), { minLength: size, maxLength: size });
    const pairs = fc.array(fc.tuple(fc.nat({ max: size - 1 }), fc.nat({ max: size - 1 })), { maxLength: 10 });
    fc.assert(
      fc.property(above, pairs, (parents, ends) => {
        const tasks = parents.map((parent, index) =>
          task(String(index), parent % (index + 2) >= index ? null : String(parent % (index + 2))),
        );
        const links = ends.map(([from, to]) => link(String(from), String(to)));
        const below = (id: string): string[] =>
          tasks.filter(({ parentId }) => parentId === id).flatMap((child) => [child.id, ...below(child.id)]);
        const leaves = (id: string): string[] => [id, ...below(id)].filter((one) => below(one).length === 0);
        const next = new Map<string, Set<string>>(tasks.map(({ id }) => [id, new Set<string>()]));
        for (const { predecessorId, successorId } of links)
          for (const from of leaves(predecessorId)) for (const to of leaves(successorId)) next.get(from)!.add(to);
        const reached = (from: string, seen = new Set<string>()): Set<string> => {
          for (const to of next.get(from)!) if (!seen.has(to)) reached(to, seen.add(to));
          return seen;
        };
        expect(findCircle(tasks, links) !== null).toBe(tasks.some(({ id }) => reached(id).has(id)));
      }),
      { seed, numRuns: 500 },
    );
  });
});
