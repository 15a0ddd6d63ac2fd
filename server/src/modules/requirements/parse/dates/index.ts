import type { Span } from '../shapes.ts';
import { mentionsEn } from './en.ts';
import type { Mention, Reading } from './reading.ts';
import { mentionsZh } from './zh.ts';

export { isoOf } from './calendar.ts';
export { reading, type Mention, type Reading } from './reading.ts';

/**
 * Every date that a folded clause speaks of, with what it is good for. Both grammars read it, because clients mix (请 by Friday 完成); where they
 * overlap, the one of the text's language wins.
 */
export function mentionsOf(text: string, { start, end }: Span, r: Reading): Mention[] {
  const words = text.slice(start, end);
  const zh = /[\u3400-\u9fff]/.test(words) || r.lang === 'zh' ? mentionsZh(text, start, end, r) : [];
  const en = /[a-z]{2}/.test(words) || r.lang === 'en' ? mentionsEn(text, start, end, r) : [];
  const [first, second] = r.lang === 'zh' ? [zh, en] : [en, zh];
  const rest = second.filter((mention) => !first.some((other) => mention.start < other.end && other.start < mention.end));
  return [...first, ...rest]
    .map((mention) => (mention.end > end && !/[^\s.,]/.test(text.slice(end, mention.end)) ? { ...mention, end } : mention))
    .filter((mention) => mention.start >= start && mention.end <= end)
    .sort((a, b) => a.start - b.start);
}
