import type { Packs } from '../i18n/messages.ts';
import type { LaterWords } from './survey.later.messages.ts';

/** What a host may put in other words. */
export type SurveyWords = QuestionWords & LaterWords;

export interface QuestionWords {
  /** How many questions are answered. */
  progress(done: number, total: number): string;
  low: string;
  high: string;
  unhappy: string;
  happy: string;
  atMost(most: number): string;
  submit: string;
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
  },
  'zh-CN': {
    progress: (done, total) => `已答 ${done}/${total} 题`,
    low: '完全不可能',
    high: '非常可能',
    unhappy: '很不满意',
    happy: '很满意',
    atMost: (most) => `最多选 ${most} 项`,
    submit: '提交回答',
  },
};
