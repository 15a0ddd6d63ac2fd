import type { Packs } from '../i18n/messages.ts';
import type { Question } from './survey.model.ts';

/** The words from the tap on, and of what takes no answers any more. */
export interface LaterWords {
  emptyTitle: string;
  empty(manager: string | undefined): string;
  missing(kind: Question['kind']): string;
  tooMany(most: number): string;
  nothing: string;
  thanksTitle: string;
  thanks(manager: string | undefined): string;
  /** `date` is when they answered. */
  answeredTitle: string;
  answered(date: string): string;
  /** A second response was refused; `date` is that of the first. */
  onceTitle: string;
  once(date: string): string;
  yours: string;
  closedTitle: string;
  closed(date: string): string;
  /** It was closed while they were writing. */
  closedMeanwhile: string;
  skipped: string;
  score(value: number, most: number): string;
  /** To a member, who only looks. */
  team: string;
}

export const laterWords: Packs<LaterWords> = {
  en: {
    emptyTitle: 'Nothing to answer right now',
    empty: (manager) => `When ${manager ?? 'your project team'} asks for your opinion, the questions appear here.`,
    missing: (kind) =>
      ({
        text: 'Write your answer',
        multiple: 'Choose at least one',
        single: 'Choose one',
        nps: 'Choose a number',
        csat: 'Choose how satisfied you are',
      })[kind],
    tooMany: (most) => `Choose no more than ${most}`,
    nothing: 'Answer at least one question before you send.',
    thanksTitle: 'Thank you',
    thanks: (manager) => `Your answers have arrived. ${manager ?? 'Your project team'} reads every one of them.`,
    answeredTitle: 'You have answered this survey',
    answered: (date) => `Sent on ${date}. Each person answers once.`,
    onceTitle: 'These answers were not taken',
    once: (date) => `You had answered on ${date}, and each person answers once. What counts is below.`,
    yours: 'Your answers',
    closedTitle: 'This survey is closed',
    closed: (date) => `It ended on ${date} and takes no more answers.`,
    closedMeanwhile: 'The survey was closed before your answers arrived. Your project manager can open it again.',
    skipped: 'Not answered',
    score: (value, most) => `${value} of ${most}`,
    team: 'Only the client’s own people answer. You see it as they do.',
  },
  'zh-CN': {
    emptyTitle: '暂无待答问卷',
    empty: (manager) => `${manager ?? '项目团队'}发出问卷后，您可以在这里作答。`,
    missing: (kind) =>
      ({ text: '请填写您的回答', multiple: '请至少选择一项', single: '请选择一项', nps: '请选择一个分数', csat: '请选择满意程度' })[kind],
    tooMany: (most) => `最多只能选 ${most} 项`,
    nothing: '请至少回答一题再提交。',
    thanksTitle: '感谢您的反馈',
    thanks: (manager) => `已收到您的回答，${manager ?? '项目团队'}会逐条查看。`,
    answeredTitle: '您已回答过这份问卷',
    answered: (date) => `提交于${date}，每人只需回答一次。`,
    onceTitle: '本次回答未被采用',
    once: (date) => `您已于${date}回答过，每人只能回答一次。以下为有效回答。`,
    yours: '您的回答',
    closedTitle: '问卷已结束',
    closed: (date) => `已于${date}结束，不再收集回答。`,
    closedMeanwhile: '问卷在您提交前已结束。如需补充，请联系项目经理重新开放。',
    skipped: '未作答',
    score: (value, most) => `${value} 分（满分 ${most} 分）`,
    team: '仅客户方人员可以作答，您看到的与客户一致。',
  },
};
