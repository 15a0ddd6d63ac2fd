/** What clients are told of milestones: that one is done, and that a promised date has moved. */
import { dateIn, daysBetween, notice, type Change, type Notices, type Words } from '../../core/notice.ts';
import type { Milestone } from './schema.ts';

const contacts = ['owner', 'editor'] as const;

const isDone = ({ after, before }: Change<Milestone>): boolean => after.status === 'done' && before !== null && before.status !== 'done';

const hasMoved = ({ after, before }: Change<Milestone>): boolean =>
  Boolean(before?.due && after.due) && before!.due !== after.due && after.status !== 'done' && after.status !== 'cancelled';

const done = notice<Milestone>({
  when: isDone,
  to: contacts,
  words: {
    'zh-CN': ({ project, say, after }) => ({
      subject: `【${project}】已完成：${say('name')}`,
      lines: [`里程碑“${say('name')}”已于 ${dateIn('zh-CN', after.doneOn!)} 完成。`, ...promised('zh-CN', after)],
    }),
    en: ({ project, say, after }) => ({
      subject: `${say('name')} is done · ${project}`,
      lines: [`The milestone “${say('name')}” was done on ${dateIn('en', after.doneOn!)}.`, ...promised('en', after)],
    }),
  },
});

function promised(lang: 'zh-CN' | 'en', { due, doneOn }: Milestone): string[] {
  const late = due && doneOn ? daysBetween(due, doneOn) : 0;
  if (late === 0) return [];
  const days = Math.abs(late);
  if (lang === 'zh-CN') return [`承诺日期为 ${dateIn(lang, due!)}，${late > 0 ? `晚了 ${days} 天` : `提前 ${days} 天`}。`];
  return [`It was promised for ${dateIn(lang, due!)}: ${days} ${days === 1 ? 'day' : 'days'} ${late > 0 ? 'late' : 'early'}.`];
}

const moved = notice<Milestone>({
  when: hasMoved,
  to: contacts,
  words: {
    'zh-CN': ({ project, say, after, before }) => {
      const days = daysBetween(before!.due!, after.due!);
      return {
        subject: `【${project}】${days > 0 ? '推迟' : '提前'} ${Math.abs(days)} 天：${say('name')}`,
        lines: [
          `里程碑“${say('name')}”的日期由 ${dateIn('zh-CN', before!.due!)} 改为 ${dateIn('zh-CN', after.due!)}，${days > 0 ? '推迟' : '提前'} ${Math.abs(days)} 天。`,
          ...why('原因：', after, before, say),
        ],
      };
    },
    en: ({ project, say, after, before }) => {
      const days = daysBetween(before!.due!, after.due!);
      const shift = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'} ${days > 0 ? 'later' : 'earlier'}`;
      return {
        subject: `${say('name')} is ${shift} · ${project}`,
        lines: [
          `The milestone “${say('name')}” was promised for ${dateIn('en', before!.due!)} and is now promised for ${dateIn('en', after.due!)}, ${shift}.`,
          ...why('Why: ', after, before, say),
        ],
      };
    },
  },
});

/** A reason that was given with this change; an older one is about something else. */
const why = (label: string, after: Milestone, before: Milestone | null, say: Words<Milestone>['say']): string[] =>
  after.reason === null || after.reason === before?.reason ? [] : [label + say('reason')];

export const notices: Notices = { 'milestone.updated': [done, moved] };
