import type { Packs } from '../i18n/messages.ts';
import type { Priority, RequirementType } from './intake.model.ts';

export interface IntakeWords {
  title: string;
  label: string;
  hint: string;
  placeholder: string;
  /** Reads the text. */
  sort: string;
  sorting: string;
  /** Above the proposals. */
  found(count: number): string;
  foundHint: string;
  /** Nothing in the text looks like a request. */
  none: string;
  /** The server could not be asked. */
  offline: string;
  back: string;
  confirm(count: number): string;
  remove(name: string): string;
  name: string;
  type: string;
  priority: string;
  due: string;
  types: Record<RequirementType, string>;
  priorities: Record<Priority, string>;
  quote: string;
  /** What marked words were read as. */
  marks: Record<'due' | 'priority' | 'nfr' | 'type' | 'title', string>;
  /** What is not sent. */
  rest(count: number): string;
  /** Takes it in. */
  take: string;
  /** One more proposal, blank. */
  add: string;
  /** What was asked back and answered. */
  acceptance: string;
  missing: string;
  nothing: string;
  thanksTitle(count: number): string;
  thanks(manager: string | undefined): string;
  more: string;
  sent: string;
  statuses: Record<string, string>;
  team: string;
}

export const intakeWords: Packs<IntakeWords> = {
  en: {
    title: 'Tell us what you need',
    label: 'In your own words',
    hint: 'One thing or several, or paste a mail. You check what we understood before anything is sent.',
    placeholder: 'For example: The report must open on a phone by the end of next month.',
    sort: 'Read it',
    sorting: 'Reading…',
    found: (count) => (count === 1 ? 'We understood one request' : `We understood ${count} requests`),
    foundHint: 'Correct what is not right. Nothing has been sent yet.',
    none: 'We found no request in it, so here is your text as one. Change it as you like.',
    offline: 'It could not be read just now, so here is your text as one request.',
    back: 'Back to the text',
    confirm: (count) => (count === 1 ? 'Send this request' : `Send ${count} requests`),
    remove: (name) => `Leave out “${name}”`,
    name: 'What is needed',
    type: 'Kind',
    priority: 'Priority',
    due: 'Wanted by',
    types: { functional: 'Feature', nonfunctional: 'Quality', defect: 'Defect', change: 'Change', question: 'Question' },
    priorities: { urgent: 'Urgent', high: 'High', normal: 'Normal', low: 'Low' },
    quote: 'You wrote',
    marks: { due: 'Wanted by', priority: 'Priority', nfr: 'Quality', type: 'Kind', title: 'Title' },
    rest: (count) => (count === 1 ? 'One passage is left out' : `${count} passages are left out`),
    take: 'Make it a request',
    add: 'Add a request',
    acceptance: 'Done when',
    missing: 'Say what is needed',
    nothing: 'Write what you need first.',
    thanksTitle: (count) => (count === 1 ? 'Your request has arrived' : `Your ${count} requests have arrived`),
    thanks: (manager) => `${manager ?? 'Your project team'} looks at each and answers here.`,
    more: 'Write another',
    sent: 'Sent so far',
    statuses: { new: 'New', accepted: 'Accepted', declined: 'Declined', duplicate: 'Repeats another', done: 'Done' },
    team: 'Only contacts of the client send requests. This is how they see it.',
  },
  'zh-CN': {
    title: '说说您的需求',
    label: '用您自己的话写',
    hint: '一项或多项均可，也可粘贴整封邮件。提交前由您逐项确认。',
    placeholder: '例如：希望报表在下月底前能在手机上查看。',
    sort: '整理需求',
    sorting: '正在整理…',
    found: (count) => `整理出 ${count} 项需求`,
    foundHint: '如有不对，请直接修改。目前尚未提交。',
    none: '没有找到明确的需求，已将原文列为一项，请您修改。',
    offline: '暂时无法整理，已将原文列为一项需求。',
    back: '返回原文',
    confirm: (count) => `提交 ${count} 项需求`,
    remove: (name) => `不提交“${name}”`,
    name: '需求内容',
    type: '类型',
    priority: '优先级',
    due: '期望日期',
    types: { functional: '功能', nonfunctional: '质量', defect: '缺陷', change: '变更', question: '问题' },
    priorities: { urgent: '紧急', high: '高', normal: '普通', low: '低' },
    quote: '原文',
    marks: { due: '期望日期', priority: '优先级', nfr: '质量要求', type: '类型', title: '内容' },
    rest: (count) => `有 ${count} 段未列为需求`,
    take: '列为需求',
    add: '添加一项',
    acceptance: '验收标准',
    missing: '请填写需求内容',
    nothing: '请先写下您的需求。',
    thanksTitle: (count) => `已收到您的 ${count} 项需求`,
    thanks: (manager) => `${manager ?? '项目团队'}会逐项查看，并在此答复您。`,
    more: '再写一条',
    sent: '已提交的需求',
    statuses: { new: '待处理', accepted: '已采纳', declined: '未采纳', duplicate: '与其他需求重复', done: '已完成' },
    team: '需求由客户联系人提交。这里是客户看到的样子。',
  },
};
