/** Numbers as clients write them: digits, Chinese numerals with 廿 and 卅, English words. Folded text only. */

const digits: Record<string, number> = {
  〇: 0,
  零: 0,
  一: 1,
  壹: 1,
  二: 2,
  贰: 2,
  两: 2,
  三: 3,
  叁: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/** For patterns: one Chinese numeral of at most five characters, or up to four digits. */
export const numeral = '(?:\\d{1,4}|[〇零一二两三四五六七八九十百廿卅]{1,5})';

/** The value of what `numeral` matched, or NaN. `二〇二六` is read digit by digit, `二十六` by place. */
export function valueOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^[〇零一二三四五六七八九]{2,4}$/.test(text)) return Number(Array.from(text, (character) => digits[character]).join(''));
  let total = 0;
  let last = 0;
  for (const character of text) {
    if (character === '百') [total, last] = [total + (last || 1) * 100, 0];
    else if (character === '十') [total, last] = [total + (last || 1) * 10, 0];
    else if (character === '廿') total += 20;
    else if (character === '卅') total += 30;
    else last = digits[character] ?? Number.NaN;
  }
  return total + last;
}

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** For patterns: an English count. */
export const count = `(?:\\d{1,4}|(?:${tens.join('|')})[- ](?:${units.slice(1, 10).join('|')})|${[...tens, ...units.slice(1).toReversed()].join('|')}|an?|a couple(?: of)?|a few|several|half an?)`;

/** The value of an English count; `a few` and `several` are NaN, because they are no number. */
export function countOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^an?$/.test(text)) return 1;
  if (text.startsWith('a couple')) return 2;
  if (text.startsWith('half')) return 0.5;
  const [first = '', second] = text.split(/[- ]/);
  const ten = tens.indexOf(first);
  if (ten >= 0) return (ten + 2) * 10 + (second ? units.indexOf(second) : 0);
  const one = units.indexOf(first);
  return one > 0 ? one : Number.NaN;
}

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');

/** For patterns: an English ordinal in words or digits, or `last`. */
export const ordinal = `(?:${ordinals.join('|')}|last|final|\\d{1,2}(?:st|nd|rd|th))`;

/** 1, 2, 3 …; `last` is -1. */
export function ordinalOf(text: string): number {
  if (text === 'last' || text === 'final') return -1;
  const word = ordinals.indexOf(text);
  return word >= 0 ? word + 1 : Number.parseInt(text, 10);
}
