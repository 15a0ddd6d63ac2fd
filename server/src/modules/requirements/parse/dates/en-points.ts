import { sticky } from '../pattern.ts';
import { addWorkdays, dayOf, firstWeek, monthEnd, weekStart, weekdayOf, workdayUpTo } from './calendar.ts';
import { calendarDay, dayWordAt, numericAt, ordinalDay, weekdayAt } from './en-days.ts';
import { afterNext, edgeAt, halfAt, monthAt, periodAt, quarterAt, related, shiftOf, unitPeriod, yearAt } from './en-periods.ts';
import { day, monthOf, period, weekday, weekdayOfWord } from './en-words.ts';
import { festivalAt, occurrence } from './festivals.ts';
import { ordinal, ordinalOf } from './numbers.ts';
import { at, comingYear, type Point, type Reading } from './reading.ts';

const thatWeekday = sticky`(?:\s+on|,)?\s+(?<wd>${weekday})`;

const nthIn = sticky`(?<n>${ordinal})\s+(?:(?<work>working|business|work)\s?days?|(?<day>day)|(?<wd>${weekday})|(?<week>week|weekend))\s+(?:of|in)\s+`;

function nthAt(text: string, index: number, r: Reading): Point | null {
  const found = at(nthIn, text, index);
  const base = found && periodAt(text, index + found[0].length, r);
  if (!base || base.grain === 'day') return null;
  const { n, work, day: plain, wd } = found.groups!;
  const number = ordinalOf(n!);
  const { end, from, to } = base;
  if (work) return day(end, number < 0 ? workdayUpTo(to, r.isWorkday) : addWorkdays(from - 1, number, r.isWorkday));
  if (plain) return day(end, number < 0 ? to : from + number - 1);
  if (wd) {
    const target = weekdayOfWord(wd);
    return day(end, number < 0 ? to - ((weekdayOf(to) - target + 7) % 7) : from + ((target - weekdayOf(from) + 7) % 7) + (number - 1) * 7);
  }
  const monday = number < 0 ? weekStart(to) : firstWeek(from) + (number - 1) * 7;
  return period(end, Math.max(monday, from), number < 0 ? to : monday + 6, 'week');
}

function relatedAt(text: string, index: number, r: Reading): Point | null {
  const found = at(related, text, index);
  if (!found) return null;
  const { rel, wd, m, unit } = found.groups!;
  const end = index + found[0].length;
  const shift = shiftOf(rel!);
  if (unit) {
    const base = unitPeriod(unit.replace(/fiscal |financial /, ''), shift, end, r);
    const onDay = unit === 'week' ? at(thatWeekday, text, end) : null;
    return onDay ? day(end + onDay[0].length, base.from + weekdayOfWord(onDay.groups!.wd!) - 1) : base;
  }
  if (m) {
    const on = monthOf(m);
    const y = shift < 0 ? (on < r.month ? r.year : r.year - 1) : comingYear(r, on) + (shift > 0 && on === r.month ? 1 : 0);
    return period(end, dayOf(y, on, 1), monthEnd(y, on), 'month');
  }
  const target = weekStart(r.today) + weekdayOfWord(wd!) - 1;
  if (/coming|upcoming/.test(rel!)) return day(end, target <= r.today ? target + 7 : target);
  return day(end, target + shift * 7, shift < 0 && target < r.today ? { confidence: 0.5 } : {});
}

function weekendAt(text: string, index: number, r: Reading): Point | null {
  return at(/weekend\b/y, text, index) ? { ...unitPeriod('weekend', 0, index + 7, r), needsMark: true } : null;
}

/** The calendar day or period that the words at `index` name, or null. `index` stands on the first word after “by” or “the”. */
export function pointAt(text: string, index: number, r: Reading): Point | null {
  const feast = festivalAt(text, index);
  const feastYear = feast ? at(/,?\s+(20\d{2})\b/y, text, feast.end) : null;
  const on = feast && occurrence(feast.rule, r.today, feastYear ? Number(feastYear[1]) : r.year, feastYear !== null);
  if (feast && on != null) return day(feast.end + (feastYear?.[0].length ?? 0), on, { before: on - 1 });
  const after = at(afterNext, text, index);
  if (after) return unitPeriod(after.groups!.unit!, 2, index + after[0].length, r);
  const weekOf = at(/(?:the\s+)?week\s+(?:of|commencing|starting|beginning)\s+(?:the\s+)?/y, text, index);
  const inWeek = weekOf && (calendarDay(text, index + weekOf[0].length, r) ?? ordinalDay(text, index + weekOf[0].length, r));
  if (inWeek) return period(inWeek.end, weekStart(inWeek.from), weekStart(inWeek.from) + 6, 'week');
  return (
    numericAt(text, index, r) ??
    nthAt(text, index, r) ??
    calendarDay(text, index, r) ??
    dayWordAt(text, index, r) ??
    edgeAt(text, index, r) ??
    relatedAt(text, index, r) ??
    quarterAt(text, index, r) ??
    halfAt(text, index, r) ??
    ordinalDay(text, index, r) ??
    weekdayAt(text, index, r) ??
    monthAt(text, index, r) ??
    weekendAt(text, index, r) ??
    yearAt(text, index)
  );
}
