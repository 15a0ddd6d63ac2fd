import type { Milestone, Project, Stage, Task } from '@portico/sdk';
import { dayNumber } from '../i18n/dates.ts';
import { localized, type Localized } from '../i18n/match.ts';

/** What a client needs to know of a milestone at a glance. Late beats at risk, which beats how far it is. */
export type Standing = 'done' | 'now' | 'next' | 'late' | 'risk' | 'cancelled';

/** A milestone as it is read. */
export interface Point {
  id: string;
  milestone: Milestone;
  name: Localized;
  reason: Localized | null;
  standing: Standing;
  /** Days from today to `due`: negative when it has passed; null without a date. */
  days: number | null;
  /** Days that the promise has moved since it was first made; for a done one, days that it came after it. Positive is later. */
  slip: number;
}

/** A stage and its milestones in plan order. */
export interface Leg {
  id: string;
  name: Localized | null;
  points: Point[];
  /** Tasks of this stage that work towards none of its milestones. */
  loose: readonly Task[];
  done: number;
  /** Without the cancelled ones. */
  total: number;
}

/** The whole plan as it is read. */
export interface Path {
  name: Localized;
  legs: Leg[];
  points: Point[];
  /** By the id of the milestone that they are shown with. */
  tasks: ReadonlyMap<string, readonly Task[]>;
  done: number;
  /** Without the cancelled ones. */
  total: number;
  /** Percent of the work, every milestone weighing the same. */
  progress: number;
  late: number;
  risk: number;
  /** What is worked on; if nothing is, what comes first. */
  now: Point | undefined;
  /** The open milestone with the nearest date from today on. */
  next: Point | undefined;
}

export interface Plan {
  project: Project;
  stages: readonly Stage[];
  /** In plan order. */
  milestones: readonly Milestone[];
  /** In any order. */
  tasks?: readonly Task[];
}

/** The plan for a reader of `lang` on the day `today` (`YYYY-MM-DD` in the project's time zone). Pure. */
export function pathOf({ project, stages, milestones, tasks: all = [] }: Plan, today: string, lang: string): Path {
  const points = pointsOf(milestones, project, today, lang);
  const counted = points.filter(isCounted);
  const open = counted.filter(isOpen);
  const known = new Set(stages.map((stage) => stage.id));
  // A stage that this audience does not see leaves its milestones without a heading.
  const stageOf = new Map(milestones.map(({ id, stageId }) => [id, known.has(stageId) ? stageId : '']));
  const tasks = homesOf(all, stageOf);
  const leg = (id: string, name: Localized | null): Leg =>
    legOf(
      id,
      name,
      points.filter((point) => stageOf.get(point.id) === id),
      tasks.get(id),
    );
  const legs = stages
    .map((stage) => leg(stage.id, localized(stage, 'name', lang, project.lang)))
    .concat(leg('', null))
    .filter(({ points, loose }) => points.length + loose.length > 0);
  return {
    name: localized(project, 'name', lang, project.lang),
    legs,
    points: legs.flatMap((leg) => leg.points),
    tasks,
    done: counted.length - open.length,
    total: counted.length,
    progress: counted.length === 0 ? 0 : Math.round(counted.reduce((sum, point) => sum + progressOf(point), 0) / counted.length),
    late: count(points, 'late'),
    risk: count(points, 'risk'),
    now: open.find((point) => point.milestone.status === 'in_progress') ?? open[0],
    next: open.filter((point) => point.days !== null && point.days >= 0).sort((a, b) => a.days! - b.days!)[0],
  };
}

const count = (points: Point[], standing: Standing): number => points.filter((point) => point.standing === standing).length;
const isCounted = (point: Point): boolean => point.standing !== 'cancelled';
const isOpen = (point: Point): boolean => !isOver(point.standing);

/** Nothing more will come of it. */
export const isOver = (standing: Standing): boolean => standing === 'done' || standing === 'cancelled';
const progressOf = (point: Point): number => (point.standing === 'done' ? 100 : Math.min(100, Math.max(0, point.milestone.progress)));

function legOf(id: string, name: Localized | null, points: Point[], loose: readonly Task[] = []): Leg {
  return { id, name, points, loose, done: count(points, 'done'), total: points.filter(isCounted).length };
}

/**
 * Where each task is shown: with the milestone that it or the task above it works towards; else in the one stage that its branch of the
 * outline belongs to; else under no name, at the end. `stageOf` are the stages of the milestones.
 */
function homesOf(tasks: readonly Task[], stageOf: ReadonlyMap<string, string>): Map<string, Task[]> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const milestoneOf = (task: Task | undefined): string | undefined =>
    task && (stageOf.has(task.milestoneId!) ? task.milestoneId! : milestoneOf(byId.get(task.parentId!)));
  /** The stage by the number at the top of the outline; empty if there are several. */
  const stages = new Map<number, string>();
  for (const task of tasks) {
    const stage = stageOf.get(milestoneOf(task)!);
    const branch = parseInt(task.wbs, 10);
    if (stage !== undefined) stages.set(branch, (stages.get(branch) ?? stage) === stage ? stage : '');
  }
  return Map.groupBy(tasks, (task) => milestoneOf(task) ?? stages.get(parseInt(task.wbs, 10)) ?? '');
}

/** As they were read last, and for whom. */
let known = { reader: '', points: new WeakMap<Milestone, Point>() };

/** Milestones for a reader of `lang` on the day `today`. As long as nothing has changed for this reader it is the same point. */
export function pointsOf(milestones: readonly Milestone[], { lang: plainLang }: Project, today: string, lang: string): Point[] {
  const reader = `${today} ${lang} ${plainLang}`;
  if (known.reader !== reader) known = { reader, points: new WeakMap() };
  return milestones.map((milestone) => {
    const before = known.points.get(milestone);
    if (before) return before;
    const point = readPoint(milestone, dayNumber(today), lang, plainLang);
    known.points.set(milestone, point);
    return point;
  });
}

function readPoint(milestone: Milestone, today: number, lang: string, plainLang: string): Point {
  const { due, baseline, doneOn } = milestone;
  const days = due === null ? null : dayNumber(due) - today;
  const reached = (milestone.status === 'done' && doneOn) || due;
  return {
    id: milestone.id,
    milestone,
    name: localized(milestone, 'name', lang, plainLang),
    reason: milestone.reason === null ? null : localized(milestone, 'reason', lang, plainLang),
    standing: standingOf(milestone, days),
    days,
    slip: reached && baseline ? dayNumber(reached) - dayNumber(baseline) : 0,
  };
}

/** By what is known of it and the days that are left. */
export function standingOf({ status, atRisk }: Pick<Milestone, 'status' | 'atRisk'>, days: number | null): Standing {
  if (status === 'done' || status === 'cancelled') return status;
  if (days !== null && days < 0) return 'late';
  if (atRisk) return 'risk';
  return status === 'in_progress' ? 'now' : 'next';
}

/** A scale of time for the strip above the path; places are percent of its length. */
export interface Horizon {
  today: number;
  points: { point: Point; at: number }[];
  months: { date: string; at: number }[];
  /** They are years. */
  years: boolean;
}

/** The strip from the first to the last date of the plan, today included; undefined where fewer than two dates are known. */
export function horizonOf({ points }: Path, { start, due }: Project, today: string): Horizon | undefined {
  const dated = points.flatMap((point) => {
    const date = (point.standing === 'done' && point.milestone.doneOn) || point.milestone.due;
    return date && point.standing !== 'cancelled' ? [{ point, day: dayNumber(date) }] : [];
  });
  if (dated.length < 2) return undefined;
  // A crowd says nothing: of many, those are marked that call for attention.
  const shown = dated.length <= 60 ? dated : dated.filter(({ point }) => point.standing !== 'done' && point.standing !== 'next');
  const now = dayNumber(today);
  const days = [...dated.map(({ day }) => day), now, ...[start, due].flatMap((date) => (date ? [dayNumber(date)] : []))];
  const from = Math.min(...days);
  const length = Math.max(...days) - from || 1;
  const at = (day: number): number => Math.round(((day - from) / length) * 1000) / 10;
  return {
    today: at(now),
    points: shown.map(({ point, day }) => ({ point, at: at(day) })),
    // The last few percent leave no room for a label.
    months: monthsBetween(from, from + length)
      .map((date) => ({ date, at: at(dayNumber(date)) }))
      .filter((month) => month.at < 95),
    years: length > 1095,
  };
}

/** First days of months between two day numbers, at most about nine of them; of a long time only those of years. */
function monthsBetween(from: number, to: number): string[] {
  const first = new Date(from * 86_400_000);
  const months: string[] = [];
  for (let index = 1; ; index++) {
    const date = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + index, 1)).toISOString().slice(0, 10);
    if (dayNumber(date) > to) break;
    months.push(date);
  }
  const marked = to - from <= 1095 ? months : months.filter((date) => date.slice(5, 7) === '01');
  const step = Math.ceil(marked.length / 9);
  return marked.filter((_, index) => index % step === 0);
}
