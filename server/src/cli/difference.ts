/** What an import would do, in lines for a terminal. */
import { outlineOf, storyOf, type Difference, type Outlook, type PlanRequest } from '../modules/index.ts';

type Plan = PlanRequest['plan'];

const most = 40;
const count = (many: number, one: string, more = `${one}s`): string => `${many} ${many === 1 ? one : more}`;

/** `145 tasks in 19 summary groups, 176 links` */
export function outlined(plan: Plan): string {
  const groups = [...outlineOf(plan).values()].filter(({ isSummary }) => isSummary).length;
  return `${count(plan.tasks.length, 'task')} in ${count(groups, 'summary group')}, ${count(plan.links.length, 'link')}`;
}

/** The plan if it is read for the first time, else what changes. */
export function described({ project, source, earlier, difference }: Outlook, plan: Plan): string[] {
  if (!earlier) return whole(plan, project?.name ?? null);
  return [
    `A newer version of “${source}” (read ${earlier.updatedAt}) in ${project!.name} (${project!.id}):`,
    ...changes(difference, earlier.plan, plan),
  ];
}

function whole(plan: Plan, project: string | null): string[] {
  const { stages, milestones } = storyOf(plan);
  const dates = plan.tasks.flatMap(({ start, due }) => [start, due].filter((date) => date !== null)).toSorted();
  const { calendars, resources, assignments } = plan.kept;
  return [
    `${project ? `Into ${project}` : 'A new project'}: ${outlined(plan)}`,
    `  ${count(stages.length, 'stage')} and ${count(milestones.length, 'milestone')} for the client, ${dates[0] ?? '–'} to ${dates.at(-1) ?? '–'}`,
    ...(calendars.length + resources.length + assignments.length > 0
      ? [
          `  kept: ${count(calendars.length, 'calendar')}, ${count(resources.length, 'resource')}, ${count(assignments.length, 'assignment')}`,
        ]
      : []),
  ];
}

function changes(difference: Difference, before: Plan, plan: Plan): string[] {
  const old = outlineOf(before);
  const now = outlineOf(plan);
  const task = (uid: string): string => {
    const { wbs, name } = (now.get(uid) ?? old.get(uid))!;
    return `${wbs} ${name}`;
  };
  const link = ({ predecessor, successor, type, lag }: Plan['links'][number]): string =>
    `${task(predecessor)} → ${task(successor)} (${type}${lag === 0 ? '' : `, lag ${lag}`})`;
  const lines = [
    ...difference.project.map((field) => `  ~ project ${field}: ${said(before[field])} → ${said(plan[field])}`),
    ...difference.added.map(({ uid }) => `  + ${task(uid)}`),
    ...difference.removed.map(({ uid }) => `  - ${task(uid)}`),
    ...difference.moved.map(({ uid, name }) => `  ~ moved: ${old.get(uid)!.wbs} → ${now.get(uid)!.wbs} ${name}`),
    ...difference.changed.map(({ uid, field, from, to }) => `  ~ ${task(uid)}: ${field} ${said(from)} → ${said(to)}`),
    ...difference.linksAdded.map((one) => `  + link ${link(one)}`),
    ...difference.linksRemoved.map((one) => `  - link ${link(one)}`),
    ...difference.linksChanged.map((one) => `  ~ link ${link(one)}`),
    ...difference.kept.map((part) => `  ~ ${part === 'tasks' ? 'other fields of tasks' : part}`),
  ];
  return lines.length > most ? [...lines.slice(0, most), `  … and ${lines.length - most} more`] : lines;
}

const said = (value: unknown): string => {
  const text = value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text.replace(/\n/g, ' ');
};
