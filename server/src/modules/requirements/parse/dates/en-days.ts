import { sticky } from '../pattern.ts';
import { addMonths, dayOf, isDay, monthEnd, partsOf, weekStart, type Day } from './calendar.ts';
import { periodAt } from './en-periods.ts';
import { day, month, monthOf, period, weekday, weekdayOfWord, yearTail } from './en-words.ts';
import { ordinal, ordinalOf } from './numbers.ts';
import { at, comingYear, type Point, type Reading } from './reading.ts';

const dayMonth = sticky`(?:(?<d>\d{1,2})(?:st|nd|rd|th)?|(?<w>${ordinal}))(?:\s+day)?(?:\s+of)?[\s-]+(?<m>${month})(?:-(?<y2>20\d{2})\b)?${yearTail}`;

const monthDay = sticky`(?<m>${month})\s+(?:the\s+)?(?<d>\d{1,2})(?:st|nd|rd|th)?(?![\d%]|[:.]\d|\s?(?:am|pm|users|items|times|%))${yearTail}`;

const dayOfMonth = sticky`
  (?:(?<w>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|fifteenth|twentieth|
  thirtieth)(?=\s+of\s+(?:the|this|next|the following)\s+month)|(?<d>\d{1,2})(?:st|nd|rd|th))(?:\s+day)?(?!\s+(?:floor|
  time|page|row|column|item|version|edition|user|line|step|attempt|percentile|party|of\s+(?:the\s+)?(?:all|our|
  users)))(?<of>\s+of\s+)?
`;

const dayWord = sticky`
  the day after tomorrow|day after tomorrow|today|tonight|tomorrow|tmrw?|tmr|yesterday|this (?:morning|afternoon|evening)|
  the day before yesterday
`;

const weekdayAlone = sticky`(?<wd>${weekday})(?<plural>s)?`;

const numeric = sticky`
  (?<y>20\d{2})(?<s>[-/.])(?<m>\d{1,2})\k<s>(?<d>\d{1,2})(?![\d])|
  (?<a>\d{1,2})(?<t>[-/.])(?<b>\d{1,2})(?:\k<t>(?<y2>20\d{2}|\d{2}))?(?![\d/%]|\.\d|-\d)|(?<m3>0?[1-9]|
  1[0-2])\/(?<y3>20\d{2})\b|(?<y4>20\d{2})-(?<m4>0[1-9]|1[0-2])(?![\d-])
`;

/** 05/04: an unambiguous number decides, a Chinese text reads month first; else both readings are kept. */
export function numericAt(text: string, index: number, r: Reading): Point | null {
  const found = at(numeric, text, index);
  if (!found || /[\w.\-/:$€£]/.test(text[index - 1] ?? '')) return null;
  const g = found.groups!;
  const end = index + found[0].length;
  if (g.m3) return period(end, dayOf(+g.y3!, +g.m3, 1), monthEnd(+g.y3!, +g.m3), 'month');
  if (g.m4) return period(end, dayOf(+g.y4!, +g.m4, 1), monthEnd(+g.y4!, +g.m4), 'month');
  if (g.y) return isDay(+g.y, +g.m!, +g.d!) ? day(end, dayOf(+g.y, +g.m!, +g.d!)) : null;
  const [a, b] = [Number(g.a), Number(g.b)];
  const given = g.y2 ? (g.y2.length === 2 ? 2000 + Number(g.y2) : Number(g.y2)) : null;
  const make = (m: number, d: number): Day | null => {
    const y = given ?? (m >= 1 && m <= 12 ? comingYear(r, m, d) : r.year);
    return isDay(y, m, d) ? dayOf(y, m, d) : null;
  };
  const american = make(a, b);
  const european = make(b, a);
  const bare = { needsMark: given === null };
  if (g.t === '.')
    return european === null
      ? null
      : day(end + (given === null && text[end] === '.' && /\s\S/.test(text.slice(end + 1, end + 3)) ? 1 : 0), european, bare);
  if (g.t === '-' && given === null) return null;
  if (american !== null && european !== null && a !== b)
    return day(end, r.lang === 'zh' ? american : Math.min(american, european), {
      ...bare,
      confidence: 0.4,
      ...(r.lang === 'zh' ? {} : { choices: [american, european] }),
    });
  const on = american ?? european;
  return on === null ? null : day(end, on, bare);
}

export function weekdayAt(text: string, index: number, r: Reading): Point | null {
  const found = at(weekdayAlone, text, index);
  if (!found || /^s\b/.test(text.slice(index + found[0].length))) return null;
  const word = found.groups!.wd!;
  let end = index + found[0].length;
  const target = weekStart(r.today) + weekdayOfWord(word) - 1;
  let on = target < r.today ? target + 7 : target;
  const dated = at(/,?\s+(?:the\s+)?/y, text, end);
  const explicit = dated ? (calendarDay(text, end + dated[0].length, r) ?? numericAt(text, end + dated[0].length, r)) : null;
  if (explicit) return explicit;
  const later = at(/\s+(?:week\b|after next\b|next week\b|of next week\b|(?:of )?this week\b|the week after\b)/y, text, end);
  if (later) {
    end += later[0].length;
    on = /next week/.test(later[0]) ? target + 7 : /this week/.test(later[0]) ? target : /after next/.test(later[0]) ? target + 14 : on + 7;
  }
  return day(end, on, /^(?:mon|wed|sat|sun)\b/.test(word) ? { needsMark: true } : {});
}

/** Nov 30, 30th of November, the first of July. */
export function calendarDay(text: string, index: number, r: Reading): Point | null {
  const found = at(dayMonth, text, index) ?? at(monthDay, text, index);
  if (!found) return null;
  const g = found.groups!;
  const m = monthOf(g.m!);
  const d = g.d ? Number(g.d) : ordinalOf(g.w!);
  const given = g.y ?? g.y2;
  const y = given ? Number(given) : g.ry ? r.year + (g.ry === 'next' ? 1 : 0) : comingYear(r, m, d);
  if (d === -1) return null;
  return isDay(y, m, d) ? day(index + found[0].length, dayOf(y, m, d)) : null;
}

export function ordinalDay(text: string, index: number, r: Reading): Point | null {
  const found = at(dayOfMonth, text, index);
  if (!found) return null;
  const { d, w, of } = found.groups!;
  const value = d ? Number(d) : ({ fifteenth: 15, twentieth: 20, thirtieth: 30 }[w!] ?? ordinalOf(w!));
  const end = index + found[0].length;
  const base = of ? periodAt(text, end, r) : null;
  if (of && !base) return null;
  if (base) {
    const { year: y, month: m } = partsOf(base.from);
    return base.grain === 'month' && isDay(y, m, value) ? day(base.end, dayOf(y, m, value)) : null;
  }
  for (let ahead = 0; ahead < 3; ahead++) {
    const { year: y, month: m } = partsOf(addMonths(dayOf(r.year, r.month, 1), ahead));
    if (isDay(y, m, value) && dayOf(y, m, value) >= r.today)
      return day(end, dayOf(y, m, value), { confidence: 0.85, needsMark: !/\bthe\s+$/.test(text.slice(Math.max(0, index - 5), index)) });
  }
  return null;
}

export function dayWordAt(text: string, index: number, r: Reading): Point | null {
  const found = at(dayWord, text, index);
  if (!found) return null;
  const word = found[0];
  const shift = word.includes('after')
    ? 2
    : word.startsWith('the day before')
      ? -2
      : word === 'yesterday'
        ? -1
        : /^tom|^tm/.test(word)
          ? 1
          : 0;
  return day(index + word.length, r.today + shift);
}
