/** The outline that a plan makes, and how it follows its newer versions. */
import { newId } from '../../core/ids.ts';
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { MemberTable } from '../members/index.ts';
import type { NewTask, TaskRow } from '../tasks/index.ts';
import type { Difference } from './difference.ts';
import { quoted } from './fields.ts';
import type { Made } from './model.ts';
import { parentsOf, type Plan, type Remark } from './plan.ts';
import { drafted, storyOf, type Story } from './story.ts';

/** Of a new task, unless the file orders the group that it is in. */
const atTheEnd = 1_000_000;

type Owner = { id: string; name: string };

/** Members by the mail address or the name that the file writes. */
export async function ownersOf(scope: Scope, { tasks }: Plan, warnings: Remark[]): Promise<Map<string, Owner>> {
  const owners = new Map<string, Owner>();
  const written = [...new Set(tasks.flatMap(({ owner }) => owner ?? []))];
  if (written.length === 0) return owners;
  const members = await repo(scope, MemberTable).list({});
  for (const owner of written) {
    const found = members.filter(({ email, name }) => email.toLowerCase() === owner.toLowerCase() || name === owner);
    if (found.length === 1) owners.set(owner, found[0]!);
    else
      warnings.push({
        line: 0,
        field: 'owner',
        message: `${quoted(owner)} is the mail address or name of ${found.length === 0 ? 'no member' : `${found.length} members`}; the task has no owner`,
      });
  }
  return owners;
}

interface Revision {
  scope: Scope;
  projectId: string;
  source: string;
  plan: Plan;
  before: Plan | null;
  difference: Difference;
  story: Story;
  made: Made;
  owners: ReadonlyMap<string, Owner>;
}

/** The project's tasks as the newer version of the plan has them; pure but for new ids. */
export function revise(
  tasks: readonly TaskRow[],
  { scope, projectId, source, plan, before, difference, story, made, owners }: Revision,
): (TaskRow | NewTask)[] {
  const rows = new Map(tasks.flatMap((row) => (row.source === source && row.sourceUid !== null ? [[row.sourceUid, row] as const] : [])));
  const added = new Set(difference.added.map(({ uid }) => uid));
  const removed = new Set(difference.removed.map(({ uid }) => uid));
  const moved = new Set(difference.moved.map(({ uid }) => uid));
  const parents = parentsOf(plan.tasks);
  const oldParents = parentsOf(before?.tasks ?? []);
  const oldStory = before && storyOf(before);
  const changed = Map.groupBy(difference.changed, ({ uid }) => uid);

  // What the file has and was removed here is not there; a new task gets its id now, so that those below can name it.
  const ids = new Map(
    plan.tasks.flatMap(({ uid }) =>
      rows.has(uid) ? [[uid, rows.get(uid)!.id]] : added.has(uid) ? [[uid, newId('task', scope.runtime.clock)]] : [],
    ),
  );
  const nearest = (uid: string | null): string | null => (uid === null ? null : (ids.get(uid) ?? nearest(parents.get(uid) ?? null)));
  const milestoneOf = (uid: string): string | null => made.milestones[story.milestoneOf.get(uid) ?? ''] ?? null;

  const after = plan.tasks.flatMap((task): (TaskRow | NewTask)[] => {
    const { uid, owner } = task;
    const row = rows.get(uid);
    const id = ids.get(uid);
    const given = owner === null ? null : (owners.get(owner) ?? null);
    const owned = { ownerId: given?.id ?? null, ownerName: given?.name ?? null };
    const draft = drafted(task);
    if (!row)
      return id
        ? [
            {
              ...draft,
              ...owned,
              id,
              projectId,
              parentId: nearest(parents.get(uid)!),
              position: atTheEnd,
              milestoneId: milestoneOf(uid),
              source,
            },
          ]
        : [];
    const next: TaskRow = { ...row };
    for (const { field } of changed.get(uid) ?? []) {
      if (field === 'owner') Object.assign(next, owned);
      else if (field === 'percent' || field === 'isCancelled') Object.assign(next, { percent: draft.percent, status: draft.status });
      else Object.assign(next, { [field]: draft[field as 'name'], ...(field === 'name' ? { translations: null } : {}) });
    }
    if (oldStory?.milestoneOf.get(uid) !== story.milestoneOf.get(uid)) next.milestoneId = milestoneOf(uid);
    if (moved.has(uid)) next.parentId = nearest(parents.get(uid)!);
    return [next];
  });
  const gone = new Set([...removed].flatMap((uid) => rows.get(uid)?.id ?? []));
  const byId = new Map(tasks.map((row) => [row.id, row]));
  const surviving = (id: string | null): string | null => (id !== null && gone.has(id) ? surviving(byId.get(id)!.parentId) : id);
  const inFile = new Set(after.map(({ id }) => id));
  // What was added here stays, below the nearest task that does.
  const own = tasks.filter(({ id }) => !inFile.has(id) && !gone.has(id)).map((row) => ({ ...row, parentId: surviving(row.parentId) }));
  for (const row of after) row.parentId = surviving(row.parentId);

  const touched = new Set<string | null>();
  for (const uid of [...added, ...moved]) touched.add(parents.get(uid)!);
  for (const uid of [...removed, ...moved]) touched.add(oldParents.get(uid) ?? null);
  for (const parent of touched) if (parent === null || ids.has(parent)) arrange(parent);
  return [...after, ...own];

  /** The file's order among the tasks of one group; what was put between them here keeps its neighbour. */
  function arrange(parent: string | null): void {
    const parentId = nearest(parent);
    const order = new Map(
      plan.tasks
        .filter(({ uid }) => parents.get(uid) === parent)
        .flatMap(({ uid }, index) => (ids.has(uid) ? [[ids.get(uid)!, index + 1]] : [])),
    );
    const here = [...after, ...own].filter((row) => row.parentId === parentId);
    let last = 0;
    let between = 0;
    for (const row of here.toSorted((a, b) => a.position - b.position)) {
      const place = order.get(row.id);
      if (place === undefined) row.position = last + 0.5 + ++between / 10_000;
      else if (row.position !== atTheEnd) last = place;
    }
    for (const row of here) row.position = order.get(row.id) ?? row.position;
  }
}
