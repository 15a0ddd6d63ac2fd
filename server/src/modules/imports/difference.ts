/** What a newer version of a file changes: compared with the version before it, not with what was done here meanwhile. */
import { canonical } from '@portico/sdk/hash';
import { parentsOf, type Kept, type Plan, type PlannedLink, type PlannedTask } from './plan.ts';
import { outlineOf } from './story.ts';

export interface FieldChange {
  uid: string;
  field: keyof PlannedTask;
  from: unknown;
  to: unknown;
}

export interface Difference {
  added: PlannedTask[];
  removed: PlannedTask[];
  changed: FieldChange[];
  /** Below another task, or in another order. */
  moved: PlannedTask[];
  linksAdded: PlannedLink[];
  linksRemoved: PlannedLink[];
  /** Same ends, another type or lag. */
  linksChanged: PlannedLink[];
  /** Which of the things that are only kept are others now. */
  kept: (keyof Kept)[];
  /** Name, start and finish of the plan as a whole. */
  project: ('name' | 'start' | 'due')[];
}

const empty: Plan = {
  name: null,
  start: null,
  due: null,
  tasks: [],
  links: [],
  kept: { properties: {}, calendars: [], resources: [], assignments: [], tasks: {} },
};
const compared = [
  'name',
  'start',
  'due',
  'baseline',
  'doneOn',
  'duration',
  'percent',
  'isMilestone',
  'isCancelled',
  'priority',
  'constraint',
  'notes',
  'owner',
] as const;
/** Of a task with subtasks these follow from the subtasks. */
const derived: readonly string[] = ['start', 'due', 'percent', 'doneOn', 'baseline'];

const differ = (a: unknown, b: unknown): boolean => canonical(a) !== canonical(b);
export const pairOf = ({ predecessor, successor }: PlannedLink): string => `${predecessor} ${successor}`;

/** @param base the version that was read last, null before the first */
export function compare(base: Plan | null, next: Plan): Difference {
  const before = base ?? empty;
  const old = new Map(before.tasks.map((task) => [task.uid, task]));
  const now = new Map(next.tasks.map((task) => [task.uid, task]));
  const outline = outlineOf(next);
  const links = {
    old: new Map(before.links.map((link) => [pairOf(link), link])),
    now: new Map(next.links.map((link) => [pairOf(link), link])),
  };
  const stay = next.tasks.filter(({ uid }) => old.has(uid));
  return {
    added: next.tasks.filter(({ uid }) => !old.has(uid)),
    removed: before.tasks.filter(({ uid }) => !now.has(uid)),
    changed: stay.flatMap((task) =>
      compared
        .filter((field) => !(derived.includes(field) && outline.get(task.uid)!.isSummary) && differ(old.get(task.uid)![field], task[field]))
        .map((field) => ({ uid: task.uid, field, from: old.get(task.uid)![field], to: task[field] })),
    ),
    moved: moved(before.tasks, next.tasks, stay),
    linksAdded: next.links.filter((link) => !links.old.has(pairOf(link))),
    linksRemoved: before.links.filter((link) => !links.now.has(pairOf(link))),
    linksChanged: next.links.filter((link) => links.old.has(pairOf(link)) && differ(links.old.get(pairOf(link)), link)),
    kept: (Object.keys(next.kept) as (keyof Kept)[]).filter((part) => differ(before.kept[part], next.kept[part])),
    project: base === null ? [] : (['name', 'start', 'due'] as const).filter((field) => base[field] !== next[field]),
  };
}

export const isNothing = (difference: Difference): boolean => Object.values(difference).every((some: unknown[]) => some.length === 0);

/** Those with another parent, and those that changed places with siblings that stayed. */
function moved(before: readonly PlannedTask[], next: readonly PlannedTask[], stay: readonly PlannedTask[]): PlannedTask[] {
  const was = parentsOf(before);
  const is = parentsOf(next);
  const faithful = stay.filter(({ uid }) => was.get(uid) === is.get(uid));
  const place = new Map(before.map(({ uid }, index) => [uid, index]));
  const shifted = new Set<string>();
  for (const siblings of Map.groupBy(faithful, ({ uid }) => is.get(uid)!).values()) {
    const sorted = siblings.toSorted((a, b) => place.get(a.uid)! - place.get(b.uid)!);
    siblings.forEach(({ uid }, index) => sorted[index]!.uid !== uid && shifted.add(uid));
  }
  return stay.filter(({ uid }) => was.get(uid) !== is.get(uid) || shifted.has(uid));
}
