import { pattern, sticky } from '../pattern.ts';
import { addMonths, addWorkdays, type Day } from './calendar.ts';
import { count, countOf } from './numbers.ts';
import { at, clock, type Kind, type Mention, type Point, type Reading } from './reading.ts';

const unit =
  '(?<unit>(?:business|working|work|calendar|week)[- ]?days?|days?|nights?|weeks?|wks?|fortnights?|months?|quarters?|years?|hours?|hrs?|minutes?|mins?|seconds?|secs?|milliseconds?|ms)\\b';
const lengthPattern = sticky`(?<n>${count})(?:\s?(?:-|to|or)\s?(?<upper>${count}))?(?<sep>[- ]?|\s+)(?<more>and a half\s+)?(?<full>full |more |additional )?${unit}(?<half>\s+and\s+a\s+half\b)?(?<time>'s?\s+time|'\s+time)?`;
const loose = sticky`
  (?<lead>within|in|inside|under|over|during)\s+(?:the\s+)?(?:next\s+|coming\s+|following\s+)?(?<few>a few|several|some|
  a couple of|one of these|the next few|the coming|few)\s+(?:days|weeks|months|hours)\b
`;
const lead = pattern`
  (?<lead>within|inside|in|under|over|during|have|has|got|give you|gives you|for|no later than|not later than|at most|
  at the latest in|after|every|per|the last|last|past|previous)\s+(?:a (?:maximum|
  period) of\s+)?(?:the\s+)?(?:(?<next>next|coming|following)\s+)?$
`;
const tail = sticky`
  \s+(?:(?<ago>ago|earlier|prior)\b|(?<now>from\s+(?:now|today)|of\s+today|hence)\b|(?<from>from|after|on)\s+(?=(?:this |
  next |the )?(?:mon|tue|wed|thu|fri|sat|sun|tomorrow|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d))|
  (?<to>to\s+(?=[a-z]))|(?<event>of|after|from|following|before|prior to|upon|since|in advance|old)\b|(?<less>or less)\b)
`;
const quality = pattern`
  \b(?:respon[ds]\w*|load(?:s|ed|ing)?|latency|return(?:s|ed)?|render\w*|refresh\w*|displayed|appear\w*|recover\w*|uptime|
  downtime|time-?out|log(?:ged|s)? (?:in|out|on)|session|refund\w*|expir\w*|retain\w*|retention|kept|stored|cached?|
  notif\w+|remind\w*|lock(?:ed)?|delete[ds]?|purge[ds]?|archive[ds]?|learn\w*|train(?:ed|ing)?|transactions?|process(?:ed|
  es)?|acknowledg\w+|escalat\w+)\b
`;
const condition = pattern`
  \b(?:each|every|any|all (?:tickets|requests|orders|questions|inquiries)|if|when|once|unless|whenever|who|that (?:have|
  has|are|were)|has not|have not|after (?!tomorrow))\b
`;

function stretch(value: number, word: string, from: Day, r: Reading): Day | null {
  if (/business|work|weekday/.test(word)) return addWorkdays(from, Math.ceil(value), r.isWorkday);
  if (/fortnight/.test(word)) return from + value * 14;
  if (/day|night/.test(word)) return from + Math.ceil(value) - (value === 0.5 ? 1 : 0);
  if (/week|wk/.test(word)) return from + Math.ceil(value * 7);
  const months = /month/.test(word) ? 1 : /quarter/.test(word) ? 3 : /year/.test(word) ? 12 : 0;
  if (!months || value * months > 600) return null;
  const whole = Math.floor(value * months);
  return addMonths(from, whole) + Math.round((value * months - whole) * 30);
}

/**
 * A length of time at `index`: a deadline counted from today or from a named day, a measure, or the past. `before` is the clause up to `index`,
 * `pointAt` reads the day after “a week from”.
 */
export function spanAt(
  text: string,
  index: number,
  before: string,
  r: Reading,
  pointAt: (text: string, index: number, r: Reading) => Point | null,
): Mention | null {
  const hazy = at(loose, text, index);
  const base = { start: index, outer: index, day: r.today, grain: 'day' as const, marked: false, confidence: 0.8 };
  if (hazy && !/couple/.test(hazy.groups!.few!))
    return { ...base, end: index + hazy[0].length, kind: /over|during/.test(hazy.groups!.lead!) ? 'mention' : 'vague' };
  if (/[\w.$€£-]/.test(text[index - 1] ?? '')) return null;
  const found = at(lengthPattern, text, index);
  if (!found) return null;
  const g = found.groups!;
  if (!g.sep && !/^\d/.test(g.n!)) return null;
  const word = g.unit!;
  const opening = lead.exec(before);
  const start =
    opening && /^(?:within|inside|in|under|over|during|no later|at the latest)/.test(opening.groups!.lead!)
      ? index - opening[0].length
      : index;
  let end = index + found[0].length;
  const mention = (kind: Kind, more: Partial<Mention> = {}): Mention => ({ ...base, start, outer: start, end, kind, ...more });
  const how = opening?.groups!.lead ?? '';
  const follow = at(tail, text, end)?.groups;
  if (follow?.ago || /last|past|previous/.test(how))
    return mention('past', { end: follow?.ago ? end + at(tail, text, end)![0].length : end });
  const value = countOf(g.upper ?? g.n!) + (g.half || g.more ? 0.5 : 0);
  if (Number.isNaN(value)) return mention(/within|in|over/.test(how) ? 'vague' : 'measure');
  if (/min|sec|^ms|milli/.test(word) || /every|per|for|after/.test(how)) return mention('measure');
  if (g.sep === '-' && !opening) return mention('measure');
  const now = follow?.now ?? g.time;
  if (follow?.from) {
    const skip = at(tail, text, end)![0].length;
    const anchor = pointAt(text, end + skip, r) ?? pointAt(text, end + skip + (text.slice(end + skip).startsWith('the ') ? 4 : 0), r);
    const day = anchor && stretch(value, word, anchor.to, r);
    if (anchor && day !== null) return mention('deadline', { end: anchor.end, day: day, marked: Boolean(opening), confidence: 0.85 });
  }
  if (!opening && !now) return mention('measure');
  if (/have|has|got|give/.test(how) && !follow?.to) return mention('measure');
  if (follow?.event && !(g.time || follow.now)) return mention('event');
  if (quality.test(before.slice(-60)) && /hour|hr|day/.test(word) && !/please|can you|could you/.test(before)) return mention('measure');
  if (condition.test(before.slice(-80))) return mention('measure');
  if (follow?.now) end += at(tail, text, end)![0].length;
  if (/hour|hr/.test(word)) {
    const minutes = r.minutes + value * 60;
    return mention('deadline', {
      day: r.today + Math.floor(minutes / 1440),
      grain: 'time',
      time: clock(Math.floor((minutes % 1440) / 60), Math.floor(minutes % 60)),
      marked: true,
      confidence: 0.85,
    });
  }
  const day = stretch(value, word, r.today, r);
  if (day === null || value > 3660) return mention('measure');
  return mention('deadline', { day, marked: how !== 'in' || Boolean(g.time), confidence: how === 'in' && !g.time ? 0.85 : 0.95 });
}
