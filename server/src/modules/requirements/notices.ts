/** The manager hears of every requirement that a client has confirmed; its author what was decided. */
import { dateIn, notice, type Change, type NoticeLang, type Notices, type Recipient } from '../../core/notice.ts';
import type { Requirement } from './schema.ts';

const types: Record<NoticeLang, Record<Requirement['type'], string>> = {
  'zh-CN': { functional: '功能', nonfunctional: '质量', defect: '缺陷', change: '变更', question: '疑问' },
  en: { functional: 'feature', nonfunctional: 'quality', defect: 'defect', change: 'change', question: 'question' },
};
const priorities: Record<NoticeLang, Record<Requirement['priority'], string>> = {
  'zh-CN': { urgent: '紧急', high: '高', normal: '普通', low: '低' },
  en: { urgent: 'urgent', high: 'high', normal: 'normal', low: 'low' },
};

const confirmed = notice<Requirement>({
  to: ['project manager'],
  words: {
    'zh-CN': ({ project, after }) => ({
      subject: `【${project}】新的需求 ${after.reference}：${after.title}`,
      lines: [
        `${after.author?.name ?? '客户'} 提出了需求 ${after.reference}“${after.title}”（${types['zh-CN'][after.type]}，优先级：${priorities['zh-CN'][after.priority]}）。`,
        `原话：${after.quote}`,
        ...(after.due ? [`希望完成日期：${dateIn('zh-CN', after.due)}。`] : []),
      ],
    }),
    en: ({ project, after }) => ({
      subject: `New requirement ${after.reference}: ${after.title} · ${project}`,
      lines: [
        `${after.author?.name ?? 'The client'} needs ${after.reference}, “${after.title}” (${types.en[after.type]}, priority ${priorities.en[after.priority]}).`,
        `In their words: ${after.quote}`,
        ...(after.due ? [`Wanted by ${dateIn('en', after.due)}.`] : []),
      ],
    }),
  },
});

const author = ({ after }: Change<Requirement>): Recipient[] => (after.author ? [{ id: after.author.id }] : []);

const decisions = {
  accepted: { 'zh-CN': '已采纳', en: 'accepted' },
  declined: { 'zh-CN': '未采纳', en: 'declined' },
  done: { 'zh-CN': '已完成', en: 'done' },
  new: { 'zh-CN': '已重新打开', en: 'open again' },
} as const;

const decided = (decision: keyof typeof decisions) =>
  notice<Requirement>({
    to: author,
    words: {
      'zh-CN': ({ project, after }) => ({
        subject: `【${project}】需求 ${after.reference} ${decisions[decision]['zh-CN']}：${after.title}`,
        lines: [`您的需求 ${after.reference}“${after.title}”${decisions[decision]['zh-CN']}。`, ...reason('说明：', after)],
      }),
      en: ({ project, after }) => ({
        subject: `${after.reference} is ${decisions[decision].en}: ${after.title} · ${project}`,
        lines: [`Your requirement ${after.reference}, “${after.title}”, is ${decisions[decision].en}.`, ...reason('They say: ', after)],
      }),
    },
  });

function reason(label: string, { trail }: Requirement): string[] {
  const { reason: said } = trail.at(-1)!;
  return said === null ? [] : [label + said];
}

export const notices: Notices = {
  'requirement.confirmed': confirmed,
  'requirement.accepted': decided('accepted'),
  'requirement.declined': decided('declined'),
  'requirement.completed': decided('done'),
  'requirement.reopened': decided('new'),
};
