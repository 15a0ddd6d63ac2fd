import type { Packs } from '../i18n/messages.ts';
import type { Category, Status, Turn } from './change-request.model.ts';

export interface ChangeRequestWords {
  heading: string;
  /** Opens the form. */
  ask: string;
  cancel: string;
  /** In the head: how many wait for whom. */
  count(turn: Turn, count: number): string;
  group(turn: Turn): string;
  status(status: Status): string;
  category(category: Category): string;
  formTitle: string;
  editTitle(reference: string): string;
  title: string;
  titleHint: string;
  description: string;
  descriptionHint: string;
  categoryLabel: string;
  /** The category among the details. */
  kind: string;
  wantedBy: string;
  submit: string;
  resubmit: string;
  another: string;
  noTitle: string;
  noDescription: string;
  noCategory: string;
  past: string;
  sentTitle: string;
  sent(manager: string | undefined): string;
  resentTitle: string;
  mend: string;
  withdraw(reference: string): string;
  withdrawSure: string;
  withdrawReason: string;
  keep: string;
  withdrawnTitle(reference: string): string;
  withdrawn: string;
  /** Somebody has decided meanwhile. */
  overtaken: string;
  askedBy: string;
  impact: string;
  days(count: number): string;
  noImpact: string;
  trail: string;
  /** One step in a sentence: who did what. */
  step(from: string | null, to: string, who: string | undefined): string;
  team: string;
  emptyTitle: string;
  empty(manager: string | undefined): string;
  /** Said after a live change. */
  changed(reference: string, title: string, status: string): string;
  manyChanged(count: number): string;
}

const submitted = (from: string | null, first: string, again: string): string => (from === null ? first : again);

export const changeRequestWords: Packs<ChangeRequestWords> = {
  en: {
    heading: 'Change requests',
    ask: 'Request a change',
    cancel: 'Cancel',
    count: (turn, count) => ({ yours: `${count} waiting for you`, theirs: `${count} in progress`, over: `${count} closed` })[turn],
    group: (turn) => ({ yours: 'Waiting for you', theirs: 'In progress', over: 'Closed' })[turn],
    status: (status) =>
      ({
        submitted: 'Submitted',
        in_review: 'In review',
        returned: 'Needs your input',
        approved: 'Approved',
        rejected: 'Declined',
        withdrawn: 'Withdrawn',
      })[status],
    category: (category) => ({ scope: 'Scope', schedule: 'Dates', cost: 'Cost', other: 'Other' })[category],
    formTitle: 'Request a change',
    editTitle: (reference) => `Edit ${reference}`,
    title: 'What should change?',
    titleHint: 'One line, as you would say it on the phone',
    description: 'Details',
    descriptionHint: 'What is it like now, what do you need instead, and why?',
    categoryLabel: 'What does it touch?',
    kind: 'Touches',
    wantedBy: 'Wanted by',
    submit: 'Submit request',
    resubmit: 'Submit again',
    another: 'Request another change',
    noTitle: 'Say in one line what should change',
    noDescription: 'Describe what you need',
    noCategory: 'Choose what it touches',
    past: 'Choose today or a later day',
    sentTitle: 'Your request has arrived',
    sent: (manager) => `${manager ?? 'Your project team'} looks at what it means for scope, dates and cost, and answers here.`,
    resentTitle: 'Submitted again',
    mend: 'Edit and submit again',
    withdraw: (reference) => `Withdraw ${reference}`,
    withdrawSure: 'This cannot be undone. You can submit a new request at any time.',
    withdrawReason: 'Reason',
    keep: 'Keep it',
    withdrawnTitle: (reference) => `${reference} is withdrawn`,
    withdrawn: 'Nobody works on it any more. It stays in the list.',
    overtaken: 'This request was decided in the meantime, so nothing was changed.',
    askedBy: 'Submitted by',
    impact: 'Agreed impact',
    days: (count) => `${count > 0 ? '+' : ''}${count} working ${Math.abs(count) === 1 ? 'day' : 'days'}`,
    noImpact: 'No change of cost or dates',
    trail: 'History',
    step: (from, to, who = 'The project team') =>
      `${who} ${
        (
          {
            submitted: submitted(from, 'submitted the request', 'submitted it again'),
            in_review: 'took it into review',
            returned: 'asked for more',
            approved: 'approved it',
            rejected: 'declined it',
            withdrawn: 'withdrew it',
          } as Record<string, string>
        )[to] ?? to
      }`,
    team: 'The project team',
    emptyTitle: 'No change requests yet',
    empty: (manager) =>
      `When something should be different from what was agreed, ask here. ${manager ?? 'Your project team'} answers with dates and cost.`,
    changed: (reference, title, status) => `${reference}, ${title}: ${status}`,
    manyChanged: (count) => `${count} change requests were updated`,
  },
  'zh-CN': {
    heading: '变更申请',
    ask: '提出变更',
    cancel: '取消',
    count: (turn, count) => ({ yours: `${count} 项待您补充`, theirs: `${count} 项处理中`, over: `${count} 项已结束` })[turn],
    group: (turn) => ({ yours: '待您处理', theirs: '处理中', over: '已结束' })[turn],
    status: (status) =>
      ({ submitted: '已提交', in_review: '评审中', returned: '待补充', approved: '已批准', rejected: '未通过', withdrawn: '已撤回' })[
        status
      ],
    category: (category) => ({ scope: '范围', schedule: '工期', cost: '费用', other: '其他' })[category],
    formTitle: '提出变更',
    editTitle: (reference) => `修改 ${reference}`,
    title: '希望变更什么？',
    titleHint: '一句话说清楚',
    description: '详细说明',
    descriptionHint: '现在是怎样，希望改成怎样，为什么',
    categoryLabel: '涉及哪方面？',
    kind: '涉及方面',
    wantedBy: '期望完成日期',
    submit: '提交申请',
    resubmit: '重新提交',
    another: '再提一项',
    noTitle: '请用一句话说明希望变更什么',
    noDescription: '请填写详细说明',
    noCategory: '请选择涉及的方面',
    past: '请选择今天或之后的日期',
    sentTitle: '已收到您的申请',
    sent: (manager) => `${manager ?? '项目团队'}会评估对范围、工期和费用的影响，并在这里答复您。`,
    resentTitle: '已重新提交',
    mend: '修改并重新提交',
    withdraw: (reference) => `撤回 ${reference}`,
    withdrawSure: '撤回后不能恢复，您可以随时重新提出。',
    withdrawReason: '撤回原因',
    keep: '暂不撤回',
    withdrawnTitle: (reference) => `${reference} 已撤回`,
    withdrawn: '项目团队不再处理此申请，记录会保留在列表中。',
    overtaken: '此申请刚刚已有结论，本次操作未生效。',
    askedBy: '提交人',
    impact: '确认的影响',
    days: (count) => `${count > 0 ? '+' : ''}${count} 个工作日`,
    noImpact: '不影响费用和工期',
    trail: '处理记录',
    step: (from, to, who = '项目团队') =>
      `${who} ${
        (
          {
            submitted: submitted(from, '提交了申请', '重新提交了申请'),
            in_review: '开始评审',
            returned: '请您补充',
            approved: '批准了申请',
            rejected: '未批准申请',
            withdrawn: '撤回了申请',
          } as Record<string, string>
        )[to] ?? to
      }`,
    team: '项目团队',
    emptyTitle: '还没有变更申请',
    empty: (manager) => `如需调整已约定的内容，请在这里提出。${manager ?? '项目团队'}会答复对工期和费用的影响。`,
    changed: (reference, title, status) => `${reference}，${title}：${status}`,
    manyChanged: (count) => `${count} 项变更申请有更新`,
  },
};
