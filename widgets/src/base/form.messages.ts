import type { Packs } from '../i18n/messages.ts';

/** The words that all forms share from the first picture on. */
export interface FormWords {
  /** Right after the label. */
  optional: string;
  sending: string;
  notSent: string;
}

export const formWords: Packs<FormWords> = {
  en: {
    optional: ' (optional)',
    sending: 'Sending…',
    notSent: 'Please send this first.',
  },
  'zh-CN': {
    optional: '（选填）',
    sending: '正在提交…',
    notSent: '请先提交此项内容。',
  },
};
