/** Names of columns, in English and Chinese, and how their cells are read. */
import { dateOf } from './fields.ts';
import type { PlannedLink } from './plan.ts';

/** What a column holds → the names that it may have, in lower case and without spaces. */
const names = {
  uid: ['id', 'uid', 'uniqueid', 'taskid', 'no', 'no.', '编号', '序号', '标识号', '唯一标识号', '任务编号', '任务id'],
  wbs: ['wbs', 'wbscode', 'outline', 'outlinenumber', 'wbs编码', 'wbs编号', '大纲编号', '大纲数字'],
  level: ['level', 'outlinelevel', '级别', '层级', '大纲级别'],
  name: ['name', 'task', 'taskname', 'title', '名称', '任务', '任务名称', '标题'],
  start: ['start', 'startdate', 'begin', '开始', '开始日期', '开始时间', '计划开始'],
  due: [
    'finish',
    'finishdate',
    'due',
    'duedate',
    'end',
    'enddate',
    '完成',
    '完成日期',
    '完成时间',
    '结束',
    '结束日期',
    '结束时间',
    '截止',
    '截止日期',
    '计划完成',
  ],
  duration: ['duration', '工期', '持续时间'],
  percent: ['percent', '%complete', 'percentcomplete', 'progress', '%', '完成百分比', '完成率', '进度'],
  predecessors: ['predecessors', 'predecessor', 'dependson', '前置任务', '前置', '前置工作'],
  milestone: ['milestone', 'ismilestone', '里程碑', '是否里程碑'],
  owner: ['owner', 'assignee', 'responsible', '负责人', '责任人'],
  priority: ['priority', '优先级'],
  notes: ['notes', 'note', 'comment', 'description', '备注', '说明', '描述'],
} as const;

export type Column = keyof typeof names;

/** Columns that cannot be told from their names are left out. */
export function columnOf(header: string): Column | null {
  const written = header
    .toLowerCase()
    .replace(/[\s_＿-]+/g, '')
    .replace('％', '%');
  return (Object.keys(names) as Column[]).find((column) => (names[column] as readonly string[]).includes(written)) ?? null;
}

/** `2026-03-01`, `2026/3/1 8:00`, `2026年3月1日`; a date that two countries read differently is none. */
export const dateCell = (text: string, timeZone: string): string | null => dateOf(text, timeZone);

const day = 480;
const perUnit: readonly [RegExp, number][] = [
  [/^(?:m|min|mins|minutes?|分|分钟)$/, 1],
  [/^(?:h|hr|hrs|hours?|时|小时|工时|个?小时)$/, 60],
  [/^(?:d|days?|天|日|个?工作日|个?工日)?$/, day],
  [/^(?:w|wks?|weeks?|周|个?星期|个?工作周)$/, 5 * day],
  [/^(?:mo|mons?|months?|月|个月)$/, 20 * day],
];
const unitNames: readonly PlannedLink['lagUnit'][] = ['minutes', 'hours', 'days', 'weeks', 'months'];

/** Minutes of work of `5d`, `5 days?`, `40 h`, `5 个工作日`; a bare number is days. */
export function durationCell(text: string): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([^\d\s?？]*)\s*[?？]?$/.exec(text.trim().toLowerCase()) ?? [];
  const minutes = number === undefined ? undefined : perUnit.find(([pattern]) => pattern.test(unit!))?.[1];
  return minutes === undefined ? null : Math.round(Number(number) * minutes);
}

/** `40`, `40%`, `40.0 %` */
export function percentCell(text: string): number | null {
  const [, number] = /^(\d{1,3}(?:\.\d+)?)\s*[%％]?$/.exec(text.trim()) ?? [];
  return number === undefined || Number(number) > 100 ? null : Math.round(Number(number));
}

/** Yes, no, 1, 0, 是, 否 … */
export function flagCell(text: string): boolean | null {
  if (/^(?:1|y|yes|true|x|✓|√|是|对)$/i.test(text.trim())) return true;
  return /^(?:0|n|no|false|否|不是)?$/i.test(text.trim()) ? false : null;
}

const linkWords: Record<string, PlannedLink['type']> = {
  fs: 'FS',
  ss: 'SS',
  ff: 'FF',
  sf: 'SF',
  '完成-开始': 'FS',
  '开始-开始': 'SS',
  '完成-完成': 'FF',
  '开始-完成': 'SF',
};

/** One predecessor as Microsoft Project writes it: `3`, `3FS+2d`, `1.2SS-1 周`, `7FF+50%`. */
export function linkCell(text: string): Omit<PlannedLink, 'successor'> | null {
  const [, predecessor, word, sign, number, elapsed, unit] =
    /^(.+?)(?:\s*(fs|ss|ff|sf|完成-开始|开始-开始|完成-完成|开始-完成)(?:\s*([+-])\s*(\d+(?:\.\d+)?)\s*(e)?([^\d\s]*))?)?$/i.exec(
      text.trim(),
    ) ?? [];
  if (predecessor === undefined) return null;
  const type = linkWords[(word ?? 'fs').toLowerCase()]!;
  if (number === undefined) return { predecessor, type, lag: 0, lagUnit: 'days' };
  const signed = (sign === '-' ? -1 : 1) * Number(number);
  if (unit === '%' || unit === '％')
    return { predecessor, type, lag: Math.round(signed), lagUnit: elapsed ? 'elapsed_percent' : 'percent' };
  const index = perUnit.findIndex(([pattern]) => pattern.test(unit!.toLowerCase()));
  if (index < 0) return null;
  // An elapsed day has all of its hours.
  const minutes = elapsed ? [1, 60, 1440, 7 * 1440, 30 * 1440][index]! : perUnit[index]![1];
  return {
    predecessor,
    type,
    lag: Math.round(signed * minutes),
    lagUnit: elapsed ? (`elapsed_${unitNames[index]!}` as PlannedLink['lagUnit']) : unitNames[index]!,
  };
}
