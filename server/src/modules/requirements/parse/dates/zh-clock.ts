import { sticky } from '../pattern.ts';
import { numeral, valueOf } from './numbers.ts';
import { at, clock } from './reading.ts';

const part = '凌晨|清晨|清早|早上|早晨|早间|上午|中午|正午|午间|下午|午后|傍晚|晚上|晚间|夜里|夜间|半夜|深夜|午夜|早|晚';
const hourPattern = sticky`\s?(?:(?<part>${part})\s?)?(?:(?<h>\d{1,2}):(?<m>[0-5]\d)(?![\d:])|(?<hour>\d{1,2}|[零一二两三四五六七八九十廿]{1,3})(?:点钟?|时(?!间|候|刻|常|效|长|段|区))(?:(?<half>半)|(?<quarter>[一三])刻|(?<minute>${numeral})分|(?<bare>[0-5]\d)|整)?)`;
const partOnly = sticky`\s?(?<part>${part})(?!于|会|点)`;
const closing = /\s?(?:的)?(?:下班|收工|打烊|闭店|收盘|营业结束|天黑|结束)(?=之?以?前|时|$|[,。;!])|\s?工作时间(?=内|结束)/y;

/** A time of day at `index`: a clock time, or only a part of the day (which then gives no time but noon). */
export function timeAt(text: string, index: number): { end: number; time?: string; explicit: boolean } | null {
  const found = at(hourPattern, text, index);
  if (found) {
    const g = found.groups!;
    let hour = valueOf(g.h ?? g.hour!);
    const minute = g.m
      ? Number(g.m)
      : g.half
        ? 30
        : g.quarter
          ? g.quarter === '三'
            ? 45
            : 15
          : g.minute
            ? valueOf(g.minute)
            : Number(g.bare ?? 0);
    if (hour > 24 || minute > 59 || Number.isNaN(hour)) return null;
    if (g.part && /[下后傍]午|午后|傍晚|晚|夜/.test(g.part) && hour < 12) hour += 12;
    else if (g.part && /晚|夜/.test(g.part) && hour === 12) hour = 24;
    else if (g.part && /中午|正午|午间/.test(g.part) && hour < 4) hour += 12;
    return { end: found.index + found[0].length, time: clock(hour, minute), explicit: true };
  }
  const only = at(partOnly, text, index);
  if (only) {
    const noon = /中午|正午|午间/.test(only.groups!.part!);
    return { end: index + only[0].length, ...(noon ? { time: '12:00' } : {}), explicit: false };
  }
  const close = at(closing, text, index);
  return close ? { end: index + close[0].length, explicit: false } : null;
}
