import type { Dependency, Task } from '@portico/sdk';
import { dayNumber } from '../../i18n/dates.ts';
import { entities, milestones, project, today } from '../timeline.fixtures.ts';

/*
 * Tasks of the believable project: groups in groups, every standing, links of all four types, an owner here and there, a task whose
 * milestone is another one's, and some without any.
 */
const date = (days: number): string => new Date((dayNumber(today) + days) * 86_400_000).toISOString().slice(0, 10);
const id = (prefix: string, key: string): string => `${prefix}_${key.replace(/\W/g, '').padStart(26, '0')}`;
const people = Object.fromEntries(milestones.flatMap(({ owner }) => (owner ? [[owner.name, owner]] : [])));

/** A task of three days that is planned for next week, with whatever is to differ. Its place in the outline tells those above it. */
export function task(wbs: string, fields: Partial<Task> = {}): Task {
  const above = wbs.slice(0, Math.max(0, wbs.lastIndexOf('.')));
  return {
    id: id('tsk', wbs.replaceAll('.', '0')),
    rev: 1,
    projectId: project.id,
    parentId: above ? id('tsk', above.replaceAll('.', '0')) : null,
    milestoneId: null,
    wbs,
    name: `Task ${wbs}`,
    translations: null,
    status: 'planned',
    percent: 0,
    start: date(7),
    due: date(9),
    baseline: date(9),
    doneOn: null,
    duration: 1440,
    isMilestone: false,
    isSummary: false,
    owner: null,
    priority: 500,
    ...fields,
  };
}

export const link = (after: string, wbs: string, fields: Partial<Dependency> = {}): Dependency => ({
  id: id('dep', `${after}0${wbs}`.replaceAll('.', '0')),
  rev: 1,
  projectId: project.id,
  predecessorId: task(after).id,
  successorId: task(wbs).id,
  type: 'FS',
  lag: 0,
  lagUnit: 'days',
  ...fields,
});

type Row = [wbs: string, milestone: string, name: string, zh: string, start: number, due: number, fields?: Partial<Task>];

const records = 'Patient records import';
const reminders = 'Reminders by text message';
const live = 'Go live';

const rows: Row[] = [
  ['1', records, 'Records of the old system', '旧系统病历', -25, 2, { isSummary: true, status: 'in_progress', percent: 80 }],
  ['1.1', records, 'Export from the old system', '从旧系统导出', -25, -18, { status: 'done', percent: 100, doneOn: date(-18) }],
  ['1.2', records, 'Clean the data', '清洗数据', -17, -4, { isSummary: true, status: 'in_progress', percent: 70 }],
  ['1.2.1', records, 'Names and birthdays', '姓名与出生日期', -17, -9, { status: 'done', percent: 100, doneOn: date(-10) }],
  ['1.2.2', records, 'Second export format', '第二种导出格式', -9, -4, { status: 'in_progress', percent: 40, owner: people['Wei Zhang']! }],
  ['1.3', records, 'Load and compare counts', '导入并核对数量', -3, 1, { owner: people['Sofia Rossi']! }],
  ['1.4', records, 'Counts signed by the clinic', '诊所签字确认', 2, 2, { isMilestone: true, duration: 0 }],
  ['1.5', records, 'Second copy on paper', '另存纸质副本', 0, 2, { status: 'cancelled' }],
  ['2', reminders, 'Contract with the carrier', '与运营商签约', -12, -6, { status: 'done', percent: 100, doneOn: date(-6) }],
  [
    '3',
    reminders,
    'Texts in two languages',
    '双语短信文案',
    -5,
    2,
    { status: 'in_progress', percent: 50, owner: people['Daniel Okafor']! },
  ],
  ['4', '', 'Going live', '上线', 40, 61, { isSummary: true }],
  ['4.1', live, 'Rehearse the switch', '切换演练', 40, 44],
  ['4.2', live, 'Switch over a weekend', '周末切换', 60, 61, { owner: people['Mei Lin']! }],
  ['4.3', '', 'Posters for the waiting room', '候诊区海报', 45, 50],
  ['5', '', 'Photos for the web site', '网站照片', 20, 21],
];

export const tasks: Task[] = rows.map(([wbs, milestone, name, zh, start, due, fields]) =>
  task(wbs, {
    milestoneId: milestones.find((one) => one.name === milestone)?.id ?? null,
    name,
    translations: { 'zh-CN': { name: zh } },
    start: date(start),
    due: date(due),
    ...fields,
  }),
);

export const dependencies: Dependency[] = [
  link('1.1', '1.2.1'),
  link('1.1', '1.2.2', { type: 'SS', lag: 960 }),
  link('1.2.1', '1.3'),
  link('1.2.2', '1.3'),
  link('1.3', '1.4', { type: 'FF', lag: 1440, lagUnit: 'elapsed_days' }),
  link('2', '3', { lag: -480 }),
  link('4.1', '4.2', { type: 'SF', lag: 50, lagUnit: 'percent' }),
];

/** The believable project with its tasks; a copy. */
export const withTasks = () => structuredClone({ ...entities(), tasks, dependencies });

/** One stage whose only milestone has so many tasks: groups of ten, each waiting for the one before it. */
export function crowd(count: number) {
  const data = entities();
  const [first] = data.milestones.filter((one) => one.name === live);
  const groups = Math.ceil(count / 10);
  const rows = Array.from({ length: groups }, (_, group) => [
    task(`${group + 1}`, { milestoneId: first!.id, isSummary: true }),
    ...Array.from({ length: 9 }, (_, index) => task(`${group + 1}.${index + 1}`, { milestoneId: first!.id })),
  ]).flat();
  return { ...data, tasks: rows, dependencies: rows.filter(({ isSummary }) => !isSummary).map(({ wbs }) => link('1', wbs)) };
}
