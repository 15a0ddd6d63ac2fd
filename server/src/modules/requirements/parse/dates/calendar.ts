import type { Holidays } from '../shapes.ts';

/**
 * Civil days as whole numbers: days since 1970-01-01, no clock and no zone. Weeks begin on Monday.
 */
export type Day = number;

const length = 86_400_000;

/** Month 1–12; a day past the end of its month runs on, as in `Date`. */
export const dayOf = (year: number, month: number, day: number): Day => Math.round(Date.UTC(year, month - 1, day) / length);

export function partsOf(day: Day): { year: number; month: number; day: number } {
  const date = new Date(day * length);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export const isoOf = (day: Day): string => new Date(day * length).toISOString().slice(0, 10);

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1;

export const weekStart = (day: Day): Day => day - weekdayOf(day) + 1;

/** The Monday of the first week of a month: the one whose Thursday lies in it, as ISO 8601 does for years. */
export const firstWeek = (first: Day): Day => (weekdayOf(first) <= 4 ? weekStart(first) : weekStart(first) + 7);

export const monthEnd = (year: number, month: number): Day => dayOf(year, month + 1, 0);

/** The same day `months` later, or the last day of a shorter month. */
export function addMonths(from: Day, months: number): Day {
  const { year, month, day } = partsOf(from);
  return Math.min(dayOf(year, month + months, day), monthEnd(year, month + months));
}

/** Whether the calendar has this day. */
export const isDay = (year: number, month: number, day: number): boolean =>
  year >= 1900 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && dayOf(year, month, day) <= monthEnd(year, month);

/** Monday to Friday, less the holidays, plus the weekend days that are worked in their place. */
export function workdays(holidays: Holidays = {}): (day: Day) => boolean {
  const off = new Set(holidays.off);
  const worked = new Set(holidays.worked);
  return (day) => {
    const iso = off.size + worked.size ? isoOf(day) : '';
    return worked.has(iso) || (weekdayOf(day) <= 5 && !off.has(iso));
  };
}

/** The `count`th working day after `from`, which itself does not count. Bounded: a calendar with no working day left gives the last day looked at. */
export function addWorkdays(from: Day, count: number, isWorkday: (day: Day) => boolean): Day {
  let day = from;
  for (let left = Math.min(count, 2000), guard = 0; left > 0 && guard < 4000; guard++) if (isWorkday(++day)) left--;
  return day;
}

/** The last working day on or before `day`. */
export function workdayUpTo(day: Day, isWorkday: (day: Day) => boolean): Day {
  let at = day;
  for (let guard = 0; guard < 31 && !isWorkday(at); guard++) at--;
  return at;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const make = (zone: string): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  let format: Intl.DateTimeFormat;
  try {
    format = make(timeZone);
  } catch {
    format = make('UTC');
  }
  // A zone comes from a project, so there are few; the bound is for the day that it comes from elsewhere.
  if (formats.size > 100) formats.clear();
  formats.set(timeZone, format);
  return format;
}

/** The civil day and the minutes since midnight that an instant is in a zone. */
export function civil(instant: number | string | Date, timeZone: string): { day: Day; minutes: number } {
  const at = new Date(instant).getTime();
  const parts: Record<string, number> = {};
  for (const part of formatOf(timeZone).formatToParts(Number.isFinite(at) ? at : 0)) parts[part.type] = Number(part.value);
  return { day: dayOf(parts.year ?? 1970, parts.month ?? 1, parts.day ?? 1), minutes: (parts.hour ?? 0) * 60 + (parts.minute ?? 0) };
}
