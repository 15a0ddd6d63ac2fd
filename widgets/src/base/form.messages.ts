import type { Packs } from '../i18n/messages.ts';

/** The words that all forms share, as long as they are filled in. */
export interface FormWords {
  /** Right after the label. */
  optional: string;
  /** Characters that still fit, or that are too many. */
  remaining(count: number): string;
  tooLong(most: number): string;
  sending: string;
  notSent: string;
}

export const formWords: Packs<FormWords> = {
  en: {
    optional: ' (optional)',
    remaining: (count) => (count >= 0 ? `${count} ${count === 1 ? 'character' : 'characters'} left` : `${-count} too many`),
    tooLong: (most) => `Shorten this to ${most} characters`,
    sending: 'Sending…',
    notSent: 'Please send this first.',
  },
  'zh-CN': {
    optional: '（选填）',
    remaining: (count) => (count >= 0 ? `还可输入 ${count} 字` : `超出 ${-count} 字`),
    tooLong: (most) => `请精简到 ${most} 字以内`,
    sending: '正在提交…',
    notSent: '请先提交此项内容。',
  },
};
