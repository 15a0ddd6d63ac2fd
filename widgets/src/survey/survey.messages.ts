import type { Packs } from '../i18n/messages.ts';
import type { AnsweredWords } from './survey.answered.messages.ts';
import type { Question } from './survey.model.ts';

/** What a host may put in other words. */
export type SurveyWords = QuestionWords & AnsweredWords;

export interface QuestionWords {
  /** How many questions are answered. */
  progress(done: number, total: number): string;
  low: string;
  high: string;
  unhappy: string;
  happy: string;
  atMost(most: number): string;
  submit: string;
  missing(kind: Question['kind']): string;
  tooMany(most: number): string;
  nothing: string;
  thanksTitle: string;
  thanks(manager: string | undefined): string;
  emptyTitle: string;
  empty(manager: string | undefined): string;
}

export const questionWords: Packs<QuestionWords> = {
  en: {
    progress: (done, total) => `${done} of ${total} answered`,
    low: 'Not at all likely',
    high: 'Extremely likely',
    unhappy: 'Very dissatisfied',
    happy: 'Very satisfied',
    atMost: (most) => `Choose up to ${most}`,
    submit: 'Send answers',
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
    emptyTitle: 'Nothing to answer right now',
    empty: (manager) => `When ${manager ?? 'your project team'} asks for your opinion, the questions appear here.`,
  },
  'zh-CN': {
    progress: (done, total) => `已答 ${done}/${total} 题`,
    low: '完全不可能',
    high: '非常可能',
    unhappy: '很不满意',
    happy: '很满意',
    atMost: (most) => `最多选 ${most} 项`,
    submit: '提交回答',
    missing: (kind) =>
      ({ text: '请填写您的回答', multiple: '请至少选择一项', single: '请选择一项', nps: '请选择一个分数', csat: '请选择满意程度' })[kind],
    tooMany: (most) => `最多只能选 ${most} 项`,
    nothing: '请至少回答一题再提交。',
    thanksTitle: '感谢您的反馈',
    thanks: (manager) => `已收到您的回答，${manager ?? '项目团队'}会逐条查看。`,
    emptyTitle: '暂无待答问卷',
    empty: (manager) => `${manager ?? '项目团队'}发出问卷后，您可以在这里作答。`,
  },
};
