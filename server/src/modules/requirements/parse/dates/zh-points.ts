import { sticky } from '../pattern.ts';
import { addMonths, dayOf, monthEnd, partsOf } from './calendar.ts';
import { festivalAt, lunar, nextHoliday, occurrence } from './festivals.ts';
import { valueOf } from './numbers.ts';
import { at, type Point, type Reading } from './reading.ts';
import { datePoint, dayPoint, numericPoint, weekPoint } from './zh-days.ts';
import { halfPoint, monthPart, monthPoint, quarterPoint } from './zh-months.ts';
import { day } from './zh-words.ts';

const year = sticky`
  (?:(?<y>\d{4}|[〇零一二三四五六七八九]{4})年度?|(?<short>\d{2}|[〇零一二三四五六七八九]{2})年(?=\d|
  [一二三四五六七八九十]{1,3}月|[上下]半年|第?[一二三四]季|年?[底末])|(?<rel>大后年|今年|明年|后年|来年|本年度?|当年|去年|
  前年|上年))的?\s?
`;

const relativeYear: Record<string, number> = { 今: 0, 本: 0, 当: 0, 明: 1, 来: 1, 后: 2, 大: 3, 去: -1, 上: -1, 前: -2 };

const yearPart = /(?<end>年?[底末尾]|年?终(?!奖|总))|(?<early>年?初)|(?<middle>年中)/y;

const bareYear = /(?<end>年底|年末|年终(?!奖|总结|报)|岁末|年尾|年内)|(?<middle>年中(?!国|心))|(?<early>年初)|(?<spring>年前)/y;

const bareMonth = /(?<end>月[底末尾]|月内)|(?<early>月初)|(?<middle>月中(?!国|心))|(?<third>[上中下])旬/y;

const oldMonth = sticky`
  (?:(?<mark>农历|阴历|旧历)的?(?<m>正|冬|腊|闰?十[一二]?|闰?[一二三四五六七八九])|(?<own>正|腊|
  冬))月(?:份)?(?:(?<d>初[一二三四五六七八九十]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十|
  十[一二三四五六七八九]?)(?:日|号)?|(?<end>[底末]))?
`;

const feastEnd = /节前(?!端)/y;

function feastPoint(text: string, index: number, y: number | null, r: Reading): Point | null {
  const feast = festivalAt(text, index);
  if (!feast) return null;
  const on = occurrence(feast.rule, r.today, y ?? r.year, y !== null);
  return on === null ? null : day(feast.end, on, { before: on - 1 });
}

function yearPoint(text: string, index: number, r: Reading): Point | null {
  const found = at(year, text, index);
  if (!found) return null;
  const { y, short, rel } = found.groups!;
  const inYear = y ? valueOf(y) : short ? 2000 + valueOf(short) : r.year + relativeYear[rel![0]!]!;
  if (inYear < 1900 || inYear > 2200) return null;
  const end = index + found[0].length;
  const inner =
    monthPoint(text, end, inYear, r) ??
    quarterPoint(text, end, inYear, r) ??
    halfPoint(text, end, inYear, r) ??
    lunarPoint(text, end, inYear, r) ??
    feastPoint(text, end, inYear, r);
  if (inner) return inner;
  const part = at(yearPart, text, end);
  const first = dayOf(inYear, 1, 1);
  const last = dayOf(inYear, 12, 31);
  if (part) {
    const stop = end + part[0].length;
    if (part.groups!.end) return { end: stop, from: last - 30, to: last, grain: 'year' };
    if (part.groups!.middle) return { end: stop, from: dayOf(inYear, 6, 1), to: dayOf(inYear, 6, 30), grain: 'year', confidence: 0.7 };
    return { end: stop, from: first, to: first + 30, grain: 'year', vague: true };
  }
  return { end: found[0].endsWith('的') ? end - 1 : end, from: first, to: last, grain: 'year', before: first - 1, confidence: 0.7 };
}

function lunarPoint(text: string, index: number, y: number | null, r: Reading): Point | null {
  const found = at(oldMonth, text, index);
  if (!found) return null;
  const { m, own, d, end } = found.groups!;
  const name = own ?? m!.replace('闰', '');
  const number = name === '正' ? 1 : name === '冬' ? 11 : name === '腊' ? 12 : valueOf(name);
  const date = d ? valueOf(d.replace('初', '')) : 0;
  for (const lunarYear of y === null ? [r.year - 1, r.year, r.year + 1] : [y]) {
    const first = lunar(lunarYear, number, 1);
    if (first === null) continue;
    const next = (number === 12 ? lunar(lunarYear + 1, 1, 1) : lunar(lunarYear, number + 1, 1)) ?? first + 29;
    const on = date ? lunar(lunarYear, number, date) : next - 1;
    if (on === null || (y === null && on < r.today)) continue;
    return date
      ? day(index + found[0].length, on)
      : { end: index + found[0].length, from: first, to: on, grain: 'month', ...(end ? {} : { before: first - 1 }) };
  }
  return null;
}

function barePoint(text: string, index: number, r: Reading): Point | null {
  // 两个月底 is no length: 后面两个, 月底前.
  const counted = text[index - 1] === '个' && /^月[底末]/.test(text.slice(index, index + 2));
  if (!counted && /[\d〇零一二两三四五六七八九十百个几数多去今明来后半]/.test(text[index - 1] ?? '')) return null;
  const feast = at(feastEnd, text, index);
  if (feast) {
    const holiday = nextHoliday(r.today, r.year);
    return holiday === null ? null : day(index + 1, holiday, { before: holiday - 1, needsMark: true, confidence: 0.7 });
  }
  const inYear = at(bareYear, text, index);
  if (inYear) {
    const { middle, early, spring } = inYear.groups!;
    const end = index + inYear[0].length;
    const eve = spring ? lunar(r.year, 1, 1) : null;
    const newYear = eve !== null && eve > r.today ? eve : lunar(r.year + 1, 1, 1);
    if (spring) return newYear === null ? null : day(end - 1, newYear, { before: newYear - 1, confidence: 0.7 });
    if (middle)
      return { end, from: dayOf(r.year, 6, 1), to: dayOf(r.month > 6 ? r.year + 1 : r.year, 6, 30), grain: 'year', confidence: 0.7 };
    const last = dayOf(r.year, 12, 31);
    return {
      end,
      from: early ? dayOf(r.year + 1, 1, 1) : last - 30,
      to: early ? dayOf(r.year + 1, 1, 31) : last,
      grain: 'year',
      vague: Boolean(early),
    };
  }
  const inMonth = at(bareMonth, text, index);
  if (!inMonth) return null;
  let { year: y, month: m } = r;
  const read = (): Point =>
    inMonth[0] === '月内' ? { end: index + 2, from: r.today, to: monthEnd(y, m), grain: 'month' } : monthPart(text, index, y, m, r);
  if (read().to < r.today) ({ year: y, month: m } = partsOf(addMonths(dayOf(y, m, 1), 1)));
  return read();
}

/** The calendar day or period that the words at `index` name, or null. Durations and clock times are read elsewhere. */
export function pointAt(text: string, index: number, r: Reading): Point | null {
  const numeralBefore = /[〇零一二两三四五六七八九十百廿卅\d.半几]/.test(text[index - 1] ?? '');
  return (
    numericPoint(text, index, r) ??
    (numeralBefore
      ? null
      : (yearPoint(text, index, r) ??
        lunarPoint(text, index, null, r) ??
        feastPoint(text, index, null, r) ??
        monthPoint(text, index, null, r))) ??
    (numeralBefore ? null : quarterPoint(text, index, null, r)) ??
    halfPoint(text, index, null, r) ??
    dayPoint(text, index, r) ??
    (numeralBefore ? null : weekPoint(text, index, r)) ??
    datePoint(text, index, r) ??
    barePoint(text, index, r)
  );
}
