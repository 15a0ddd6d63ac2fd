import type { Day } from './calendar.ts';
import type { Point } from './reading.ts';

/** Names of months and days, and patterns of them, for folded English. */

const months = [
  'jan(?:uary)?',
  'feb(?:ruary)?',
  'mar(?:ch)?',
  'apr(?:il)?',
  'may',
  'june?',
  'july?',
  'aug(?:ust)?',
  'sept?(?:ember)?',
  'oct(?:ober)?',
  'nov(?:ember)?',
  'dec(?:ember)?',
];
const monthStems = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const dayStems = 'mon tue wed thu fri sat sun'.split(' ');

/** The point of an abbreviation, but not the one that ends a sentence. */
const point = '\\b(?:\\.(?=,?\\s?(?:\\d|the\\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))?';
export const month = `(?:${months.join('|')})${point}`;
export const weekday = '(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|weds?|thurs?|thu|fri|sat|sun)' + point;

export const monthOf = (word: string): number => monthStems.indexOf(word.slice(0, 3)) + 1;
export const weekdayOfWord = (word: string): number => dayStems.indexOf(word.slice(0, 3)) + 1;

/** For patterns: the year that may follow a date. */
export const yearTail = '(?:,?\\s+(?:of\\s+)?(?:(?<y>20\\d{2})\\b(?!\\s?(?:users|items|rows|records))|(?<ry>next|this)\\s+year\\b))?';

export const day = (end: number, on: Day, more: Partial<Point> = {}): Point => ({ end, from: on, to: on, grain: 'day', ...more });

/** A stretch of days; “before” it ends on the day before it begins. */
export const period = (end: number, from: Day, to: Day, grain: Point['grain'], more: Partial<Point> = {}): Point => ({
  end,
  from,
  to,
  grain,
  before: from - 1,
  ...more,
});
