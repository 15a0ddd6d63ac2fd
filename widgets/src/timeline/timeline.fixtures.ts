import type { Milestone, Project, Stage } from '@portico/sdk';
import { dayNumber } from '../i18n/dates.ts';

/*
 * A believable project around one day, for tests and stories: every standing, both languages, slips both ways, a cancelled
 * milestone, one without a date, a very long name.
 */

/** The day that the fixtures are made around: a Saturday. */
export const today = '2026-11-21';

const date = (days: number): string => new Date((dayNumber(today) + days) * 86_400_000).toISOString().slice(0, 10);
const id = (prefix: string, index: number): string => `${prefix}_${String(index).padStart(26, '0')}`;

const people = ['Mei Lin', 'Daniel Okafor', 'Wei Zhang', 'Sofia Rossi'].map((name, index) => ({ id: id('mem', index), name }));

export const project: Project = {
  id: id('prj', 1),
  rev: 1,
  clientId: id('cli', 1),
  name: 'Riverside Clinic: appointments and records',
  translations: { 'zh-CN': { name: '江畔诊所：预约与病历系统' } },
  status: 'active',
  lang: 'en',
  timeZone: 'Asia/Shanghai',
  start: date(-96),
  due: date(75),
  manager: people[0]!,
};

export const stages: Stage[] = (
  [
    ['Discovery', '需求调研'],
    ['Build', '开发'],
    ['Go live', '上线'],
  ] as const
).map(([name, zh], index) => ({
  id: id('stg', index),
  rev: 1,
  projectId: project.id,
  name,
  translations: { 'zh-CN': { name: zh } },
  position: index,
}));

/** A milestone that is planned for next week, with whatever is to differ. */
export function milestone(index: number, fields: Partial<Milestone> = {}): Milestone {
  return {
    id: id('mil', index),
    rev: 1,
    projectId: project.id,
    stageId: stages[0]!.id,
    name: `Milestone ${index}`,
    translations: null,
    position: index,
    status: 'planned',
    progress: 0,
    due: date(7),
    baseline: date(7),
    doneOn: null,
    owner: null,
    atRisk: false,
    reason: null,
    ...fields,
  };
}

type Row = [stage: number, name: string, zh: string, fields: Partial<Milestone> & { reasonZh?: string }];

const rows: Row[] = [
  [
    0,
    'Kick-off and goals agreed',
    '启动会，确认目标',
    { status: 'done', due: date(-92), baseline: date(-92), doneOn: date(-92), owner: people[0]! },
  ],
  [
    0,
    'Interviews with reception and nursing',
    '访谈前台与护理人员',
    { status: 'done', due: date(-78), baseline: date(-78), doneOn: date(-80), owner: people[3]! },
  ],
  [0, 'Requirements signed', '签署需求说明', { status: 'done', due: date(-61), baseline: date(-64), doneOn: date(-61), owner: people[0]! }],
  [
    1,
    'Booking, first version',
    '预约功能第一版',
    { status: 'done', due: date(-30), baseline: date(-30), doneOn: date(-31), owner: people[2]! },
  ],
  [
    1,
    'Patient records import',
    '导入病历数据',
    {
      status: 'in_progress',
      progress: 80,
      due: date(-4),
      baseline: date(-11),
      owner: people[2]!,
      reason: 'The export from the old system came in two formats; the second one is being cleaned.',
      reasonZh: '旧系统导出了两种格式的数据，第二种正在清洗。',
    },
  ],
  [1, 'Reminders by text message', '短信提醒', { status: 'in_progress', progress: 45, due: date(3), baseline: date(3), owner: people[1]! }],
  [
    1,
    'Insurance check online',
    '在线核验医保',
    {
      due: date(17),
      baseline: date(12),
      atRisk: true,
      owner: people[1]!,
      reason: 'We wait for test access from the insurer.',
      reasonZh: '正在等医保方开通测试环境。',
    },
  ],
  [1, 'Import of paper archives', '纸质档案录入', { status: 'cancelled', due: date(20), baseline: date(20) }],
  [2, 'Acceptance test with your team', '与您的团队一起验收', { due: date(31), baseline: date(31), owner: people[3]! }],
  [2, 'Training for 40 people', '培训 40 位员工', { due: date(45), baseline: date(48), owner: people[3]! }],
  [2, 'Go live', '正式上线', { due: date(61), baseline: date(61), owner: people[0]! }],
  [2, 'Hand-over and first month of support', '交付与首月保障', { due: null, baseline: null }],
];

export const milestones: Milestone[] = rows.map(([stage, name, zh, { reasonZh, ...fields }], index) => ({
  ...milestone(index, { stageId: stages[stage]!.id, name, progress: fields.status === 'done' ? 100 : 0, ...fields }),
  translations: { 'zh-CN': { name: zh, ...(reasonZh && { reason: reasonZh }) } },
}));

/** Everything, for `memoryServer({ entities })`; a copy, so that a test may change it. */
export const entities = () => structuredClone({ projects: [project], stages, milestones });
