import type { Grain, Holidays, Language } from '../shapes.ts';
import { civil, dayOf, partsOf, workdays, type Day } from './calendar.ts';

/** The day on which a text is read, and what counts as a working day. */
export interface Reading {
  today: Day;
  year: number;
  month: number;
  /** Minutes since midnight in the zone. */
  minutes: number;
  /** Decides how `04/05` is read. */
  lang: Language;
  isWorkday: (day: Day) => boolean;
}

export function reading(now: number | string | Date, timeZone: string, lang: Language, holidays?: Holidays): Reading {
  const { day, minutes } = civil(now, timeZone);
  const { year, month } = partsOf(day);
  return { today: day, year, month, minutes, lang, isWorkday: workdays(holidays) };
}

/** A day or a period that words name. */
export interface Point {
  /** Offset after its last character. */
  end: number;
  from: Day;
  to: Day;
  grain: Grain;
  /** The last day in time when it must be *before* this point, where that is not `to`: the day before a period or a feast, never before an end of month. */
  before?: Day;
  time?: string;
  /** Names a stretch and no day (月初, early next week): ask. */
  vague?: boolean;
  /** Both readings of `04/05`. */
  choices?: Day[];
  /** Counts only with a preposition or 前 beside it: 11.30, 15:00, 当天. */
  needsMark?: boolean;
  confidence?: number;
}

/**
 * What a date in a text is good for. Only `deadline` becomes a due date:
 * `start` a beginning (从下周一起), `recurring` 每周五, `past`, `measure` a length or a performance criterion (3秒内), `event` counted from an event (签约后两周内),
 * `vague` 尽快, `mention` a date that belongs to a thing (10月的报表).
 */
export type Kind = 'deadline' | 'start' | 'recurring' | 'past' | 'measure' | 'event' | 'vague' | 'mention';

export interface Mention {
  start: number;
  end: number;
  /** With the preposition before it, for cutting it out of a title. */
  outer: number;
  day: Day;
  grain: Grain;
  kind: Kind;
  /** Said as a deadline (前, 内, by, within), not only as a date. */
  marked: boolean;
  confidence: number;
  time?: string;
  /** The date is what the sentence is about (改到12月1日), so a title keeps it. */
  kept?: boolean;
  /** Days to choose from, for a question. */
  choices?: Day[];
}

/** Runs a sticky pattern at one offset. */
export function at(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** The year in which a month (and day) next comes round. */
export function comingYear(reading: Reading, month: number, day = 31): number {
  const { year, today } = reading;
  const last = Math.min(day, [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 31);
  return dayOf(year, month, last) >= today ? year : year + 1;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** `HH:MM`; 24:00 is the last minute of its day, so that the date stays the one that was named. */
export const clock = (hour: number, minute: number): string => (hour >= 24 ? '23:59' : `${pad(hour)}:${pad(minute)}`);
