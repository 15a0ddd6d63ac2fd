import { dayOf, weekdayOf, type Day } from './calendar.ts';

/**
 * The Chinese lunar year, 2024–2039, as tables print it: bits 15–4 tell the long months (30 days), bits 3–0 the leap month, bit 16 whether that is long.
 * A table and not `Intl`'s Chinese calendar: ICU's new moons are a day off where they fall near midnight in Beijing (New Year of 2027 and of 2030).
 */
const lunarYears = [
  0x04b60, 0x0a6e6, 0x0a4e0, 0x0d260, 0x0ea65, 0x0d530, 0x05aa0, 0x076a3, 0x096d0, 0x04afb, 0x04ad0, 0x0a4d0, 0x1d0b6, 0x0d250, 0x0d520,
  0x0dd45,
];
const firstYear = 2024;
const firstDay = dayOf(2024, 2, 10);

/** The civil day of a lunar date (`day` 0 is the last day of the month before), or null outside of the table. */
export function lunar(year: number, month: number, day: number): Day | null {
  let start = firstDay;
  for (let at = firstYear; at <= year; at++) {
    const bits = lunarYears[at - firstYear];
    if (bits === undefined || year < firstYear) return null;
    const leap = bits & 15;
    for (let m = 1; m <= 12; m++) {
      const size = bits & (1 << (16 - m)) ? 30 : 29;
      if (at === year && m === month) return day <= size ? start + day - 1 : null;
      start += size;
      if (m === leap) start += bits & 0x10000 ? 30 : 29;
    }
  }
  return null;
}

type Rule = (year: number) => Day | null;
const fixed =
  (month: number, day: number): Rule =>
  (year) =>
    dayOf(year, month, day);
const nth =
  (month: number, count: number, weekday: number): Rule =>
  (year) => {
    const first = dayOf(year, month, 1);
    return first + ((weekday - weekdayOf(first) + 7) % 7) + (count - 1) * 7;
  };
const moon =
  (month: number, day: number): Rule =>
  (year) =>
    lunar(year, month, day);

/** Western Easter, by the anonymous Gregorian computus. */
const easter: Rule = (year) => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  return dayOf(year, Math.floor((h + l - 7 * m + 114) / 31), ((h + l - 7 * m + 114) % 31) + 1);
};
/** Solar terms of the 21st century: the constant of the term, its month. */
const term =
  (month: number, constant: number): Rule =>
  (year) =>
    dayOf(year, month, Math.floor((year % 100) * 0.2422 + constant) - Math.floor((year % 100) / 4));
const plus =
  (rule: Rule, days: number): Rule =>
  (year) => {
    const day = rule(year);
    return day === null ? null : day + days;
  };

const springFestival = moon(1, 1);

/** Names as folded text has them; longer names first, because the first that fits is taken. */
const named: ReadonlyArray<readonly [names: string, rule: Rule]> = [
  ['除夕|大年三十|年三十|年夜', plus(springFestival, -1)],
  ['春节|农历新年|农历年|大年初一|过年|新春|chinese new year|lunar new year|spring festival', springFestival],
  ['元宵节?', moon(1, 15)],
  ['清明节?|qingming|tomb[- ]sweeping day', term(4, 4.81)],
  ['端午节?|端阳|dragon boat festival', moon(5, 5)],
  ['七夕节?', moon(7, 7)],
  ['中元节?', moon(7, 15)],
  ['中秋节?|mid-?autumn(?: festival)?', moon(8, 15)],
  ['重阳节?', moon(9, 9)],
  ['腊八节?', moon(12, 8)],
  ['小年', moon(12, 23)],
  ['冬至', term(12, 21.94)],
  ["元旦节?|阳历新年|新年|new year'?s?(?: day)?", fixed(1, 1)],
  ["情人节|valentine'?s(?: day)?", fixed(2, 14)],
  ['妇女节|三八节?', fixed(3, 8)],
  ["愚人节|april fools'?(?: day)?", fixed(4, 1)],
  ['五一(?:劳动节|假期|长假|小长假)?|劳动节|may day', fixed(5, 1)],
  ['青年节|五四', fixed(5, 4)],
  ['儿童节|六一(?:儿童节)?', fixed(6, 1)],
  ['618(?!\\d)|六一八', fixed(6, 18)],
  ['建党节|七一', fixed(7, 1)],
  ['建军节|八一', fixed(8, 1)],
  ['教师节', fixed(9, 10)],
  ['国庆(?:节|长假|假期|黄金周)?|十一(?:国庆节?|长假|假期|黄金周)|national day|golden week', fixed(10, 1)],
  ["双十一|双11|双十壹|singles'? day|double (?:11|eleven)", fixed(11, 11)],
  ['双十二|双12', fixed(12, 12)],
  ['万圣节|halloween', fixed(10, 31)],
  ['感恩节|thanksgiving(?: day)?', nth(11, 4, 4)],
  ['black friday', plus(nth(11, 4, 4), 1)],
  ["母亲节|mother'?s day", nth(5, 2, 7)],
  ["父亲节|father'?s day", nth(6, 3, 7)],
  ['平安夜|圣诞夜|christmas eve', fixed(12, 24)],
  ['圣诞节?|christmas(?: day)?|xmas', fixed(12, 25)],
  ['boxing day', fixed(12, 26)],
  ['跨年夜?', fixed(12, 31)],
  ['good friday', plus(easter, -2)],
  ['easter monday', plus(easter, 1)],
  ['easter(?: sunday)?', easter],
  ['independence day|(?:the )?fourth of july|4th of july', fixed(7, 4)],
  ['labou?r day', nth(9, 1, 1)],
];

/** `十一` alone is the first of October only where a deadline or a holiday follows; elsewhere it is eleven. */
const bare: ReadonlyArray<readonly [names: string, rule: Rule]> = [['十一(?=之?以?前|期间|放假|假期)', fixed(10, 1)]];

/** New Year's Eve must be tried before New Year. */
const first: ReadonlyArray<readonly [names: string, rule: Rule]> = [["new year'?s eve", fixed(12, 31)]];

const all = [...first, ...named, ...bare];
const festivalPattern = new RegExp(`(?:${all.map(([names]) => `(${names})`).join('|')})`, 'y');

/** The festival named at `index`, or null. */
export function festivalAt(text: string, index: number): { end: number; rule: Rule } | null {
  festivalPattern.lastIndex = index;
  const found = festivalPattern.exec(text);
  if (!found) return null;
  const which = found.findIndex((group, i) => i > 0 && group !== undefined) - 1;
  return { end: festivalPattern.lastIndex, rule: all[which]![1] };
}

/** The first time that a yearly rule falls on or after `today`, or in `year` where one is given. */
export function occurrence(rule: Rule, today: Day, year: number, given: boolean): Day | null {
  if (given) return rule(year);
  for (const at of [year - 1, year, year + 1, year + 2]) {
    const day = rule(at);
    if (day !== null && day >= today) return day;
  }
  return null;
}

const holidays: readonly Rule[] = [fixed(1, 1), springFestival, term(4, 4.81), fixed(5, 1), moon(5, 5), moon(8, 15), fixed(10, 1)];

/** The next public holiday of mainland China after `today`: what 节前 means. */
export function nextHoliday(today: Day, year: number): Day | null {
  const days = holidays.map((rule) => occurrence(rule, today + 1, year, false)).filter((day) => day !== null);
  return days.length ? Math.min(...days) : null;
}
