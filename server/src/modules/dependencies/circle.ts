/** Circles among links, with the outline taken into account: a link of a summary is one of everything below it. */

interface Node {
  id: string;
  parentId: string | null;
}
interface Link {
  predecessorId: string;
  successorId: string;
}

/**
 * The tasks of a circle in order, or null if there is none.
 *
 * Each task stands for two points: all of it has begun after `in`, all of it has ended before `out` (of a leaf they are one). A subtask lies between its summary's points, and a link
 * leads from the `out` of the one to the `in` of the other. So a link between a summary and its own subtask is a circle too, as Microsoft Project has it.
 */
export function findCircle(tasks: Iterable<Node>, links: Iterable<Link>): string[] | null {
  const nodes = [...tasks];
  const summaries = new Set(nodes.flatMap(({ parentId }) => parentId ?? []));
  const into = (id: string): string => (summaries.has(id) ? `in ${id}` : id);
  const outOf = (id: string): string => (summaries.has(id) ? `out ${id}` : id);
  const after = new Map<string, string[]>();
  const lead = (from: string, to: string): void => {
    const there = after.get(from);
    if (there) there.push(to);
    else after.set(from, [to]);
  };
  for (const { id, parentId } of nodes) {
    if (parentId === null) continue;
    lead(into(parentId), into(id));
    lead(outOf(id), outOf(parentId));
  }
  for (const { predecessorId, successorId } of links) lead(outOf(predecessorId), into(successorId));

  // Depth first, without recursion: a chain may be as long as the plan.
  const ended = new Set<string>();
  const onWay = new Map<string, number>();
  for (const start of after.keys()) {
    if (ended.has(start)) continue;
    const way = [{ at: start, next: 0 }];
    onWay.set(start, 0);
    while (way.length > 0) {
      const here = way.at(-1)!;
      const to = after.get(here.at)?.[here.next++];
      if (to === undefined) {
        ended.add(here.at);
        onWay.delete(here.at);
        way.pop();
      } else if (onWay.has(to)) {
        const circle = way.slice(onWay.get(to)).map(({ at }) => at.replace(/^(?:in|out) /, ''));
        return circle.filter((id, index) => id !== circle[index - 1]);
      } else if (!ended.has(to)) {
        onWay.set(to, way.length);
        way.push({ at: to, next: 0 });
      }
    }
  }
  return null;
}
