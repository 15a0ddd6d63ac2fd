import { everywhere } from './pattern.ts';
import type { Language } from './shapes.ts';

const han = /[\u3400-\u9fff\uf900-\ufaff]/g;
const hanGrammar = /[的了吗呢把请要能不是在和我你您这那有给让被也都就还下上]/g;
const words = /[a-z][a-z'-]{0,30}/g;
const wordGrammar = everywhere`
  \b(?:the|a|an|to|of|is|are|be|we|i|you|it|and|or|in|on|for|with|please|that|this|not|should|must|could|would|can|have|
  has|my|our|your)\b
`;

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

/**
 * Chinese or English, by what carries the sentence: grammar words weigh more than names, because a Chinese client writes “dashboard” in Latin
 * letters and an English one may quote a Chinese menu. `text` is folded; the first 4,000 characters decide.
 */
export function recognise(text: string, hint?: string): Language {
  if (hint && /^zh/i.test(hint)) return 'zh';
  if (hint && /^en/i.test(hint)) return 'en';
  const head = text.slice(0, 4000);
  const chinese = count(head, han) * 0.6 + count(head, hanGrammar) * 1.5;
  const english = count(head, words) + count(head, wordGrammar) * 1.5;
  return chinese >= english && chinese > 0 ? 'zh' : 'en';
}
