import { sticky } from '../pattern.ts';
import { addMonths, addWorkdays, dayOf, isDay, monthEnd, partsOf, weekStart } from './calendar.ts';
import { valueOf } from './numbers.ts';
import { at, comingYear, type Point, type Reading } from './reading.ts';
import { day, dayInMonth, signs, weekdayOfHan } from './zh-words.ts';

const week = sticky`
  (?<rel>本|这一?个?|此|当|下下个?|下一?个?|上上个?|上一?个?)?(?:周|星期|礼拜)(?!年|期|转|边|围|报|刊|会|知|全|密|折|到|
  岁|长)(?:的?(?:周|星期|礼拜)?(?<d>[一二三四五六日天](?![个天次条种月点月]|[一二三四五六日七八九十]*[个天次种]))|
  的?(?<digit>[1-7])(?![\d.:])|的?周?(?<end>末)|(?<close>[底内])|(?<early>初|头)|(?<middle>中(?!的|心)))?
`;

const relativeDay = sticky`
  (?<far>大后天|明后两?天|今明两?天)|(?<d>后天|后日(?=[之以]?前|[,。上下中])|明[天日早晚]|今[天日晚早]|今明|昨[天日晚]|
  大前天|前[天日](?!数|记))|(?<same>当[天日晚]|次日|翌日|隔天)|(?<next>下一?个(?:工作日|工作天|交易日))|(?<now>即日|本日)
`;

const numeric = sticky`
  (?<y>20\d{2})\s?(?<s>[-/.年])\s?(?<m>\d{1,2})\s?[-/.月]\s?(?<d>\d{1,2})(?![\d])(?![-/.]\d)\s?[日号]?|
  (?<y2>20\d{2})(?<s2>[-/.])(?<m2>0[1-9]|1[0-2])(?![\d])(?![-/.]\d)
`;

const slashed = /(?<a>\d{1,2})(?<s>[-/.])(?<b>\d{1,2})(?![\d%倍折元万亿米秒分点个次版寸])(?![-/.:]\d)(?!号?[楼栋室座幢])(?:日|号)?/y;

export function weekPoint(text: string, index: number, r: Reading): Point | null {
  const found = at(week, text, index);
  if (!found) return null;
  const { rel, d, digit, end: weekend, early, middle, close } = found.groups!;
  if (!rel && !d && !digit && !weekend && !close && !middle) return null;
  const monday = weekStart(r.today) + signs(rel) * 7;
  const stop = index + found[0].length;
  if (d || digit) {
    const target = monday + (d ? weekdayOfHan(d) : Number(digit)) - 1;
    return day(stop, !rel && target < r.today ? target + 7 : target);
  }
  if (weekend) return { end: stop, from: monday + 5, to: monday + 6, grain: 'week', before: monday + 4 };
  if (middle) return day(stop, monday + 2, { confidence: 0.6 });
  return { end: stop, from: monday, to: monday + 6, grain: 'week', vague: Boolean(early), ...(close ? {} : { before: monday - 1 }) };
}

export function dayPoint(text: string, index: number, r: Reading): Point | null {
  const found = at(relativeDay, text, index);
  if (!found) return null;
  const { far, d, same, next } = found.groups!;
  // 今晚八点 and 明早九点: the clock is read from 晚 and 早 on.
  const stop = index + found[0].length - (d && /[早晚]$/.test(d) ? 1 : 0);
  if (same) return day(stop, r.today + (/^[当]/.test(same) ? 0 : 1), { needsMark: true, confidence: 0.7 });
  if (next) return day(stop, addWorkdays(r.today, 1, r.isWorkday));
  if (far) return day(stop, r.today + (far === '大后天' ? 3 : far.startsWith('今') ? 1 : 2));
  if (!d) return day(stop, r.today, { needsMark: true });
  const shift = d.startsWith('大前') ? -3 : { 后: 2, 明: 1, 今: 0, 昨: -1, 前: -2 }[d[0] as '今'];
  return day(stop, r.today + (d === '今明' ? 1 : shift));
}

export function numericPoint(text: string, index: number, r: Reading): Point | null {
  const before = text[index - 1] ?? '';
  if (/[\w.\-/:$¥]/.test(before)) return null;
  const full = at(numeric, text, index);
  if (full) {
    const g = full.groups!;
    const end = index + full[0].length;
    if (g.y2)
      return {
        end,
        from: dayOf(+g.y2, +g.m2!, 1),
        to: monthEnd(+g.y2, +g.m2!),
        grain: 'month',
        before: dayOf(+g.y2, +g.m2!, 0),
        needsMark: g.s2 !== '-',
      };
    return isDay(+g.y!, +g.m!, +g.d!) ? day(end, dayOf(+g.y!, +g.m!, +g.d!)) : null;
  }
  const short = at(slashed, text, index);
  if (!short || r.lang !== 'zh') return null;
  let [m, d] = [Number(short.groups!.a), Number(short.groups!.b)];
  if (m > 12) [m, d] = [d, m];
  const inYear = comingYear(r, m, d);
  if (!isDay(inYear, m, d)) return null;
  return day(
    index + short[0].length,
    dayOf(inYear, m, d),
    short.groups!.s === '/' || /[日号]$/.test(short[0]) ? { confidence: 0.75 } : { needsMark: true, confidence: 0.85 },
  );
}

export function datePoint(text: string, index: number, r: Reading): Point | null {
  const found = at(dayInMonth, text, index);
  if (!found?.groups!.d || /[〇零一二三四五六七八九十廿卅\d.第]/.test(text[index - 1] ?? '')) return null;
  const value = valueOf(found.groups.d);
  const end = index + found[0].length;
  if (!(value >= 1 && value <= 31) || /^[之以]?内|^后/.test(text.slice(end, end + 2))) return null;
  for (let ahead = 0; ahead < 3; ahead++) {
    const { year: y, month: m } = partsOf(addMonths(dayOf(r.year, r.month, 1), ahead));
    if (isDay(y, m, value) && dayOf(y, m, value) >= r.today) return day(end, dayOf(y, m, value), { confidence: 0.85 });
  }
  return null;
}
