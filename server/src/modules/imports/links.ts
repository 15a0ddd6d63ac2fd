/** Links of a file: do both ends exist, is none there twice, does none close a circle? */
import { findCircle, mostLinks } from '../dependencies/index.ts';
import { quoted } from './fields.ts';
import { parentsOf, type PlannedLink, type PlannedTask, type Remark } from './plan.ts';

/** A link, and where it stands. */
export type Placed = PlannedLink & { line: number; field: string };

/**
 * @param left uids that the file holds but that are no tasks of the plan: links to them are left out
 * @param errors and @param warnings take what was found
 */
export function closeLinks(
  tasks: readonly PlannedTask[],
  links: readonly Placed[],
  left: ReadonlySet<string>,
  errors: Remark[],
  warnings: Remark[],
): PlannedLink[] {
  const names = new Map(tasks.map(({ uid, name }) => [uid, name]));
  const pairs = new Set<string>();
  const closed = links.flatMap((placed) => {
    const { line, field, ...link } = placed;
    const tell = (to: Remark[], message: string): [] => (to.push({ line, field, message }), []);
    const pair = `${link.predecessor} ${link.successor}`;
    if (left.has(link.predecessor)) return tell(warnings, `a link to task ${link.predecessor}, which is not part of the plan, is left out`);
    if (!names.has(link.predecessor)) return tell(errors, `there is no task ${quoted(link.predecessor)}`);
    if (link.predecessor === link.successor) return tell(errors, `${link.successor} waits for itself`);
    if (pairs.has(pair)) return tell(warnings, `task ${link.successor} is linked to ${link.predecessor} twice; the first link is taken`);
    pairs.add(pair);
    return [placed];
  });
  if (closed.length > mostLinks)
    errors.push({ line: 0, field: '', message: `holds ${closed.length} links; at most ${mostLinks} are taken` });
  const parents = parentsOf(tasks);
  const nodes = tasks.map(({ uid }) => ({ id: uid, parentId: parents.get(uid) ?? null }));
  const circle = findCircle(
    nodes,
    closed.map(({ predecessor, successor }) => ({ predecessorId: predecessor, successorId: successor })),
  );
  if (circle) {
    const inCircle = new Set(circle);
    const { line, field } = closed.find(({ predecessor, successor }) => inCircle.has(predecessor) && inCircle.has(successor)) ?? {
      line: 0,
      field: '',
    };
    const shown = [...circle.slice(0, 5), ...(circle.length > 5 ? ['…'] : []), circle[0]!];
    errors.push({
      line,
      field,
      message: `tasks wait for each other: ${shown.map((uid) => (names.has(uid) ? `${uid} ${quoted(names.get(uid)!)}` : uid)).join(' → ')}`,
    });
  }
  return closed.map(({ line: _, field: __, ...link }) => link);
}
