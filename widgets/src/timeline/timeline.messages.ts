import type { Packs } from '../i18n/messages.ts';
import type { Standing } from './timeline.model.ts';

export interface TimelineWords {
  /** Name of the region. */
  plan(name: string): string;
  /** The standing in a word; `days` are counted from the date. */
  standing(standing: Standing, days: number | null): string;
  now: string;
  next: string;
  progress: string;
  doneOf(done: number, total: number): string;
  late(count: number): string;
  risk(count: number): string;
  today: string;
  stageDone(done: number, total: number): string;
  noDate: string;
  /** Tasks that work towards no milestone. */
  otherTasks(count: number): string;
  allDone: string;
  /** How far the promise has moved from `planned`, a short date. */
  slip(days: number, planned: string): string;
  /** How many days before or after its first date it was done. */
  doneSlip(days: number): string;
  promised: string;
  planned: string;
  doneOn: string;
  owner: string;
  why: string;
  /** For readers of the screen only: how to move. */
  keys: string;
  emptyTitle: string;
  empty(manager: string | undefined): string;
  /** Said after a live change. */
  changed(name: string, word: string, date: string): string;
  gone(name: string): string;
  manyChanged(count: number): string;
}

const days = (count: number): string => `${Math.abs(count)} ${Math.abs(count) === 1 ? 'day' : 'days'}`;

export const timelineWords: Packs<TimelineWords> = {
  en: {
    plan: (name) => `Plan: ${name}`,
    standing: (standing, due) =>
      ({ done: 'Done', now: 'In progress', next: 'Planned', late: `${days(due ?? 0)} late`, risk: 'At risk', cancelled: 'Cancelled' })[
        standing
      ],
    now: 'Now',
    next: 'Next date',
    progress: 'Progress',
    doneOf: (done, total) => `${done} of ${total} done`,
    late: (count) => `${count} late`,
    risk: (count) => `${count} at risk`,
    today: 'Today',
    stageDone: (done, total) => `${done} of ${total}`,
    noDate: 'No date yet',
    otherTasks: (count) => `Other tasks (${count})`,
    allDone: 'Everything is done',
    slip: (slip, planned) => (slip > 0 ? `Moved ${days(slip)} from ${planned}` : `Brought forward ${days(slip)} from ${planned}`),
    doneSlip: (slip) => `${days(slip)} ${slip > 0 ? 'after plan' : 'early'}`,
    promised: 'Due',
    planned: 'First planned',
    doneOn: 'Done on',
    owner: 'Owner',
    why: 'Why',
    keys: 'Use the arrow keys to move between milestones and Enter to unfold one.',
    emptyTitle: 'Your plan is being prepared',
    empty: (manager) => `Each milestone appears here as soon as ${manager ?? 'your project team'} publishes it.`,
    changed: (name, word, date) => `${name}: ${word}${date && `, ${date}`}`,
    gone: (name) => `${name} was removed from the plan`,
    manyChanged: (count) => `${count} milestones were updated`,
  },
  'zh-CN': {
    plan: (name) => `项目计划：${name}`,
    standing: (standing, due) =>
      ({ done: '已完成', now: '进行中', next: '未开始', late: `逾期 ${Math.abs(due ?? 0)} 天`, risk: '有风险', cancelled: '已取消' })[
        standing
      ],
    now: '正在进行',
    next: '下个节点',
    progress: '进度',
    doneOf: (done, total) => `已完成 ${done}/${total} 项`,
    late: (count) => `${count} 项逾期`,
    risk: (count) => `${count} 项有风险`,
    today: '今天',
    stageDone: (done, total) => `${done}/${total}`,
    noDate: '日期待定',
    otherTasks: (count) => `其他任务（${count}）`,
    allDone: '全部完成',
    slip: (slip, planned) => `${slip > 0 ? '推迟' : '提前'} ${Math.abs(slip)} 天，原定 ${planned}`,
    doneSlip: (slip) => (slip > 0 ? `比计划晚 ${slip} 天` : `提前 ${-slip} 天`),
    promised: '截止日期',
    planned: '原定日期',
    doneOn: '完成日期',
    owner: '负责人',
    why: '原因',
    keys: '按方向键切换里程碑，按回车键展开详情。',
    emptyTitle: '计划正在准备中',
    empty: (manager) => `${manager ?? '项目团队'}发布计划后，您可以在这里查看每个里程碑。`,
    changed: (name, word, date) => `${name}：${word}${date && `，${date}`}`,
    gone: (name) => `${name}已从计划中移除`,
    manyChanged: (count) => `${count} 个里程碑有更新`,
  },
};
