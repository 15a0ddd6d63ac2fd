import { sticky } from '../pattern.ts';
import { addWorkdays, dayOf, monthEnd, partsOf, weekStart } from './calendar.ts';
import { day, month, monthOf, period, weekday, yearTail } from './en-words.ts';
import { ordinalOf } from './numbers.ts';
import { at, comingYear, type Point, type Reading } from './reading.ts';

const monthOnly = sticky`(?<m>${month})${yearTail}`;

const relation =
  '(?<rel>this coming|the coming|coming|this|next|the following|following|the next|current|the current|upcoming|the upcoming|last|past|previous|the last)';

const unitWords =
  '(?<unit>week(?!ly|day)|weekend|month(?!ly|-end)|quarter(?!ly)|year(?!ly|-end)|fiscal year|financial year|business day|working day|work day|day)\\b';

export const related = sticky`${relation}\s+(?:(?<wd>${weekday})|(?<m>${month})|${unitWords})`;

export const afterNext = /(?:the\s+)?(?<unit>week|month|quarter|year)\s+after\s+next\b/y;

const quarter = sticky`
  (?:q(?<q>[1-4])|(?<n>first|second|third|fourth|1st|2nd|3rd|4th|last)\s+quarter)\b(?:\s+(?:of\s+)?(?:(?<y>20\d{2})\b|
  (?<rel>next|this|the)\s+year))?
`;

const half = sticky`
  (?:h(?<h>[12])|(?<n>first|second|1st|2nd)\s+half)\b(?:\s+(?:of\s+)?(?:(?<y>20\d{2})\b|(?<rel>next|this|the)\s+year|
  (?<rm>next|this|the)\s+month|(?<m>[a-z]{3,9})\b))?
`;

const edge = sticky`
  (?:(?<short>eo[wmqy])\b|(?<dashed>week|month|quarter|year)(?:'s)?[- ]end\b|(?<what>the\s+very\s+end|end|close|last day|
  rest|remainder|turn|mid(?:dle)?|beginning|start|early|late)(?:-|\s+(?:of\s+)?|\s*$)(?:in\s+)?(?:the\s+)?)
`;

const yearOnly = /(?<y>20\d{2})\b(?![-/.:]\d|\s?(?:users|items|rows|records|px|mb))/y;

export const shiftOf = (word: string): number => (/last|past|previous/.test(word) ? -1 : /next|following/.test(word) ? 1 : 0);

const article = /(?:this|next|the)\s+/y;

const plainUnit = sticky`
    (?:the\s+|this\s+|our\s+)?(?<unit>week(?!ly|day)|weekend|month(?!ly|s\b)|quarter(?!ly|s\b)|(?:fiscal |financial |
    calendar )?year(?!ly|s\b)|(?:business |working |work )?day(?!s))\b
  `;

/** The period of a unit, `shift` units from now. */
export function unitPeriod(unit: string, shift: number, end: number, r: Reading): Point {
  if (unit === 'day') return day(end, r.today + shift);
  if (/(?:business|work(?:ing)?) day/.test(unit)) return day(end, shift > 0 ? addWorkdays(r.today, shift, r.isWorkday) : r.today);
  const monday = weekStart(r.today) + shift * 7;
  if (unit === 'week') return period(end, monday, monday + 6, 'week');
  if (unit === 'weekend') return period(end, monday + 5, monday + 6, 'week');
  const size = unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12;
  const base = size === 1 ? r.month : size === 3 ? Math.floor((r.month - 1) / 3) * 3 + 1 : 1;
  const from = dayOf(r.year, base + shift * size, 1);
  const { year: y, month: m } = partsOf(from);
  return period(
    end,
    from,
    monthEnd(y, m + size - 1),
    size === 1 ? 'month' : size === 3 ? 'quarter' : 'year',
    size === 12 ? { confidence: 0.85 } : {},
  );
}

/** A month or week that may follow “of”: next month, the month, November 2026, Q3, next week, the year. */
export function periodAt(text: string, index: number, r: Reading): Point | null {
  const rel = at(related, text, index);
  if (rel?.groups!.unit)
    return unitPeriod(rel.groups.unit.replace(/fiscal |financial /, ''), shiftOf(rel.groups.rel!), index + rel[0].length, r);
  const after = at(afterNext, text, index);
  if (after) return unitPeriod(after.groups!.unit!, 2, index + after[0].length, r);
  const bare = at(plainUnit, text, index);
  if (bare)
    return unitPeriod(
      bare.groups!.unit!.replace(/fiscal |financial |calendar |business |working |work /, ''),
      0,
      index + bare[0].length,
      r,
    );
  return quarterAt(text, index, r) ?? monthAt(text, index + (at(article, text, index)?.[0].length ?? 0), r) ?? yearAt(text, index);
}

export function monthAt(text: string, index: number, r: Reading): Point | null {
  const found = at(monthOnly, text, index);
  if (!found) return null;
  const m = monthOf(found.groups!.m!);
  const { y: given, ry } = found.groups!;
  const y = given ? Number(given) : ry ? r.year + (ry === 'next' ? 1 : 0) : comingYear(r, m);
  // “may” the verb and “march” the walk: a month alone needs a preposition.
  return period(index + found[0].length, dayOf(y, m, 1), monthEnd(y, m), 'month', { needsMark: !given && !ry });
}

export function yearAt(text: string, index: number): Point | null {
  const found = at(yearOnly, text, index);
  if (!found) return null;
  const y = Number(found.groups!.y);
  return period(index + 4, dayOf(y, 1, 1), dayOf(y, 12, 31), 'year', { needsMark: true, confidence: 0.7 });
}

export function quarterAt(text: string, index: number, r: Reading): Point | null {
  const found = at(quarter, text, index);
  if (!found) return null;
  const { q, n, y, rel } = found.groups!;
  const number = q ? Number(q) : n === 'last' ? 4 : ordinalOf(n!);
  const year = y ? Number(y) : rel ? r.year + (rel === 'next' ? 1 : 0) : monthEnd(r.year, number * 3) >= r.today ? r.year : r.year + 1;
  return period(index + found[0].length, dayOf(year, number * 3 - 2, 1), monthEnd(year, number * 3), 'quarter');
}

export function halfAt(text: string, index: number, r: Reading): Point | null {
  const found = at(half, text, index);
  if (!found) return null;
  const { h, n, y, rel, rm, m } = found.groups!;
  const second = h ? h === '2' : ordinalOf(n!) === 2;
  const inMonth = m ? monthOf(m) : 0;
  if (rm || inMonth) {
    const first = inMonth ? dayOf(comingYear(r, inMonth), inMonth, 1) : dayOf(r.year, r.month + (rm === 'next' ? 1 : 0), 1);
    const { year, month: which } = partsOf(first);
    return second
      ? period(index + found[0].length, first + 15, monthEnd(year, which), 'week')
      : period(index + found[0].length, first, first + 14, 'week');
  }
  if (!h && !y && !rel) return null;
  const year = y ? Number(y) : rel === 'next' ? r.year + 1 : !second && r.month > 6 ? r.year + 1 : r.year;
  return period(index + found[0].length, dayOf(year, second ? 7 : 1, 1), monthEnd(year, second ? 12 : 6), 'half');
}

export function edgeAt(text: string, index: number, r: Reading): Point | null {
  const found = at(edge, text, index);
  if (!found) return null;
  const { short, dashed, what } = found.groups!;
  const stop = index + found[0].length;
  const units: Record<string, string> = { eow: 'week', eom: 'month', eoq: 'quarter', eoy: 'year' };
  if (short || dashed) return { ...unitPeriod(short ? units[short]! : dashed!, 0, stop, r), before: undefined as never, confidence: 0.95 };
  const inner = periodAt(text, stop, r);
  if (!inner) return null;
  const { from, to, grain, end } = inner;
  if (grain === 'day') return /end|close|late/.test(what!) ? { end, from, to, grain } : null;
  if (/early|beginning|start|turn/.test(what!))
    return { end, from, to: from + Math.floor((to - from) / 3), grain, before: from - 1, vague: true };
  if (/mid/.test(what!)) return day(end, grain === 'month' ? from + 14 : from + Math.floor((to - from) / 2), { confidence: 0.7 });
  return { end, from, to, grain };
}
