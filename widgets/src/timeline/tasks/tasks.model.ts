import type { Dependency, Task } from '@portico/sdk';
import { dayNumber } from '../../i18n/dates.ts';
import { localized, type Localized } from '../../i18n/match.ts';
import { standingOf, type Standing } from '../timeline.model.ts';

/** A task as it is read, with those below it. */
export interface Branch {
  id: string;
  task: Task;
  name: Localized;
  standing: Standing;
  /** Days from today to `due`: negative when it has passed; null without a date. */
  days: number | null;
  below: Branch[];
}

/** What a task waits for: the tasks that hold it in the same way. */
export interface Wait {
  type: Dependency['type'];
  /** In `unit`, negative for a lead. */
  lag: number;
  unit: Unit;
  /** The lag runs on through nights and weekends. */
  elapsed: boolean;
  /** In the order of the outline. */
  after: Task[];
}

const units = { minutes: 1, hours: 60, days: 480, weeks: 2400, months: 9600 };
const calendar = { minutes: 1, hours: 60, days: 1440, weeks: 10_080, months: 43_200 };
type Unit = keyof typeof units | 'percent';

/** Sorts as the outline stands: 1.10 comes after 1.9. */
export const inOutline = (a: Task, b: Task): number => collator.compare(a.wbs, b.wbs);
const collator = new Intl.Collator('en', { numeric: true });

/** Tasks as a forest: each below the nearest one above it that is among them. Pure; `today` is a civil date where the project is. */
export function forest(tasks: readonly Task[], today: string, lang: string, plainLang: string): Branch[] {
  const now = dayNumber(today);
  const branches = new Map(
    tasks.toSorted(inOutline).map((task) => {
      const days = task.due === null ? null : dayNumber(task.due) - now;
      const standing = standingOf({ status: task.status, atRisk: false }, days);
      const branch: Branch = { id: task.id, task, name: localized(task, 'name', lang, plainLang), standing, days, below: [] };
      return [task.wbs, branch];
    }),
  );
  const top: Branch[] = [];
  for (const branch of branches.values()) {
    let above: Branch | undefined;
    for (let { wbs } = branch.task; wbs && !above;) {
      wbs = wbs.slice(0, Math.max(0, wbs.lastIndexOf('.')));
      above = branches.get(wbs);
    }
    (above?.below ?? top).push(branch);
  }
  return top;
}

/** How many leaves there are, without the cancelled ones, and how many of them are done. */
export function tally(tasks: readonly Task[]): { done: number; total: number } {
  const leaves = tasks.filter(({ isSummary, status }) => !isSummary && status !== 'cancelled');
  return { done: leaves.filter(({ status }) => status === 'done').length, total: leaves.length };
}

/** The links of a plan by the task that waits; those whose other end is not seen are left out. */
export function waitsOf(links: readonly Dependency[], tasks: readonly Task[]): Map<string, Wait[]> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const waits = new Map<string, Wait[]>();
  for (const { predecessorId, successorId, type, lag: minutes, lagUnit } of links) {
    const before = byId.get(predecessorId);
    if (!before) continue;
    const elapsed = lagUnit.startsWith('elapsed_');
    const unit = lagUnit.replace('elapsed_', '') as Unit;
    const lag = unit === 'percent' ? minutes / 100 : minutes / (elapsed ? calendar : units)[unit];
    const here = waits.get(successorId) ?? [];
    waits.set(successorId, here);
    const same = here.find((one) => one.type === type && one.lag === lag && one.unit === unit && one.elapsed === elapsed);
    if (same) same.after = [...same.after, before].sort(inOutline);
    else here.push({ type, lag, unit, elapsed, after: [before] });
  }
  return waits;
}
