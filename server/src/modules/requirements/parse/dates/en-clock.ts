import { sticky } from '../pattern.ts';
import { at, clock } from './reading.ts';

const hourPattern = sticky`
  (?:,?\s*(?:at|@|by)?\s*)(?:(?<h>[01]?\d|2[0-4])(?:[:.](?<m>[0-5]\d))?\s?(?<half>a\.?m\b\.?|p\.?m\b\.?)|(?<h24>[01]?\d|
  2[0-4]):(?<m24>[0-5]\d)(?![\d:])|(?<oclock>[1-9]|1[0-2])\s?o'?clock|(?<bare>[1-9]|1[0-2])(?=\s+(?:tomorrow|today|
  tonight|in the (?:morning|evening|afternoon))\b)|(?<noon>noon|midday|lunch(?:time)?)\b|(?<midnight>midnight)\b)
`;
const part = sticky`
  ,?\s*(?:in the |at |by )?(?<part>morning|afternoon|evening|night|(?:end of|close of) (?:the )?(?:business |
  working )?day|close of business|eod|cob|eob|end of play)\b
`;

/** A time of day at `index`, or a part of the day, which gives no clock time. */
export function timeAt(text: string, index: number): { end: number; time?: string; explicit: boolean } | null {
  const found = at(hourPattern, text, index);
  if (found) {
    const g = found.groups!;
    const end = index + found[0].length;
    if (g.noon) return { end, time: '12:00', explicit: true };
    if (g.midnight) return { end, time: clock(24, 0), explicit: true };
    let hour = Number(g.h ?? g.h24 ?? g.oclock ?? g.bare);
    if (g.half?.startsWith('p') && hour < 12) hour += 12;
    else if (g.half?.startsWith('a') && hour === 12) hour = 0;
    else if (g.oclock && hour < 8) hour += 12;
    return { end, time: clock(hour, Number(g.m ?? g.m24 ?? 0)), explicit: true };
  }
  const some = at(part, text, index);
  return some ? { end: index + some[0].length, explicit: false } : null;
}
