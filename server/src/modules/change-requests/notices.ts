/** Whom a change request is told to: the manager that one came in, its author what became of it. */
import { dateIn, notice, type Change, type NoticeLang, type Notices, type Recipient, type Words } from '../../core/notice.ts';
import type { ChangeRequest } from './schema.ts';

type Said = Words<ChangeRequest>;

const categories: Record<NoticeLang, Record<ChangeRequest['category'], string>> = {
  'zh-CN': { scope: '范围', schedule: '进度', cost: '费用', other: '其他' },
  en: { scope: 'scope', schedule: 'schedule', cost: 'cost', other: 'other' },
};

/** Who did the last step, as far as this audience may know. */
const by = ({ after }: Said, nobody: string): string => after.trail.at(-1)!.actor.name ?? nobody;

const asked = (again: boolean) =>
  notice<ChangeRequest>({
    to: ['project manager'],
    words: {
      'zh-CN': (said) => ({
        subject: `【${said.project}】${again ? '变更申请已补充' : '新的变更申请'} ${said.after.reference}：${said.after.title}`,
        lines: [
          `${by(said, '客户')}${again ? '补充并重新提交了' : '提交了'}变更申请 ${said.after.reference}“${said.after.title}”（${categories['zh-CN'][said.after.category]}）。`,
          said.after.description,
          ...(said.after.wantedBy ? [`希望完成日期：${dateIn('zh-CN', said.after.wantedBy)}。`] : []),
        ],
      }),
      en: (said) => ({
        subject: `${said.after.reference} ${again ? 'submitted again' : 'submitted'}: ${said.after.title} · ${said.project}`,
        lines: [
          `${by(said, 'The client')} ${again ? 'put right and submitted again' : 'submitted'} the change request ${said.after.reference}, “${said.after.title}” (${categories.en[said.after.category]}).`,
          said.after.description,
          ...(said.after.wantedBy ? [`Wanted by ${dateIn('en', said.after.wantedBy)}.`] : []),
        ],
      }),
    },
  });

/** The author; where the vendor entered it, the owner of the client. */
const author = ({ after }: Change<ChangeRequest>): Recipient[] => [after.author ? { id: after.author.id } : 'owner'];

const decisions = {
  approved: { 'zh-CN': '已批准', en: 'approved' },
  rejected: { 'zh-CN': '未获批准', en: 'rejected' },
  returned: { 'zh-CN': '需要补充', en: 'sent back for more' },
} as const;

const decided = (decision: keyof typeof decisions) =>
  notice<ChangeRequest>({
    to: author,
    words: {
      'zh-CN': (said) => ({
        subject: `【${said.project}】变更申请 ${said.after.reference} ${decisions[decision]['zh-CN']}：${said.after.title}`,
        lines: [
          `变更申请 ${said.after.reference}“${said.after.title}”${decisions[decision]['zh-CN']}（${by(said, '项目组')}）。`,
          ...reason('说明：', said),
          ...impact('zh-CN', said),
        ],
      }),
      en: (said) => ({
        subject: `${said.after.reference} was ${decisions[decision].en}: ${said.after.title} · ${said.project}`,
        lines: [
          `The change request ${said.after.reference}, “${said.after.title}”, was ${decisions[decision].en} by ${by(said, 'the project team')}.`,
          ...reason('They say: ', said),
          ...impact('en', said),
        ],
      }),
    },
  });

function reason(label: string, { after }: Said): string[] {
  const { reason: said } = after.trail.at(-1)!;
  return said === null ? [] : [label + said];
}

function impact(lang: NoticeLang, { after }: Said): string[] {
  const { cost, days } = after.impact ?? { cost: null, days: null };
  const zh = lang === 'zh-CN';
  return [
    ...(cost ? [`${zh ? '费用：' : 'Cost: '}${money(lang, cost)}`] : []),
    ...(days
      ? [
          zh
            ? `工期：${days > 0 ? '增加' : '缩短'} ${Math.abs(days)} 个工作日`
            : `Schedule: ${Math.abs(days)} working ${Math.abs(days) === 1 ? 'day' : 'days'} ${days > 0 ? 'later' : 'earlier'}`,
        ]
      : []),
  ];
}

/** Minor units as people write them; how many digits they have is the currency's own. */
function money(lang: NoticeLang, { amount, currency }: { amount: number; currency: string }): string {
  const format = new Intl.NumberFormat(lang, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export const notices: Notices = {
  'change_request.submitted': asked(false),
  'change_request.resubmitted': asked(true),
  'change_request.approved': decided('approved'),
  'change_request.rejected': decided('rejected'),
  'change_request.returned': decided('returned'),
};
