import { sticky } from '../pattern.ts';
import { addMonths, addWorkdays, dayOf, firstWeek, isDay, monthEnd, partsOf, weekStart, weekdayOf, workdayUpTo } from './calendar.ts';
import { valueOf } from './numbers.ts';
import { at, comingYear, type Point, type Reading } from './reading.ts';
import { day, dayInMonth, signs, weekdayOfHan } from './zh-words.ts';

export const month =
  /(?:(?<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?|(?<rel>本|这个?|当|下下个?|下一?个?|上上个?|上一?个?|次)月份?)的?\s?/y;

const partOfMonth = sticky`
  (?<end>月?[底末](?!尾)|结束|月尾|尾)|(?<early>月?初|月?头(?!部|像|条))|(?<third>[上中下])旬|(?<middle>月中(?!旬|心|国|
  间)|中(?=[之以]?前|[,。;!]|$))|(?<half>[上下])半月
`;

const nth =
  /(?:第(?<n>[一二三四五1-5])|(?<last>最后一?))个?(?:(?<work>工作日|工作天)|(?<day>天)|(?:周|星期|礼拜)(?<w>[一二三四五六日天])|(?<week>周(?!年)|星期|礼拜))/y;

const quarter =
  /(?<rel>本|这一?个?|当|下下个?|下一?个?|上一?个?)季度?|第?(?<n>[一二三四1-4])季度|q(?<q>[1-4])(?![\w])季?度?|(?<now>季)度?(?=[末底]|度(?:内|结束|初))/y;

const edge = /的?(?<end>[末底]|结束)|的?(?<early>初)/y;

const half = /(?<h>[上下])半年(?:度)?(?:[末底])?/y;

export function monthPart(text: string, end: number, y: number, m: number, r: Reading): Point {
  const first = dayOf(y, m, 1);
  const last = monthEnd(y, m);
  const which = at(nth, text, end);
  if (which) {
    const stop = end + which[0].length;
    const { n, day: plain, w, work, week: whole } = which.groups!;
    const count = n ? valueOf(n) : -1;
    if (work) return day(stop, count < 0 ? workdayUpTo(last, r.isWorkday) : addWorkdays(first - 1, count, r.isWorkday));
    if (plain) return day(stop, count < 0 ? last : first + count - 1);
    if (w) {
      const target = weekdayOfHan(w);
      return day(
        stop,
        count < 0 ? last - ((weekdayOf(last) - target + 7) % 7) : first + ((target - weekdayOf(first) + 7) % 7) + (count - 1) * 7,
      );
    }
    if (whole) {
      const monday = count < 0 ? weekStart(last) : firstWeek(first) + (count - 1) * 7;
      return { end: stop, from: Math.max(monday, first), to: count < 0 ? last : monday + 6, grain: 'week', before: monday - 1 };
    }
  }
  const part = at(partOfMonth, text, end);
  if (part) {
    const stop = end + part[0].length;
    const { end: close, early, third, middle, half: side } = part.groups!;
    if (close) return { end: stop, from: last - 5, to: last, grain: 'month' };
    if (early) return { end: stop, from: first, to: first + 9, grain: 'month', vague: true };
    if (middle) return { end: stop, from: first + 14, to: first + 14, grain: 'day', confidence: 0.7 };
    if (side)
      return side === '上'
        ? { end: stop, from: first, to: first + 14, grain: 'week' }
        : { end: stop, from: first + 15, to: last, grain: 'week' };
    const begin = first + { 上: 0, 中: 10, 下: 20 }[third as '上'];
    return { end: stop, from: begin, to: third === '下' ? last : begin + 9, grain: 'week', confidence: 0.85 };
  }
  return { end, from: first, to: last, grain: 'month', before: first - 1 };
}

export function monthPoint(text: string, index: number, y: number | null, r: Reading): Point | null {
  const found = at(month, text, index);
  if (!found) return null;
  const { m, rel } = found.groups!;
  let end = index + found[0].length;
  let months: number;
  let years: number | null = y;
  if (m) months = /\d/.test(m) ? Number(m) : valueOf(m);
  else {
    const moved = partsOf(addMonths(dayOf(r.year, r.month, 1), signs(rel)));
    [years, months] = [moved.year, moved.month];
  }
  const date = at(dayInMonth, text, end);
  const value = date ? valueOf((date.groups!.d ?? date.groups!.bare)!) : 0;
  if (date && value >= 1 && value <= 31 && !(rel && date.groups!.bare)) {
    const inYear = years ?? comingYear(r, months, value);
    return isDay(inYear, months, value) ? day(end + date[0].length, dayOf(inYear, months, value)) : null;
  }
  if (found[0].endsWith('的') && !at(nth, text, end) && !at(partOfMonth, text, end)) end--;
  const point = monthPart(text, end, years ?? comingYear(r, months), months, r);
  return m && /[一二三四五六七八九十]/.test(m) && !found[0].includes('份') && text[point.end] === '内'
    ? { ...point, needsMark: true }
    : point;
}

export function quarterPoint(text: string, index: number, y: number | null, r: Reading): Point | null {
  const found = at(quarter, text, index);
  if (!found) return null;
  const { rel, n, q } = found.groups!;
  const current = Math.floor((r.month - 1) / 3) + 1;
  const number = n ? valueOf(n) : q ? Number(q) : current + signs(rel);
  const inYear = y ?? (n || q ? (monthEnd(r.year, number * 3) >= r.today ? r.year : r.year + 1) : r.year);
  let end = index + found[0].length;
  const close = at(edge, text, end);
  if (close) end += close[0].length;
  const from = dayOf(inYear, number * 3 - 2, 1);
  return {
    end,
    from,
    to: monthEnd(inYear, number * 3),
    grain: 'quarter',
    ...(close?.groups!.end ? {} : { before: from - 1 }),
    vague: Boolean(close?.groups!.early),
  };
}

export function halfPoint(text: string, index: number, y: number | null, r: Reading): Point | null {
  const found = at(half, text, index);
  if (!found) return null;
  const first = found.groups!.h === '上';
  const inYear = y ?? (first && r.month > 6 ? r.year + 1 : r.year);
  const from = dayOf(inYear, first ? 1 : 7, 1);
  return {
    end: index + found[0].length,
    from,
    to: monthEnd(inYear, first ? 6 : 12),
    grain: 'half',
    ...(/[末底]$/.test(found[0]) ? {} : { before: from - 1 }),
  };
}
